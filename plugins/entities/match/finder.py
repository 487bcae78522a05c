# SPDX-License-Identifier: AGPL-3.0-or-later
"""The names of the records in a text: longest match over whole words."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from plugins.entities.lists.clitics import raw_length, readings
from plugins.entities.lists.known_entity import (
    Alias,
    Key,
    Record,
    Remembered,
    aliases,
    words,
)
from plugins.entities.match.guards import (
    agreement,
    plausible_letters,
    refused,
    same_letters,
)
from plugins.entities.match.text import Text


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
    """One reading of a word that may open a name: letters cut off in front, and the names by their rest."""

    cut: int
    names: Names


@dataclass(frozen=True, slots=True)
class Opening:
    """The names that a word may open, and how many words the longest has: by the word next to it, or by itself."""

    starts: tuple[Start, ...]
    longest: Mapping[str, int]
    alone: int


class Finder:
    """Finds the names of *records*; *ignored* spellings are no names wherever they stand.

    *words* are the lists of data/words.tsv by kind.
    """

    def __init__(
        self,
        records: Iterable[Record],
        ignored: Iterable[str],
        word_lists: Mapping[str, frozenset[str]],
    ) -> None:
        self.records = {record.id: record for record in records}
        self.word_lists = word_lists
        self.ignored = {words(spelling) for spelling in ignored}
        known = [alias for record in self.records.values() for alias in aliases(record)]
        nothing = Record(id="", label="", type="")
        known += [
            Alias(text=" ".join(name), words=name, record=nothing)
            for name in sorted(self.ignored)
        ]
        self.shared = _shared(known)
        self.by_first = _by_first(known)
        self.openings = Remembered(self._opening)

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of all that decides what is found."""
        records = [
            (one.id, one.type, one.names, one.cues, one.origin)
            for one in self.records.values()
        ]
        lists = sorted((kind, sorted(keys)) for kind, keys in self.word_lists.items())
        return hashlib.sha256(
            repr((records, sorted(self.ignored), lists)).encode()
        ).hexdigest()

    def known(self, name: Key, kind: str) -> Record | None:
        """Return the one record of that type which the words of *name* stand for, cues or none."""
        named = self.by_first.get(name[0], {}).get(name[1:], ())
        owners = {
            alias.record.id: alias.record
            for alias in named
            if alias.record.type == kind and not alias.quoted
        }
        return next(iter(owners.values())) if len(owners) == 1 else None

    def find(self, text: str) -> list[Mention]:
        """Return the mentions in *text*, in order, none overlapping another."""
        return self.find_in(Text(text))

    def find_in(self, text: Text) -> list[Mention]:
        mentions: list[Mention] = []
        free = 0
        for at, opening in enumerate(map(self.openings.__getitem__, text.keys)):
            if (
                opening
                and at >= free
                and (longest := opening.longest.get(text.after(at), opening.alone))
            ):
                found, free = self._longest(text, at, opening.starts, longest)
                mentions += found
        return mentions

    def _opening(self, key: str) -> Opening | None:
        starts = tuple(
            Start(cut, self.by_first[rest])
            for cut, rest in readings(key, self.by_first)
        )
        if not starts:
            return None
        rests = sorted((rest for start in starts for rest in start.names), key=len)
        return Opening(
            starts, {rest[0]: 1 + len(rest) for rest in rests if rest}, int(() in rests)
        )

    def _longest(
        self, text: Text, at: int, starts: Sequence[Start], longest: int
    ) -> tuple[list[Mention], int]:
        run = text.run(at, longest)
        for length in range(len(run) + 1, 0, -1):
            rest = tuple(run[: length - 1])
            same = [
                (start.cut, alias)
                for start in starts
                for alias in start.names.get(rest, ())
            ]
            if any(alias.words in self.ignored for _, alias in same):
                return [], at + length
            mention = self._choose(text, at, at + length - 1, same) if same else None
            if mention:
                return [mention], at + length
        return [], at

    def _choose(
        self, text: Text, at: int, last: int, names: Sequence[tuple[int, Alias]]
    ) -> Mention | None:
        """Return the mention if exactly one record is left when spelling, neighbours and cues have spoken."""
        ranked = [
            (rank, cut, alias)
            for cut, alias in names
            if (rank := self._rank(text, at, last, cut, alias))
        ]
        best = max((rank for rank, _, _ in ranked), default=None)
        winners = {
            alias.record.id: (cut, alias.record)
            for rank, cut, alias in ranked
            if rank == best
        }
        if len(winners) != 1:
            return None
        [(cut, record)] = winners.values()
        start, end = (
            text.spans[at][0] + raw_length(text.words[at], cut),
            text.spans[last][1],
        )
        return Mention(start, end, text.text[start:end], record)

    def _rank(
        self, text: Text, at: int, last: int, cut: int, alias: Alias
    ) -> tuple[int, ...] | None:
        start, end = (
            text.spans[at][0] + raw_length(text.words[at], cut),
            text.spans[last][1],
        )
        surface = text.text[start:end]
        marks = agreement(surface, alias.text)
        if marks < 0 or not self._spelt(text, start, end, alias):
            return None
        if refused(
            alias, "" if cut else text.before(at), text.after(last), self.word_lists
        ):
            return None
        cues = text.holds(alias.record.cues)
        if not (cues or marks) and self._doubtful(alias):
            return None
        return (alias.quoted, marks, cues, alias.record.origin == "editor")

    def _doubtful(self, alias: Alias) -> bool:
        """A record with cues waits for one where its name is a single word or another record's too."""
        return bool(alias.record.cues) and (
            len(alias.words) == 1 or alias.words in self.shared
        )

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
