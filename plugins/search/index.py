# SPDX-License-Identifier: AGPL-3.0-or-later
"""The index of an archive, oldest article first: the lengths of its articles, and its terms in blocks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from plugins.search import runs
from plugins.search.cache import of_texts
from plugins.search.forward import Analyse, Numbers, beginnings, read
from plugins.search.inverted import Inverted, Row, in_javascript, most_often, sorting
from plugins.search.partitions import Kept, Partition

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
        self,
        fields: Sequence[str],
        analyse: Analyse,
        articles: Sequence[Any],
        texts: Texts,
        *,
        size: int,
        folder: Path,
    ) -> None:
        """Index *articles*, of which *texts* gives a text for each field, in partitions of *size*.

        The partitions lie in *folder*, and those that a build before has left there are not made again.
        """
        self.fields = tuple(fields)
        self.count = len(articles)
        self.digests = [of_texts(texts(article)) for article in articles]
        kept = Kept(folder, self.digests)
        plan = kept.plan(size)

        def make(one: Partition) -> None:
            one.save(
                read(
                    map(texts, map(articles.__getitem__, range(one.first, one.end))),
                    len(fields),
                    analyse,
                )
            )

        found = {one: part for one in plan if (part := one.load())}
        runs.one_a_core(partial(make, one) for one in plan if one not in found)
        held = [found.get(one) or one.made() for one in plan]
        self.firsts = [one.first for one in plan]
        self.parts = [part for part, _ in held]
        none = np.empty((0, len(fields)), np.int64)
        self.lengths = np.concatenate(
            [none, *(lengths for _, lengths in held)]
        )  # a row an article, a column a field
        self.terms = sorted(
            set().union(*(part.terms for part in self.parts)), key=in_javascript
        )
        rank = dict(zip(self.terms, count(), strict=False))
        self.ranks = [
            np.fromiter(map(rank.__getitem__, part.terms), np.int64, len(part.terms))
            for part in self.parts
        ]
        kept.forget(plan)

    def terms_since(self, first: int) -> set[str]:
        """Return the terms of the articles from number *first* on, and perhaps of some before."""
        ends = [*self.firsts[1:], self.count]  # of no article there is no part
        return set().union(
            *(
                part.terms
                for part, end in zip(self.parts, ends, strict=False)
                if end > first
            )
        )

    def blocks(self) -> Iterator[Block]:
        """Yield all terms, once, in the order in which JavaScript compares strings."""
        places = np.zeros(len(self.terms), np.int64)
        for part, ranks in zip(self.parts, self.ranks, strict=True):
            places[ranks] += np.diff(part.starts[:: len(self.fields)])
        return (self.block(first, end) for first, end in pairwise(bounds(places)))

    def block(self, first: int, end: int) -> Block:
        """Return the terms from number *first* to *end*."""
        fields = len(self.fields)
        parts = zip(self.parts, self.ranks, strict=True)
        return block(
            self.terms[first:end],
            [piece(part, ranks, first, end, fields) for part, ranks in parts],
            fields,
        )


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
    spelled: list[Row]


def piece(part: Inverted, ranks: Numbers, first: int, end: int, fields: int) -> Piece:
    """Return what *part*, whose terms have these *ranks* among all, holds of the terms from *first* to *end*."""
    a, b = np.searchsorted(ranks, (first, end)).tolist()
    starts = part.starts[a * fields : b * fields + 1]
    lists = (ranks[a:b, None] - first) * fields + np.arange(fields)
    places = slice(starts[0], starts[-1])
    own = (ranks[a:b] - first).tolist()  # places among the block's terms
    return Piece(
        np.repeat(lists.ravel(), np.diff(starts)).astype(np.uint32),
        part.articles[places],
        part.gaps[places],
        [
            (own[term], spelling, times)
            for term, spelling, times in part.spelled.rows(a, b)
        ],
    )


def block(terms: Sequence[str], pieces: Sequence[Piece], fields: int) -> Block:
    """Return the lists of *terms* joined; each of *pieces* holds later articles than the one before."""
    lists, articles, gaps = (
        np.concatenate(columns)
        for columns in zip(
            *((one.lists, one.articles, one.gaps) for one in pieces), strict=True
        )
    )
    starts = beginnings(np.bincount(lists, minlength=len(terms) * fields))
    spellings = most_often([row for one in pieces for row in one.spelled], len(terms))
    if len(pieces) > 1:
        order = sorting(lists)
        articles, gaps = articles[order], gaps[order]
    return Block(terms, spellings, starts, articles, gaps)
