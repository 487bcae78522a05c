# SPDX-License-Identifier: AGPL-3.0-or-later
"""The index of an archive, oldest article first: merges its segments block by block.

The index contains term frequencies, never weights: those change with every added
article. The browser computes weights from the counts in the root file.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count, pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np

from plugins.search.arrays import (
    IntArray,
    group_starts,
    list_slice,
    offsets,
    stable_argsort,
)
from plugins.search.cache import digest_texts
from plugins.search.inverted.forward_index import Analyser, build_forward_index
from plugins.search.inverted.invert import (
    InvertedIndex,
    SpellingCount,
    most_frequent_spellings,
    utf16_sort_key,
)
from plugins.search.inverted.segments import Segment, SegmentCache
from plugins.search.processes import run_parallel

Article = TypeVar("Article")
POSITIONS_PER_BLOCK = 1 << 21


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive terms of the whole index, with their positions in all articles.

    The columns are those of ``InvertedIndex``; a block fits in memory, the index need
    not.
    """

    terms: Sequence[str]
    spellings: Sequence[str]  # the most frequent of each term
    starts: IntArray
    articles: IntArray
    gaps: IntArray


@dataclass(frozen=True, slots=True)
class LoadedSegment:
    """A segment as it is merged: its inverted index is read from disk as needed."""

    end: int  # one after its last article
    inverted: InvertedIndex
    ranks: IntArray  # of its terms among all terms of the index


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """All articles and terms; blocks of postings are merged when they are asked for."""

    fields: tuple[str, ...]
    digests: Sequence[bytes]  # of the articles' texts
    lengths: IntArray  # tokens per field: a row per article, a column per field
    terms: Sequence[str]  # in JavaScript's order
    segments: Sequence[LoadedSegment]

    @property
    def count(self) -> int:
        """The number of articles."""
        return len(self.digests)

    def terms_since(self, first: int) -> set[str]:
        """Return the terms of articles from number *first* on, perhaps a few more."""
        terms: set[str] = set()
        for segment in self.segments:
            if segment.end > first:
                terms.update(segment.inverted.terms)
        return terms

    def blocks(self) -> Iterator[Block]:
        """Yield all terms once, in blocks, in the order of JavaScript's strings."""
        positions = np.zeros(len(self.terms), np.int64)  # of each term
        for segment in self.segments:
            starts = segment.inverted.starts[:: len(self.fields)]
            positions[segment.ranks] += np.diff(starts)
        for first, end in pairwise(block_bounds(positions)):
            yield self.block(first, end)

    def block(self, first: int, end: int) -> Block:
        """Return the terms from number *first* to *end*, merged from all segments."""
        fields = len(self.fields)
        pieces = [
            slice_segment(segment, first, end, fields) for segment in self.segments
        ]
        return merge_pieces(self.terms[first:end], pieces, fields)


def build_index(  # noqa: PLR0913 – all decide what the index contains
    fields: Sequence[str],
    analyse: Analyser,
    articles: Sequence[Article],
    texts: Callable[[Article], Sequence[str]],
    *,
    size: int,
    folder: Path,
) -> Index:
    """Return the index of *articles* in segments of *size* articles.

    *texts* returns the text of each field of an article.
    Segments are cached in *folder*; those that an earlier build has left there are
    reused.
    """
    digests = [digest_texts(texts(article)) for article in articles]
    cache = SegmentCache(folder, digests)
    plan = cache.plan(size)

    def write_segment(segment: Segment) -> None:
        selected = articles[segment.first : segment.end]
        field_texts = (texts(article) for article in selected)
        segment.save(build_forward_index(field_texts, len(fields), analyse))

    loaded = load_or_write(plan, write_segment)
    cache.remove_unused(plan)
    terms, ranks = merge_terms([inverted.terms for inverted, _ in loaded])
    no_articles = np.empty((0, len(fields)), np.int64)
    return Index(
        fields=tuple(fields),
        digests=digests,
        lengths=np.concatenate([no_articles, *(lengths for _, lengths in loaded)]),
        terms=terms,
        segments=[
            LoadedSegment(segment.end, inverted, own_ranks)
            for segment, (inverted, _), own_ranks in zip(
                plan, loaded, ranks, strict=True
            )
        ],
    )


