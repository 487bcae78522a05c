# SPDX-License-Identifier: AGPL-3.0-or-later
"""Merges the segments of an index block by block."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from plugins.search.arrays import (
    IntArray,
    concat_ranges,
    group_starts,
    offsets,
    stable_argsort,
)
from plugins.search.inverted.invert import (
    InvertedIndex,
    SpellingCount,
    Spellings,
    frequent_spellings,
)

POSITIONS_PER_BLOCK = 1 << 21


@dataclass(frozen=True, slots=True)
class Block:
    """Some terms of the whole index, with their positions in all articles.

    The columns are those of ``InvertedIndex``; a block fits in memory, the index need
    not.
    """

    terms: Sequence[str]
    spelling_counts: Sequence[SpellingCount]  # of terms by number in the block
    starts: IntArray
    articles: IntArray
    gaps: IntArray
    forms: IntArray  # of each position, among the texts of all forms of the index
    form_texts: Sequence[str]

    def spellings(self) -> list[Spellings]:
        """Return the frequent spellings of each term."""
        return frequent_spellings(self.spelling_counts, len(self.terms))


@dataclass(frozen=True, slots=True)
class LoadedSegment:
    """A segment as it is merged: its inverted index is read from disk as needed."""

    first: int  # the number of its first article in the index
    inverted: InvertedIndex
    ranks: IntArray  # of its terms among all terms of the index
    form_ranks: IntArray  # of its forms among all forms of the index


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

    lists: IntArray  # those with positions, numbered within the block, ascending
    sizes: IntArray  # of these lists
    articles: IntArray  # of each position, list after list
    gaps: IntArray
    forms: IntArray
    spellings: list[SpellingCount]


def slice_segment(
    segment: LoadedSegment, numbers: IntArray, fields: int
) -> Piece | None:
    """Return the positions in *segment* of the index's terms *numbers* (ascending).

    ``None``: the segment has none of these terms.

    If the segment has the terms of ranks 0, 4 and 7 and the block is the terms 3, 4, 6
    and 7, the segment's terms 1 and 2 are the terms 1 and 3 of the block.
    """
    inverted = segment.inverted
    terms, own = common_numbers(numbers, segment.ranks)
    if not len(own):
        return None
    each_field = np.arange(fields)
    lists = (terms[:, None] * fields + each_field).ravel()  # of the block
    own_lists = (own[:, None] * fields + each_field).ravel()
    starts = inverted.starts[own_lists]
    sizes = inverted.starts[own_lists + 1] - starts
    positions = concat_ranges(starts, sizes)
    term_numbers = terms.tolist()
    spellings = []
    for term, spelling, times in inverted.spellings.of_terms(own):
        spellings.append((term_numbers[term], spelling, times))
    return Piece(
        lists=lists[sizes > 0],
        sizes=sizes[sizes > 0],
        articles=inverted.articles[positions] + np.uint32(segment.first),
        gaps=inverted.gaps[positions],
        forms=segment.form_ranks[inverted.forms[positions]],
        spellings=spellings,
    )


def common_numbers(first: IntArray, second: IntArray) -> tuple[IntArray, IntArray]:
    """Return where in two ascending columns the numbers are that both have.

    3, 4, 6, 7 and 0, 4, 7 have two: at 1 and 3 of the first, at 1 and 2 of the second.
    """
    at = np.searchsorted(second, first)
    at[at == len(second)] = 0
    places = np.flatnonzero(second[at] == first) if len(second) else at[:0]
    return places, at[places]


def merge_pieces(
    terms: Sequence[str],
    pieces: Sequence[Piece],
    fields: int,
    form_texts: Sequence[str],
) -> Block:
    """Return a block of *terms*: the positions of all *pieces*, list by list.

    Each piece contains later articles than the one before, so a stable sort of the
    pieces' lists is the merge. If piece 0 has list 0 in articles 3, 7 and piece 1 has
    list 0 in article 9 and list 1 in article 8, the lists are 0 → 3, 7, 9 and 1 → 8.
    """
    lists = np.concatenate([piece.lists for piece in pieces])
    sizes = np.concatenate([piece.sizes for piece in pieces])
    articles = np.concatenate([piece.articles for piece in pieces])
    gaps = np.concatenate([piece.gaps for piece in pieces])
    forms = np.concatenate([piece.forms for piece in pieces])
    if len(pieces) > 1:
        merged = stable_argsort(lists)
        order = concat_ranges(offsets(sizes)[:-1][merged], sizes[merged])
        articles, gaps, forms = articles[order], gaps[order], forms[order]
    counts = np.bincount(lists, sizes, minlength=len(terms) * fields)
    return Block(
        terms=terms,
        spelling_counts=[count for piece in pieces for count in piece.spellings],
        starts=offsets(counts.astype(np.int64)),
        articles=articles,
        gaps=gaps,
        forms=forms,
        form_texts=form_texts,
    )
