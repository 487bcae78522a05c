# SPDX-License-Identifier: AGPL-3.0-or-later
"""A text as tokens (words) and the gaps between them."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, cached_property, lru_cache
from itertools import accumulate

from plugins.entities.lists.clitics import BEFORE_SWALLOWED_ARTICLE, PROCLITICS
from plugins.entities.lists.word_keys import WORD, word_key, word_keys

TOKENS_AND_GAPS = re.compile(f"({WORD.pattern})")
GAP = re.compile(r"[ \t\u00a0\u200e\u200f_-]*\n?[ \t\u00a0\u200e\u200f_-]*")
OPENING_QUOTES, CLOSING_QUOTES = '«"“‹', '»"”›'
# One sign that may be inside a name: وكالة "تاس", وكالة (تاس).
SPACE = r"[ \t\u00a0\u200e\u200f]"
SIGNS = f"(){OPENING_QUOTES}{CLOSING_QUOTES}"
QUOTED_GAP = re.compile(f"{SPACE}*(?P<sign>[{re.escape(SIGNS)}]){SPACE}*")
CLOSING_SIGNS = f"){CLOSING_QUOTES}"
OPENING_SIGNS = f"({OPENING_QUOTES}"


@lru_cache(maxsize=1)
def tokenise(text: str) -> "TokenisedText":
    """Return *text* as tokens; recogniser and finder need the same text in turn."""
    return TokenisedText(text)


class TokenisedText:
    """The tokens of a text with their comparison keys and offsets.

    ``gaps[n]`` is what is between token n - 1 and token n; the last gap follows the
    last token.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        pieces = TOKENS_AND_GAPS.split(text)
        borders = list(accumulate(map(len, pieces)))
        self.gaps = pieces[::2]
        self.tokens = pieces[1::2]
        self.starts = borders[:-1:2]
        self.spans = list(zip(self.starts, borders[1::2], strict=True))
        self.keys = list(map(word_key, self.tokens))

    def follows_directly(self, token: int) -> bool:
        """Return whether only white space separates a token from the one before."""
        return is_space(self.gaps[token])

    def tokens_within(self, start: int, end: int) -> range:
        """Return the numbers of the tokens that characters *start* to *end* touch."""
        first = bisect_right(self.starts, start) - 1
        return range(first, bisect_right(self.starts, end - 1))

    def key_before(self, token: int) -> str:
        """Return the key of the token before, "" after punctuation."""
        return self.keys[token - 1] if token and is_space(self.gaps[token]) else ""

    def key_after(self, token: int) -> str:
        """Return the key of the token after, "" before punctuation."""
        if token + 1 < len(self.tokens) and is_space(self.gaps[token + 1]):
            return self.keys[token + 1]
        return ""

    def is_quoted(self, start: int, end: int) -> bool:
        """Return whether quotation marks enclose characters *start* to *end*."""
        return (
            start > 0
            and self.text[start - 1] in OPENING_QUOTES
            and self.text[end : end + 1] in CLOSING_QUOTES
        )

    def key_after_quotation_mark(self, token: int) -> str:
        """Return the key of the token after, also beyond one quotation mark."""
        if token + 1 < len(self.tokens) and may_join(self.gaps[token + 1]):
            return self.keys[token + 1]
        return ""

    def keys_following(self, token: int, longest: int) -> list[str]:
        """Return the keys after *token* of a name with at most *longest* tokens.

        Punctuation other than quotation marks ends a name.
        """
        keys: list[str] = []
        for following in range(token + 1, min(token + longest, len(self.tokens))):
            if not may_join(self.gaps[following]):
                break
            keys.append(self.keys[following])
        return keys

    def quotes_are_paired(self, first: int, last: int) -> bool:
        """Return whether quotation marks inside a name pair up, inside or around it.

        «وكالة "تاس"» and «"حماس" الفلسطينية» are names; «قالت: "حماس» is none.
        """
        signs = self.signs_within(first, last)
        if not signs:
            return True
        if len(signs) == 1:
            [sign] = signs
            closed = sign in OPENING_SIGNS and self.closes_after(last)
            return closed or (sign in CLOSING_SIGNS and self.opens_before(first))
        return len(signs) == 2 and signs[0] in OPENING_SIGNS  # noqa: PLR2004 a pair

    def signs_within(self, first: int, last: int) -> list[str]:
        """Return the quotation marks between tokens *first* and *last*."""
        gaps = self.gaps[first + 1 : last + 1]
        return [match["sign"] for gap in gaps if (match := quotation_mark_in(gap))]

    def sign_after(self, token: int) -> str:
        """Return the quotation mark between *token* and the next, " " for none."""
        match = quotation_mark_in(self.gaps[token + 1])
        return match["sign"] if match else " "

    def closes_after(self, token: int) -> bool:
        """Return whether a closing quotation mark follows *token* directly."""
        return self.gaps[token + 1][:1] in tuple(CLOSING_SIGNS)

    def opens_before(self, token: int) -> bool:
        """Return whether an opening quotation mark precedes *token* directly."""
        return self.gaps[token][-1:] in tuple(OPENING_SIGNS)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The distinct keys."""
        return frozenset(self.keys)

    @cached_property
    def joined_keys(self) -> str:
        """All keys, each between two spaces."""
        return " ".join(["", *self.keys, ""])

    def count_cues(self, cues: Sequence[str]) -> int:
        """Return how many of *cues* the text contains, with proclitics or without."""
        keys = self.joined_keys
        count = 0
        for core, forms in map(cue_forms, cues):
            if core in keys and any(form in keys for form in forms):
                count += 1
        return count


@lru_cache(maxsize=10_000)
def is_space(gap: str) -> bool:
    """Return whether *gap* separates two tokens of one name."""
    return GAP.fullmatch(gap) is not None


@lru_cache(maxsize=10_000)
def quotation_mark_in(gap: str) -> re.Match[str] | None:
    """Return the match of a gap that is one quotation mark and white space."""
    return QUOTED_GAP.fullmatch(gap)


def may_join(gap: str) -> bool:
    """Return whether *gap* may be inside a name: white space or a quotation mark."""
    return is_space(gap) or quotation_mark_in(gap) is not None


@cache
def cue_forms(cue: str) -> tuple[str, tuple[str, ...]]:
    """Return letters that every form of *cue* contains, and all forms between spaces.

    The letters are a fast first test: most cues are in few texts.
    """
    key = " ".join(word_keys(cue))
    core = key.removeprefix("ال")
    forms = [key, *(f"{proclitic}{key}" for proclitic in PROCLITICS)]
    if key.startswith("ال"):
        forms += [f"{before}لل{core}" for before in BEFORE_SWALLOWED_ARTICLE]
    return core, tuple(f" {form} " for form in forms)
