# SPDX-License-Identifier: AGPL-3.0-or-later
"""The index of an archive while its articles pass, oldest first: postings by term, lengths by field."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from plugins.search.postings import Postings, record


class Index:
    """Holds frequencies, never weights: those change with each article that is added, and the reader's browser
    works them out from the numbers in the root file.
    """

    def __init__(self, fields: Sequence[str], analyse: Callable[[str], list[str]]) -> None:
        self.fields = tuple(fields)
        self.analyse = analyse
        self.lengths: list[list[int]] = [[] for _ in self.fields]
        self.terms: dict[str, list[Postings | None]] = {}

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self.lengths[0])

    def add(self, *texts: str) -> None:
        """Add an article: a text for each field."""
        number = len(self)
        for field, text in enumerate(texts):
            found = self.analyse(text)
            self.lengths[field].append(len(found))
            for term, frequency in Counter(found).items():
                self.postings(term, field).add(number, frequency)

    def postings(self, term: str, field: int) -> Postings:
        """Return the postings of *term* in the field of that number, new where the term is."""
        by_field = self.terms.setdefault(term, [None] * len(self.fields))
        held = by_field[field]
        if held is None:
            held = by_field[field] = Postings()
        return held

    def records(self) -> Iterator[tuple[str, bytes]]:
        """Yield each term and its record, in the order in which JavaScript compares strings: by UTF-16 units."""
        for term in sorted(self.terms, key=lambda term: term.encode("utf-16-be")):
            yield term, record(term, self.terms[term])
