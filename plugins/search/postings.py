# SPDX-License-Identifier: AGPL-3.0-or-later
"""A term as the index holds it: its articles and frequencies in bits, its places in bytes."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import sub

from plugins.search.bits import CODES, order_for

ORDER_BITS = 5
BY_ONE = CODES[0].__getitem__
LENGTH = CODES[3].__getitem__  # of a title


def in_javascript(text: str) -> bytes:
    """Return that by which JavaScript sorts strings: their UTF-16 units."""
    return text.encode("utf-16-be")


@dataclass(frozen=True, slots=True)
class Postings:
    """The articles that hold a term in one field, ascending, how often, and where (coded gaps of places)."""

    articles: "array[int]"
    frequencies: "array[int]"
    places: bytes


@dataclass(frozen=True, slots=True)
class Term:
    """A term with its postings in each field, and how often which spelling gave it."""

    text: str
    fields: Sequence[Postings | None]
    spellings: Mapping[str, int]

    def key(self) -> bytes:
        """Return the term's place among others."""
        return in_javascript(self.text)

    def count(self) -> int:
        """Return in how many articles the term is, in the field where it is in most."""
        return max(len(held.articles) for held in self.fields if held)

    def places(self) -> bytes:
        """Return the places field by field and article by article, as many as the term is frequent."""
        return b"".join(held.places for held in self.fields if held)

    def bits(self, lengths: Sequence["array[int] | None"]) -> str:
        """Return field by field how many articles hold the term, and those; *lengths* as ``listed`` takes them."""
        return "".join(map(listed, self.fields, lengths))


def listed(held: Postings | None, lengths: "array[int] | None") -> str:
    """Return the bits of a list: the number of articles, the order of their gaps, then gap and frequency of each.

    The gap is the one between two articles less one, the frequency less one. Given the *lengths* of the field in all
    articles, that of each article follows: a title is so short, and is asked for so seldom, that no table pays.
    """
    if held is None:
        return BY_ONE(0)
    articles = held.articles
    count = len(articles)
    order = order_for((articles[-1] + 1) / count)
    gaps = map(CODES[order].__getitem__, chain((articles[0],), map(less_one, map(sub, articles[1:], articles))))
    columns = [gaps, map(BY_ONE, map(less_one, held.frequencies))]
    if lengths is not None:
        columns.append(map(LENGTH, map(lengths.__getitem__, articles)))
    interleaved = "".join(chain.from_iterable(zip(*columns, strict=True)))
    return f"{BY_ONE(count)}{order:0{ORDER_BITS}b}{interleaved}"


less_one = (-1).__add__


def joined(parts: Sequence[Term]) -> Term:
    """Return a term of which each of *parts* holds later articles than the one before."""
    spellings: Counter[str] = Counter()
    for part in parts:
        spellings.update(part.spellings)
    fields = zip(*(part.fields for part in parts), strict=True)
    return Term(parts[0].text, [one_after_another(lists) for lists in fields], spellings)


def one_after_another(lists: Iterable[Postings | None]) -> Postings | None:
    """Return postings that go on from list to list."""
    held = [one for one in lists if one]
    if not held:
        return None
    articles = array("I", chain.from_iterable(one.articles for one in held))
    frequencies = array("I", chain.from_iterable(one.frequencies for one in held))
    return Postings(articles, frequencies, b"".join(one.places for one in held))
