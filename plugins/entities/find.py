# SPDX-License-Identifier: AGPL-3.0-or-later
"""The names of the records in a text: longest match over whole words."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from .clitics import PROCLITICS, raw_length, readings
from .guards import agreement, plausible_letters, refused, same_letters
from .record import CACHED_WORDS, WORD, Alias, Key, Record, aliases, word_key, words

GAP = re.compile(r"[ \t\u00a0\u200e\u200f_-]*\n?[ \t\u00a0\u200e\u200f_-]*")
OPENING, CLOSING = '«"“‹', '»"”›'


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: character offsets *start* and *end*, the letters between them, whose name it is."""

    start: int
    end: int
    surface: str
    record: Record


Names = Mapping[Key, tuple[Alias, ...]]  # by the words after the first


@dataclass(frozen=True, slots=True)
class Start:
    """One reading of a word that may open a name: letters cut off in front, the names by their rest, most words."""

    cut: int
    names: Names
    longest: int


class Openings(dict[str, tuple[Start, ...]]):
    """From a word as written to the names it may open; filled on demand and emptied when full."""

    def __init__(self, by_first: Mapping[str, Names]) -> None:
        super().__init__()
        self.by_first = by_first

    def __missing__(self, word: str) -> tuple[Start, ...]:
        if len(self) >= CACHED_WORDS:
            self.clear()
        found = tuple(
            Start(cut, names, 1 + max(map(len, names)))
            for cut, rest in readings(word_key(word), self.by_first)
            for names in [self.by_first[rest]]
        )
        self[word] = found
        return found


