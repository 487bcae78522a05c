# SPDX-License-Identifier: AGPL-3.0-or-later
"""A text cut into words, with what the search for names asks about them."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, cached_property, lru_cache
from itertools import accumulate

from plugins.entities.lists.clitics import PROCLITICS
from plugins.entities.lists.known_entity import WORD, word_key, words

WORDS = re.compile(f"({WORD.pattern})")
GAP = re.compile(r"[ \t\u00a0\u200e\u200f_-]*\n?[ \t\u00a0\u200e\u200f_-]*")
OPENING, CLOSING = '«"“‹', '»"”›'


@lru_cache(maxsize=1)
def cut(text: str) -> "Text":
    """Return *text* cut into words; the recogniser and the search ask for the same one after the other."""
    return Text(text)


class Text:
    """A text cut into words; *gaps* are what stands before each of them and behind the last."""

    def __init__(self, text: str) -> None:
        self.text = text
        pieces = WORDS.split(text)
        borders = list(accumulate(map(len, pieces)))
        self.gaps = pieces[::2]
        self.words = pieces[1::2]
        self.starts = borders[:-1:2]
        self.spans = list(zip(self.starts, borders[1::2], strict=True))
        self.keys = list(map(word_key, self.words))

    def joined(self, left: int, right: int) -> bool:
        """Whether nothing but space stands between two neighbouring words."""
        return is_space(self.gaps[right])

    def covered(self, start: int, end: int) -> range:
        """Return the numbers of the words that the characters from *start* to before *end* touch."""
        return range(
            bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1)
        )

    def before(self, at: int) -> str:
        return self.keys[at - 1] if at and is_space(self.gaps[at]) else ""

    def after(self, last: int) -> str:
        return (
            self.keys[last + 1]
            if last + 1 < len(self.words) and is_space(self.gaps[last + 1])
            else ""
        )

    def quoted(self, start: int, end: int) -> bool:
        return (
            self.text[start - 1 : start] in OPENING
            and self.text[end : end + 1] in CLOSING
            and start > 0
        )

    def run(self, at: int, longest: int) -> list[str]:
        """Return the keys of the words after *at* that a name of *longest* words starting there may take."""
        keys: list[str] = []
        for last in range(at + 1, min(at + longest, len(self.words))):
            if not is_space(self.gaps[last]):
                break
            keys.append(self.keys[last])
        return keys

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.keys)

    @cached_property
    def folded(self) -> str:
        return " ".join(["", *self.keys, ""])

    def holds(self, cues: Sequence[str]) -> int:
        """Return how many of *cues* stand in the text, proclitics allowed."""
        return sum(
            core in self.folded and any(form in self.folded for form in forms)
            for core, forms in map(cue_forms, cues)
        )


@lru_cache(maxsize=10_000)
def is_space(gap: str) -> bool:
    return GAP.fullmatch(gap) is not None


@cache
def cue_forms(cue: str) -> tuple[str, tuple[str, ...]]:
    """Return the letters that stand wherever a cue does, and the ways in which it may stand in folded text."""
    key = " ".join(words(cue))
    core = key.removeprefix("ال")
    swallowed = (
        [f"{head}لل{core}" for head in ("", "و", "ف")] if key.startswith("ال") else []
    )
    return core, tuple(
        f" {form} "
        for form in (key, *(f"{head}{key}" for head in PROCLITICS), *swallowed)
    )
