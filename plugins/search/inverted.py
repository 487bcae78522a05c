# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of articles turned about: for each term its places, article by article.

A term has a list for each field, one after another, so lists are numbered term by term.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from plugins.search.forward import Forward, Numbers, apart, beginnings, pairs

Row = tuple[
    int, str, int
]  # a term's place among the terms, a spelling of it, how often it is spelled so


def in_javascript(text: str) -> bytes:
    """Return that by which JavaScript sorts strings: their UTF-16 units."""
    return text.encode("utf-16-be")


@dataclass(frozen=True, slots=True)
class Spelled:
    """How often which spelling stands for a term, sorted by term: columns, so that they need not be read whole."""

    terms: Numbers  # their places among the terms
    times: Numbers
    starts: Numbers  # of each spelling in *texts*, and the end of the last
    texts: Numbers  # UTF-8, a line each

    def rows(self, first: int, end: int) -> Iterator[Row]:
        """Return the spellings of the terms from place *first* to *end*, whose places are told from *first* on."""
        a, b = np.searchsorted(self.terms, (first, end))
        lines = (
            self.texts[self.starts[a] : self.starts[b]].tobytes().decode().split("\n")
        )
        return zip(
            (self.terms[a:b] - first).tolist(),
            lines,
            self.times[a:b].tolist(),
            strict=False,
        )


@dataclass(frozen=True, slots=True)
class Inverted:
    """Terms as JavaScript sorts them, and the places of each."""

    terms: Sequence[str]
    starts: (
        Numbers  # where each list begins among the places, and where the last one ends
    )
    articles: Numbers  # of each place
    gaps: Numbers  # from the place before in the same article and list, or from the article's first word
    spelled: Spelled


def inverted(held: Forward, first: int) -> Inverted:
    """Return the places in articles of which *first* is the number of the first."""
    count_of_fields = held.lengths.shape[1]
    terms, ranks = sorted_and_ranked(held.terms, in_javascript)
    of_forms = ranks[apart(held.forms)[0]]
    lengths = held.lengths.ravel()
    texts = np.repeat(
        np.arange(len(lengths), dtype=np.uint32), lengths
    )  # an article has one for each field
    lists = of_forms[held.words] * np.uint32(count_of_fields) + texts % np.uint32(
        count_of_fields
    )
    starts = beginnings(np.bincount(lists, minlength=len(terms) * count_of_fields))
    order = sorting(lists)
    places = np.arange(len(order), dtype=np.uint32) - np.repeat(
        beginnings(lengths)[:-1], lengths
    ).astype(np.uint32)
    texts, places = texts[order], places[order]
    return Inverted(
        terms,
        starts,
        texts // np.uint32(count_of_fields) + np.uint32(first),
        np.where(opening(texts, starts), places, np.diff(places, prepend=np.uint32(0))),
        spelled(held, of_forms),
    )


def sorted_and_ranked(
    texts: Sequence[str], key: Callable[[str], Any]
) -> tuple[list[str], Numbers]:
    """Return all *texts* but the first, sorted, and the rank of each of them there."""
    order = sorted(range(1, len(texts)), key=list(map(key, texts)).__getitem__)
    ranks = np.zeros(len(texts), np.uint32)
    ranks[order] = np.arange(len(order))
    return [texts[number] for number in order], ranks


def sorting(lists: Numbers) -> Numbers:
    """Return the order that sorts *lists* and leaves equal ones as they stand: one sort of plain numbers."""
    keys = pairs(lists, np.arange(len(lists)))
    keys.sort()
    return apart(keys)[1]


def opening(holders: Numbers, starts: Numbers) -> Numbers:
    """Return which places are the first in their list, or in their list's next article or text."""
    first = np.ones(len(holders), np.bool_)
    np.not_equal(holders[1:], holders[:-1], out=first[1:])
    first[starts[:-1][np.diff(starts) > 0]] = True
    return first


def spelled(held: Forward, of_forms: Numbers) -> Spelled:
    """Return how often which word without marks gave each term, where that word stood alone; a term for each form."""
    _, numbers = apart(held.forms)
    alone = np.flatnonzero(numbers)
    texts, ranks = sorted_and_ranked(held.spellings, str)
    alone = alone[np.argsort(pairs(of_forms[alone], ranks[numbers[alone]]))]
    times = np.bincount(held.words, minlength=len(held.forms))[alone].astype(np.uint32)
    lines = [f"{texts[rank]}\n".encode() for rank in ranks[numbers[alone]].tolist()]
    starts = beginnings(np.array(list(map(len, lines)), np.int64))
    return Spelled(
        of_forms[alone], times, starts, np.frombuffer(b"".join(lines), np.uint8)
    )


def most_often(rows: Iterable[Row], terms: int) -> list[str]:
    """Return how each of so many *terms* is most often spelled."""
    counts: Counter[tuple[int, str]] = Counter()
    for term, spelling, times in rows:
        counts[term, spelling] += times
    best = [(0, "")] * terms
    for (term, spelling), times in counts.items():
        best[term] = min(best[term], (-times, spelling))
    return [spelling for _, spelling in best]