class Text:
    """A text cut into words, with what the search asks about them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [match.span() for match in WORD.finditer(text)]
        self.starts = [start for start, _ in self.spans]
        self.words = [text[start:end] for start, end in self.spans]
        self.keys = [word_key(word) for word in self.words]

    def joined(self, left: int, right: int) -> bool:
        """Whether nothing but space stands between two neighbouring words."""
        return GAP.fullmatch(self.text, self.spans[left][1], self.spans[right][0]) is not None

    def covered(self, start: int, end: int) -> range:
        """Return the numbers of the words that the characters from *start* to before *end* touch."""
        return range(bisect_right(self.starts, start) - 1, bisect_right(self.starts, end - 1))

    def before(self, at: int) -> str:
        return self.keys[at - 1] if at and self.joined(at - 1, at) else ""

    def after(self, last: int) -> str:
        return self.keys[last + 1] if last + 1 < len(self.words) and self.joined(last, last + 1) else ""

    def quoted(self, start: int, end: int) -> bool:
        return self.text[start - 1 : start] in OPENING and self.text[end : end + 1] in CLOSING and start > 0

    def run(self, at: int, longest: int) -> list[str]:
        """Return the keys of the words after *at* that a name of *longest* words starting there may take."""
        keys: list[str] = []
        for last in range(at, min(at + longest, len(self.words)) - 1):
            if not self.joined(last, last + 1):
                break
            keys.append(self.keys[last + 1])
        return keys

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.keys)

    @cached_property
    def folded(self) -> str:
        return " ".join(["", *self.keys, ""])

    def holds(self, cues: Sequence[str]) -> int:
        """Return how many of *cues* stand in the text, proclitics allowed."""
        return sum(any(form in self.folded for form in cue_forms(cue)) for cue in cues)


@cache
def cue_forms(cue: str) -> tuple[str, ...]:
    """Return the ways in which a cue may stand in folded text."""
    key = " ".join(words(cue))
    swallowed = [f"{head}لل{key[2:]}" for head in ("", "و", "ف")] if key.startswith("ال") else []
    return tuple(f" {form} " for form in (key, *(f"{head}{key}" for head in PROCLITICS), *swallowed))


class Finder:
    """Finds the names of *records*; *ignored* spellings are no names wherever they stand.

    *words* are the lists of data/words.tsv by kind.
    """

    def __init__(
        self, records: Iterable[Record], ignored: Iterable[str], word_lists: Mapping[str, frozenset[str]]
    ) -> None:
        self.word_lists = word_lists
        self.ignored = {words(spelling) for spelling in ignored}
        known = [alias for record in records for alias in aliases(record)]
        nothing = Record(id="", label="", type="")
        known += [Alias(text=" ".join(name), words=name, record=nothing) for name in sorted(self.ignored)]
        self.shared = _shared(known)
        self.openings = Openings(_by_first(known))

    def known(self, name: Key, kind: str) -> Record | None:
        """Return the one record of that type which the words of *name* stand for, cues or none."""
        named = self.openings.by_first.get(name[0], {}).get(name[1:], ())
        owners = {alias.record.id: alias.record for alias in named if alias.record.type == kind and not alias.quoted}
        return next(iter(owners.values())) if len(owners) == 1 else None

    def find(self, text: str) -> list[Mention]:
        """Return the mentions in *text*, in order, none overlapping another."""
        return self.find_in(Text(text))

    def find_in(self, text: Text) -> list[Mention]:
        mentions: list[Mention] = []
        free = 0
        openings = self.openings
        for at, starts in enumerate([openings[word] for word in text.words]):
            if starts and at >= free:
                found, free = self._longest(text, at, starts)
                mentions += found
        return mentions

    def _longest(self, text: Text, at: int, starts: Sequence[Start]) -> tuple[list[Mention], int]:
        run = text.run(at, max(start.longest for start in starts))
        for length in range(len(run) + 1, 0, -1):
            rest = tuple(run[: length - 1])
            same = [(start.cut, alias) for start in starts for alias in start.names.get(rest, ())]
            if any(alias.words in self.ignored for _, alias in same):
                return [], at + length
            mention = self._choose(text, at, at + length - 1, same) if same else None
            if mention:
                return [mention], at + length
        return [], at

    def _choose(self, text: Text, at: int, last: int, names: Sequence[tuple[int, Alias]]) -> Mention | None:
        """Return the mention if exactly one record is left when spelling, neighbours and cues have spoken."""
        ranked = [(rank, cut, alias) for cut, alias in names if (rank := self._rank(text, at, last, cut, alias))]
        best = max((rank for rank, _, _ in ranked), default=None)
        winners = {alias.record.id: (cut, alias.record) for rank, cut, alias in ranked if rank == best}
        if len(winners) != 1:
            return None
        [(cut, record)] = winners.values()
        start, end = text.spans[at][0] + raw_length(text.words[at], cut), text.spans[last][1]
        return Mention(start, end, text.text[start:end], record)

    def _rank(self, text: Text, at: int, last: int, cut: int, alias: Alias) -> tuple[int, ...] | None:
        start, end = text.spans[at][0] + raw_length(text.words[at], cut), text.spans[last][1]
        surface = text.text[start:end]
        marks = agreement(surface, alias.text)
        if marks < 0 or not self._spelt(text, start, end, alias):
            return None
        if refused(alias, "" if cut else text.before(at), text.after(last), self.word_lists):
            return None
        cues = text.holds(alias.record.cues)
        if not (cues or marks) and self._doubtful(alias):
            return None
        return (alias.quoted, marks, cues, alias.record.origin == "editor")

    def _doubtful(self, alias: Alias) -> bool:
        """A record with cues waits for one where its name is a single word or another record's too."""
        return bool(alias.record.cues) and (len(alias.words) == 1 or alias.words in self.shared)

    def _spelt(self, text: Text, start: int, end: int, alias: Alias) -> bool:
        if alias.quoted and not text.quoted(start, end):
            return False
        surface = text.text[start:end]
        if alias.exact:
            return same_letters(surface, alias.text)
        return len(alias.words) > 1 or plausible_letters(surface, alias.text)


def _shared(known: Iterable[Alias]) -> frozenset[tuple[str, ...]]:
    owners: dict[tuple[str, ...], set[str]] = {}
    for alias in known:
        owners.setdefault(alias.words, set()).add(alias.record.id)
    return frozenset(name for name, ids in owners.items() if len(ids) > 1)


def _by_first(known: Iterable[Alias]) -> Mapping[str, Names]:
    first: dict[str, dict[Key, tuple[Alias, ...]]] = {}
    for alias in known:
        if alias.words:
            names = first.setdefault(alias.words[0], {})
            names[alias.words[1:]] = (*names.get(alias.words[1:], ()), alias)
    return first
