# SPDX-License-Identifier: AGPL-3.0-or-later
"""Encodes the positions of terms, apart from the postings.

Positions of frequent terms would be half of what a first query loads, and it needs them
only to see which words stand together. So the positions of a long list are in a file of
their own, which only phrases load. In their place a shard has the positions in the
opening of each article, where news names what it is about.

theme/static/js/positions.js decodes them.
"""

from dataclasses import dataclass

import numpy as np

from plugins.search.arrays import IntArray, concat_ranges, group_starts, offsets
from plugins.search.encode.bits import Codes, golomb, golomb_orders, order_codes
from plugins.search.encode.code_lists import (
    is_first_field,
    set_codes,
    set_term_sizes,
)

LONG_LIST = 1000  # postings
# Of a long list, a shard has at most so many positions in an article, all below so many
# tokens. With all positions of the first 128 tokens, judged queries are answered as
# well, and with those of the first 64 a little worse.
OPENING_POSITIONS = 2
OPENING_TOKENS = 128


@dataclass(frozen=True, slots=True)
class PositionLists:
    """The positions of a block, list after list, with their postings."""

    gaps: IntArray  # to the position before; of the first in an article, the position
    starts: IntArray  # of each list, and the end of the last
    postings: IntArray  # of each position: the number of its posting
    counts: IntArray  # postings of each list

    @property
    def sizes(self) -> IntArray:
        """The number of positions of each list."""
        return np.diff(self.starts)

    @property
    def are_long(self) -> IntArray:
        """Whether each list is long."""
        long: IntArray = self.counts >= LONG_LIST
        return long


@dataclass(frozen=True, slots=True)
class Openings:
    """Which positions have a code in a shard."""

    has_code: IntArray  # whether a position has one
    has_flag: IntArray  # whether a bit precedes it that states if there is a position
    is_present: IntArray  # of those with a flag


def encode_positions(lists: PositionLists, fields: int) -> tuple[Codes, IntArray]:
    """Return the positions in shards as Golomb codes, and where each term begins.

    The codes of a term are::

        size in bits of what follows (order 5)      so that other terms are skipped
        for each field with positions:
            Golomb order of the gaps (5 bits)
            for each position, article by article:
                gap to the position before; of the first in an article, the position
            of a long list, for each article:
                a bit 1 and a gap for each position in the opening, at most two
                a bit 0 if they are fewer than its frequency and than two
    """
    openings = find_openings(lists)
    chosen = np.flatnonzero(openings.has_code)
    sizes = np.bincount(
        np.repeat(np.arange(len(lists.counts)), lists.sizes)[chosen],
        minlength=len(lists.counts),
    )
    has_flag, is_present = openings.has_flag[chosen], openings.is_present[chosen]
    gaps = np.where(is_present, lists.gaps[chosen], 0).astype(np.int64)
    codes, starts, targets, orders = prepare_lists(gaps, is_present, sizes, fields)
    coded = golomb(gaps, orders)
    flags = np.where(has_flag, np.int64(1) << coded.widths, 0)
    set_codes(
        codes,
        targets,
        Codes(
            np.where(is_present, coded.values + flags, 0),
            np.where(is_present, coded.widths + has_flag, 1),
        ),
    )
    set_term_sizes(codes, starts[:-1:fields])
    return codes, starts[::fields]


def encode_full_positions(lists: PositionLists, fields: int) -> tuple[Codes, IntArray]:
    """Return all positions of long lists, and where each term begins.

    The codes are those of ``encode_positions`` for lists that are not long; other lists
    have none.
    """
    chosen = np.flatnonzero(np.repeat(lists.are_long, lists.sizes))
    sizes = np.where(lists.are_long, lists.sizes, 0)
    gaps = lists.gaps[chosen].astype(np.int64)
    are_present = np.ones(len(gaps), np.bool_)
    codes, starts, targets, orders = prepare_lists(gaps, are_present, sizes, fields)
    set_codes(codes, targets, golomb(gaps, orders))
    set_term_sizes(codes, starts[:-1:fields])
    return codes, starts[::fields]


def prepare_lists(
    gaps: IntArray, are_present: IntArray, sizes: IntArray, fields: int
) -> tuple[Codes, IntArray, IntArray, IntArray]:
    """Return codes with the headers of lists; where each list begins; of each gap the
    place of its code and its Golomb order.

    *sizes* are the numbers of gaps of the lists. An order fits the mean of those that
    *are_present*.
    """
    filled = sizes > 0
    first_fields = is_first_field(len(sizes), fields)
    starts = offsets(sizes + filled + first_fields)
    codes = Codes(np.zeros(starts[-1], np.uint32), np.zeros(starts[-1], np.uint8))
    headers = (starts[:-1] + first_fields)[filled]
    orders = list_orders(gaps, are_present, sizes[filled])
    set_codes(codes, headers, order_codes(orders))
    targets = concat_ranges(headers + 1, sizes[filled])
    return codes, starts, targets, np.repeat(orders, sizes[filled])


def list_orders(gaps: IntArray, are_present: IntArray, sizes: IntArray) -> IntArray:
    """Return a Golomb order for each list of these *sizes*, of which none is empty."""
    if not len(sizes):
        return np.empty(0, np.int64)
    firsts = offsets(sizes)[:-1]
    sums = np.add.reduceat(gaps, firsts, dtype=np.int64)
    present = np.add.reduceat(are_present, firsts, dtype=np.int64)
    return golomb_orders(sums / np.maximum(present, 1))


def find_openings(lists: PositionLists) -> Openings:
    """Return which positions have a code in a shard.

    Of a long list, an article with the positions 7, 90 and 200 has codes for 7 and 90;
    one with 7, 130 and 200 for 7, and a flag in place of 130; one with 300 and 400 has
    a flag in place of 300.
    """
    in_long = np.flatnonzero(np.repeat(lists.are_long, lists.sizes))
    has_code = np.ones(len(lists.gaps), np.bool_)
    has_flag = np.zeros(len(lists.gaps), np.bool_)
    is_present = np.ones(len(lists.gaps), np.bool_)
    if len(in_long):
        gaps = lists.gaps[in_long].astype(np.int64)
        firsts = group_starts(lists.postings[in_long])
        sizes = np.diff(firsts, append=len(in_long))
        positions = np.cumsum(gaps)
        positions -= np.repeat(positions[firsts] - gaps[firsts], sizes)
        number = np.arange(len(in_long)) - np.repeat(firsts, sizes)
        in_opening = positions < OPENING_TOKENS
        before = np.concatenate((np.ones(1, np.bool_), in_opening[:-1]))
        before[firsts] = True
        has_code[in_long] = (number < OPENING_POSITIONS) & before
        has_flag[in_long] = True
        is_present[in_long] = in_opening
    return Openings(has_code, has_flag, is_present)
