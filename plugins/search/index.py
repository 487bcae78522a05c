# SPDX-License-Identifier: AGPL-3.0-or-later
"""The index of an archive while its articles pass, oldest first: in memory a partition at a time, the rest on disk."""

import heapq
import marshal
import tempfile
from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import IO

from plugins.search.occurrences import Analyse, Occurrences
from plugins.search.postings import Postings, Term, joined


class Index:
    """Holds frequencies, never weights: those change with each article that is added, and the reader's browser
    works them out from the numbers in the root file.

    Source of the partitions: Manning, Raghavan, Schütze, Introduction to Information Retrieval, 4.3.
    """

    def __init__(self, fields: Sequence[str], analyse: Analyse, partition: int) -> None:
        self.fields = tuple(fields)
        self.analyse = analyse
        self.partition = partition  # articles
        self.lengths = [array("I") for _ in self.fields]
        self.gathered = self.empty()
        self.runs: list[IO[bytes]] = []

    def empty(self) -> list[Occurrences]:
        """Return what gathers a partition, field by field."""
        return [Occurrences(self.analyse) for _ in self.fields]

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self.lengths[0])

    def add(self, *texts: str) -> None:
        """Add an article: a text for each field."""
        if len(self.gathered[0].lengths) == self.partition:
            self.runs.append(spooled(self.told()))
            self.gathered = self.empty()
        for lengths, gathered, text in zip(self.lengths, self.gathered, texts, strict=True):
            gathered.add(text)
            lengths.append(gathered.lengths[-1])

    def told(self) -> Iterator[Term]:
        """Yield the terms of the partition in memory, sorted."""
        tellers = [field.teller(len(self) - len(field.lengths)) for field in self.gathered]
        spellings = [field.spellings() for field in self.gathered]
        texts = set().union(*(field.where for field in self.gathered))
        for text in sorted(texts, key=lambda text: text.encode("utf-16-be")):
            written = sum((held[text] for held in spellings[1:] if text in held), spellings[0][text])
            yield Term(text, [tell(text) for tell in tellers], written)

    def terms(self) -> Iterator[Term]:
        """Yield all terms in the order in which JavaScript compares strings."""
        runs = [*map(unspooled, self.runs), self.told()]
        for _, group in groupby(heapq.merge(*runs, key=Term.key), key=lambda term: term.text):
            parts = list(group)
            yield joined(parts) if len(parts) > 1 else parts[0]


def spooled(terms: Iterator[Term]) -> IO[bytes]:
    """Write *terms* to a file that goes with its last reader."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is read when all partitions are there
    for term in terms:
        fields = [held and (held.articles.tobytes(), held.frequencies.tobytes(), held.places) for held in term.fields]
        marshal.dump((term.text, fields, dict(term.spellings)), file)
    return file


def unspooled(file: IO[bytes]) -> Iterator[Term]:
    """Read those terms back, and close the file."""
    with file:
        file.seek(0)
        while True:
            try:
                text, fields, spellings = marshal.load(file)
            except EOFError:
                return
            yield Term(text, [held and read(*held) for held in fields], spellings)


def read(articles: bytes, frequencies: bytes, places: bytes) -> Postings:
    """Return postings of which these are the bytes."""
    return Postings(numbers(articles), numbers(frequencies), places)


def numbers(content: bytes) -> "array[int]":
    """Return the array of which *content* are the bytes."""
    held = array("I")
    held.frombytes(content)
    return held
