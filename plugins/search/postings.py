# SPDX-License-Identifier: AGPL-3.0-or-later
"""Terms as the index holds them: variable-byte lists of articles and places, coded while the articles pass."""

from collections.abc import Iterable, Sequence
from itertools import pairwise


def varint(number: int) -> bytes:
    """Return *number* (≥ 0) in base 128, the lowest seven bits first; the top bit says that more follow."""
    if number < len(SMALL):
        return SMALL[number]
    return bytes([number & 127 | 128]) + varint(number >> 7)


# Most numbers are small gaps, and most of the time of a build went into coding them.
SMALL: list[bytes] = []
SMALL.extend(bytes([number]) for number in range(128))
SMALL.extend(bytes([number & 127 | 128, number >> 7]) for number in range(128, 1 << 14))


class Postings:
    """The articles that hold one term in one field, and the places of the term in each, coded as they are added."""

    __slots__ = ("articles", "count", "last", "places")

    def __init__(self) -> None:
        self.count, self.last = 0, 0
        self.articles, self.places = bytearray(), bytearray()

    def add(self, article: int, places: Sequence[int]) -> None:
        """Add an article whose number is above all before: the gap to the one before, and how often the term occurs.

        Most terms occur once: the lowest bit of the gap says so, and then no frequency follows. The ascending
        *places* (words before the term) are coded as gaps, apart: only phrases ask for them.
        Source: Manning, Raghavan, Schütze, Introduction to Information Retrieval, 5.3.1.
        """
        once = len(places) == 1
        self.articles += varint((article - self.last) << 1 | once)
        self.places += varint(places[0])
        if not once:
            self.articles += varint(len(places))
            self.places += b"".join(varint(after - before) for before, after in pairwise(places))
        self.last = article
        self.count += 1


def record(term: str, fields: Iterable[Postings | None]) -> bytes:
    """Return a term with its articles by field: length and UTF-8 of the term, then a count and that many."""
    name = term.encode()
    lists = (varint(held.count) + held.articles if held else b"\0" for held in fields)
    return varint(len(name)) + name + b"".join(lists)


def places(fields: Iterable[Postings | None]) -> bytes:
    """Return the places of a term, field by field and article by article, as many as its record counts."""
    return b"".join(bytes(held.places) for held in fields if held)