def load_or_write(
    plan: Sequence[Segment], write: Callable[[Segment], None]
) -> list[tuple[InvertedIndex, IntArray]]:
    """Return the segments of *plan*; *write* builds in parallel those not cached."""
    cached = {segment: segment.load() for segment in plan}
    missing = [segment for segment in plan if cached[segment] is None]
    run_parallel(partial(write, segment) for segment in missing)
    return [cached[segment] or segment.load_written() for segment in plan]


def merge_terms(
    terms_of_segments: Sequence[Sequence[str]],
) -> tuple[list[str], list[IntArray]]:
    """Return all terms sorted, and for each segment the ranks of its terms there."""
    all_terms = sorted(set().union(*terms_of_segments), key=utf16_sort_key)
    rank = dict(zip(all_terms, count(), strict=False))
    ranks = [
        np.fromiter(map(rank.__getitem__, terms), np.int64, len(terms))
        for terms in terms_of_segments
    ]
    return all_terms, ranks


def block_bounds(positions: IntArray) -> list[int]:
    """Return the number of each block's first term, and the number of terms.

    *positions* is the number of positions of each term. A term belongs to the block in
    which its first position falls: with 5 positions a block, terms of 3, 1, 4 and 2
    positions begin at 0, 3, 4 and 8, so the bounds are 0, 3 and 4.
    """
    blocks = offsets(positions)[:-1] // POSITIONS_PER_BLOCK
    firsts = group_starts(blocks).tolist()
    return [*firsts, len(positions)]


@dataclass(frozen=True, slots=True)
class Piece:
    """What one segment contributes to a block."""

    lists: IntArray  # of each position, numbered within the block
    articles: IntArray
    gaps: IntArray
    spellings: list[SpellingCount]


def slice_segment(segment: LoadedSegment, first: int, end: int, fields: int) -> Piece:
    """Return the positions in *segment* of the index's terms from *first* to *end*.

    If the segment has the terms of ranks 0, 4 and 7 and the block is the terms from 3
    to 8, the segment's terms 1 and 2 are the terms 1 and 4 of the block.
    """
    inverted, ranks = segment.inverted, segment.ranks
    a, b = np.searchsorted(ranks, (first, end)).tolist()  # among the segment's terms
    terms = ranks[a:b] - first  # numbered within the block
    lists = terms[:, None] * fields + np.arange(fields)
    sizes = np.diff(inverted.starts[a * fields : b * fields + 1])
    positions = list_slice(inverted.starts, a * fields, b * fields)
    term_numbers = terms.tolist()
    spellings = []
    for term, spelling, times in inverted.spellings.between(a, b):
        spellings.append((term_numbers[term], spelling, times))
    return Piece(
        lists=np.repeat(lists.ravel(), sizes).astype(np.uint32),
        articles=inverted.articles[positions],
        gaps=inverted.gaps[positions],
        spellings=spellings,
    )


def merge_pieces(terms: Sequence[str], pieces: Sequence[Piece], fields: int) -> Block:
    """Return a block of *terms*: the positions of all *pieces*, list by list.

    Each piece contains later articles than the one before, so a stable sort by list is
    the merge. If piece 0 has list 0 in articles 3, 7 and piece 1 has list 0 in article
    9 and list 1 in article 8, the lists are 0 → 3, 7, 9 and 1 → 8.
    """
    lists = np.concatenate([piece.lists for piece in pieces])
    articles = np.concatenate([piece.articles for piece in pieces])
    gaps = np.concatenate([piece.gaps for piece in pieces])
    if len(pieces) > 1:
        order = stable_argsort(lists)
        articles, gaps = articles[order], gaps[order]
    counts = [count for piece in pieces for count in piece.spellings]
    return Block(
        terms=terms,
        spellings=most_frequent_spellings(counts, len(terms)),
        starts=offsets(np.bincount(lists, minlength=len(terms) * fields)),
        articles=articles,
        gaps=gaps,
    )
