# SPDX-License-Identifier: AGPL-3.0-or-later
"""Terms as the index holds them: variable-byte lists of articles, coded while the articles pass."""

from collections.abc import Iterable, Sequence


def varint(number: int) -> bytes:
    """Return *number* (≥ 0) in base 128, the lowest seven bits first; the top bit says that more follow."""
    out = bytearray()
    while number >> 7:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


class Postings:
    """The articles that hold one term in one field, coded as they are added."""

    __slots__ = ("coded", "count", "last")

    def __init__(self) -> None:
        self.count, self.last, self.coded = 0, 0, bytearray()

    def add(self, article: int, frequency: int) -> None:
        """Add an article whose number is above all before: the gap to the one before, and how often the term occurs.

        Most terms occur once: the lowest bit of the gap says so, and then no frequency follows.
        Source: Manning, Raghavan, Schütze, Introduction to Information Retrieval, 5.3.1.
        """
        once = frequency == 1
        self.coded += varint((article - self.last) << 1 | once)
        if not once:
            self.coded += varint(frequency)
        self.last = article
        self.count += 1


def record(term: str, fields: Iterable[Postings | None]) -> bytes:
    """Return a term with its postings of each field: length and UTF-8 of the term, then a count and that many."""
    name = term.encode()
    lists = (varint(held.count) + held.coded if held else b"\0" for held in fields)
    return varint(len(name)) + name + b"".join(lists)


def lengths(numbers: Sequence[int]) -> bytes:
    """Return *numbers* one after the other."""
    return b"".join(map(varint, numbers))
