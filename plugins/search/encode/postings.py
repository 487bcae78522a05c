# SPDX-License-Identifier: AGPL-3.0-or-later
"""Encodes the postings and the positions of a block in bits.

theme/static/js/postings.js decodes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from plugins.search.arrays import IntArray, concat_ranges, offsets
from plugins.search.encode.bits import Codes, golomb, golomb_orders, order_codes
from plugins.search.encode.code_lists import (
    is_first_field,
    set_codes,
    set_term_sizes,
)
from plugins.search.encode.field_lengths import FieldLengths
from plugins.search.encode.forms import BlockForms, form_codes, number_forms
from plugins.search.encode.positions import (
    PositionLists,
    encode_full_positions,
    encode_positions,
)
from plugins.search.inverted.invert import is_first_occurrence
from plugins.search.inverted.merge import Block

CODES_PER_POSTING = 3  # gap, frequency, length


@dataclass(frozen=True, slots=True)
class EncodedBlock:
    """The terms of a block with their postings and their positions as codes."""

    terms: Sequence[str]
    forms: Sequence[str]  # of each term, as they follow it in its line
    articles: IntArray  # document frequency of each term, the highest of its fields
    codes: Codes
    code_starts: IntArray  # of each term, and the end of the last
    positions: Codes
    position_starts: IntArray  # of each term, and the end of the last
    full_positions: Codes  # of long lists
    full_position_starts: IntArray  # of each term, and the end of the last


class PostingLists(NamedTuple):
    """The postings of a block: articles and term frequencies, list after list."""

    articles: IntArray
    frequencies: IntArray
    starts: IntArray  # of each list, and the end of the last
    numbers: IntArray  # of each position: the number of its posting

    @property
    def counts(self) -> IntArray:
        """The number of postings of each list."""
        return np.diff(self.starts)

    @property
    def first_postings(self) -> IntArray:
        """The first posting of each list that is not empty."""
        return self.starts[:-1][self.counts > 0]

    @property
    def last_postings(self) -> IntArray:
        """The last posting of each list that is not empty."""
        return self.starts[1:][self.counts > 0] - 1

    def encoded_gaps(self) -> IntArray:
        """Return for each posting the gap to the one before, less one.

        The articles 2, 3 and 7 are the gaps 2, 0 and 3: the first is from article -1.
        """
        gaps = np.diff(self.articles, prepend=0) - 1
        gaps[self.first_postings] = self.articles[self.first_postings]
        return gaps


def posting_lists(block: Block) -> PostingLists:
    """Return the postings of a block: one for all positions of a term in an article."""
    is_first = is_first_occurrence(block.articles, block.starts)
    firsts = np.flatnonzero(is_first)
    return PostingLists(
        articles=block.articles[firsts].astype(np.int64),
        frequencies=np.diff(firsts, append=len(block.articles)),
        starts=np.searchsorted(firsts, block.starts),
        numbers=np.cumsum(is_first) - 1,
    )


def encode_block(block: Block, lengths: Sequence[FieldLengths]) -> EncodedBlock:
    """Return the terms of *block* with their postings and positions as Golomb codes.

    *lengths* has an entry per field.
    """
    fields = len(lengths)
    lists = posting_lists(block)
    forms = number_forms(block, fields)
    codes, code_starts = encode_postings(block, lists, forms, lengths)
    occurrences = PositionLists(block.gaps, block.starts, lists.numbers, lists.counts)
    positions, position_starts = encode_positions(occurrences, fields)
    full_positions, full_position_starts = encode_full_positions(occurrences, fields)
    return EncodedBlock(
        terms=block.terms,
        forms=forms.texts,
        articles=lists.counts.reshape(-1, fields).max(axis=1),
        codes=codes,
        code_starts=code_starts,
        positions=positions,
        position_starts=position_starts,
        full_positions=full_positions,
        full_position_starts=full_position_starts,
    )


def encode_postings(
    block: Block,
    lists: PostingLists,
    forms: BlockForms,
    lengths: Sequence[FieldLengths],
) -> tuple[Codes, IntArray]:
    """Return the postings of a block as Golomb codes, and where each term begins.

    *lengths* has an entry per field, *forms* the form of each position. The codes of a
    term are::

        size in bits of what follows (order 5)      so that other terms are skipped
        for each field, its list:
            number of postings (order 0)
            Golomb order of the gaps (5 bits)       if there are any
            for each posting:
                gap to the article before, less one
                frequency less one (order 0)
                length of the field (order 3), or its bucket (3 to 5 bits)
            for each position, article by article:
                gap between form numbers (order 0)  if the term has several forms

    Example: the term is in the title of article 2 (a title of one word), and in the
    bodies of article 0 (once, 100 words) and article 2 (twice, 40 words). Fields are
    title and body, of which lengths are quantised::

        01001010                   42 bits follow
        010 00001                  title: 1 posting, gaps of order 1
            0100 1 1001            gap 2, frequency 1, length 1
        011 00000                  body: 2 postings, gaps of order 0
            1 1 1001               gap 0 (article 0), frequency 1, bucket 3
            010 010 11011          gap 1 (article 2), frequency 2, bucket 2
    """
    fields = len(lengths)
    has_forms = np.repeat(forms.counts > 1, fields)
    form_counts = np.where(has_forms, np.diff(block.starts), 0)
    starts = find_code_starts(lists.counts, form_counts, fields)
    headers = starts[:-1] + is_first_field(len(lists.counts), fields)
    codes = Codes(np.zeros(starts[-1], np.uint32), np.zeros(starts[-1], np.uint8))
    orders = set_headers(codes, headers, lists)
    set_postings(codes, headers, orders, lists, lengths)
    positions = np.repeat(has_forms, np.diff(block.starts))
    set_codes(
        codes,
        concat_ranges(starts[1:] - form_counts, form_counts),
        form_codes(forms.ranks[positions], lists.numbers[positions]),
    )
    set_term_sizes(codes, starts[:-1:fields])
    return codes, starts[::fields]


def set_postings(
    codes: Codes,
    headers: IntArray,
    orders: IntArray,
    lists: PostingLists,
    lengths: Sequence[FieldLengths],
) -> None:
    """Write gap, frequency and length of each posting behind the header of its list.

    *orders* are those of the gaps, of each list that is not empty.
    """
    # Posting i of a list has its codes behind two of the header, and those of i others.
    firsts = headers + 2 - lists.starts[:-1] * CODES_PER_POSTING
    targets = np.repeat(firsts, lists.counts)
    targets += np.arange(len(lists.articles)) * CODES_PER_POSTING
    gap_orders = np.repeat(orders, lists.counts[lists.counts > 0])
    set_codes(codes, targets, golomb(lists.encoded_gaps(), gap_orders))
    set_codes(codes, targets + 1, golomb(lists.frequencies - 1, 0))
    set_lengths(codes, targets + 2, lists, lengths)


def find_code_starts(counts: IntArray, form_counts: IntArray, fields: int) -> IntArray:
    """Return where the codes of each list begin, and where the last ones end.

    The size of a term is counted to its first list. An empty list is one code. With two
    fields, a title list of one posting and a body list of two have 1 + 2 + 3 and 2 + 6
    codes: they begin at 0 and 6 and end at 14. The codes of forms follow those of the
    postings.
    """
    codes = np.where(counts > 0, 2 + counts * CODES_PER_POSTING, 1) + form_counts
    return offsets(codes + is_first_field(len(counts), fields))


def set_headers(codes: Codes, targets: IntArray, lists: PostingLists) -> IntArray:
    """Write the header of each list; return the orders of the lists with postings.

    The order fits the mean gap: the last article's number over the number of articles.
    """
    set_codes(codes, targets, golomb(lists.counts, 0))
    filled = lists.counts > 0
    ends = lists.articles[lists.last_postings] + 1
    orders = golomb_orders(ends / lists.counts[filled])
    set_codes(codes, targets[filled] + 1, order_codes(orders))
    return orders


def set_lengths(
    codes: Codes,
    targets: IntArray,
    lists: PostingLists,
    lengths: Sequence[FieldLengths],
) -> None:
    """Write the length of each posting's article."""
    fields = np.repeat(np.arange(len(lists.counts)) % len(lengths), lists.counts)
    for field, of_field in enumerate(lengths):
        in_field = fields == field
        set_codes(codes, targets[in_field], of_field.codes(lists.articles[in_field]))
