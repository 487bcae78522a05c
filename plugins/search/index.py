# SPDX-License-Identifier: AGPL-3.0-or-later
"""The index of an archive, oldest article first: the lengths of its articles, and its terms in blocks."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count, pairwise
from typing import IO, Any

import numpy as np

from plugins.search import runs
from plugins.search.forward import Analyse, Numbers, beginnings, read
from plugins.search.inverted import Inverted, in_javascript, inverted, most_often, sorting

Texts = Callable[[Any], Sequence[str]]
PLACES_IN_BLOCK = 1 << 21


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive terms, how each is most often spelled, and their places as ``Inverted`` has them."""

    terms: Sequence[str]
    spellings: Sequence[str]
    starts: Numbers
    articles: Numbers
    gaps: Numbers


class Index:
    """Holds frequencies, never weights: those change with each article that is added, and the reader's browser
    works them out from the numbers in the root file.
    """

    def __init__(
        self, fields: Sequence[str], analyse: Analyse, articles: Sequence[Any], texts: Texts, size: int
    ) -> None:
        """Index *articles*, of which *texts* gives a text for each field, in partitions of *size*."""
        self.fields = tuple(fields)
        self.count = len(articles)

        def partition(first: int) -> tuple[Inverted, Numbers]:
            part = map(articles.__getitem__, range(first, min(first + size, len(articles))))
            held = read(map(texts, part), len(fields), analyse)
            return inverted(held, first), held.lengths

        def spooled(first: int, file: IO[bytes]) -> None:
            runs.spool(*partition(first), file)

        if self.count <= size:
            parts = [partition(0)]
        else:
            works = (partial(spooled, first) for first in range(0, len(articles), size))
            parts = list(map(runs.unspooled, runs.one_a_core(works)))
        self.parts = [part for part, _ in parts]
        self.lengths = np.concatenate([lengths for _, lengths in parts])  # a row an article, a column a field

    def blocks(self) -> Iterator[Block]:
        """Yield all terms, once, in the order in which JavaScript compares strings."""
        terms = sorted(set().union(*(part.terms for part in self.parts)), key=in_javascript)
        rank = dict(zip(terms, count(), strict=False))
        ranks = [np.fromiter(map(rank.__getitem__, part.terms), np.int64, len(part.terms)) for part in self.parts]
        places = np.zeros(len(terms), np.int64)
        for part, own in zip(self.parts, ranks, strict=True):
            places[own] += np.diff(part.starts[:: len(self.fields)])
        for first, end in pairwise(bounds(places)):
            merged = [
                piece(part, own, first, end, len(self.fields)) for part, own in zip(self.parts, ranks, strict=True)
            ]
            yield block(terms[first:end], merged, len(self.fields))


def bounds(places: Numbers) -> list[int]:
    """Return where blocks of terms begin, of which each has so many *places*, and where the last one ends."""
    blocks = beginnings(places)[:-1] // PLACES_IN_BLOCK
    return [*np.flatnonzero(np.diff(blocks, prepend=-1)).tolist(), len(places)]


@dataclass(frozen=True, slots=True)
class Piece:
    """What a partition holds of a block: the list of each place, and its columns."""

    lists: Numbers
    articles: Numbers
    gaps: Numbers
    spelled: list[tuple[int, str, int]]


def piece(part: Inverted, ranks: Numbers, first: int, end: int, fields: int) -> Piece:
    """Return what *part*, whose terms have these *ranks* among all, holds of the terms from *first* to *end*."""
    a, b = np.searchsorted(ranks, (first, end)).tolist()
    starts = part.starts[a * fields : b * fields + 1]
    lists = (ranks[a:b, None] - first) * fields + np.arange(fields)
    places = slice(starts[0], starts[-1])
    spelled = part.spelled[bisect_left(part.spelled, (a,)) : bisect_left(part.spelled, (b,))]
    return Piece(
        np.repeat(lists.ravel(), np.diff(starts)).astype(np.uint32),
        part.articles[places],
        part.gaps[places],
        [(int(ranks[term]) - first, spelling, times) for term, spelling, times in spelled],
    )


def block(terms: Sequence[str], pieces: Sequence[Piece], fields: int) -> Block:
    """Return the lists of *terms* joined; each of *pieces* holds later articles than the one before."""
    lists, articles, gaps = (
        np.concatenate(columns)
        for columns in zip(*((one.lists, one.articles, one.gaps) for one in pieces), strict=True)
    )
    starts = beginnings(np.bincount(lists, minlength=len(terms) * fields))
    spellings = most_often([row for one in pieces for row in one.spelled], len(terms))
    if len(pieces) > 1:
        order = sorting(lists)
        articles, gaps = articles[order], gaps[order]
    return Block(terms, spellings, starts, articles, gaps)
