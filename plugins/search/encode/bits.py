# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bit-packed codes; theme/static/js/bits.js decodes them.

A code is a (value, width) pair: the low *width* bits of *value*; higher bits are zero.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from plugins.search.arrays import IntArray, offsets

WORD_BITS = 64
ORDER_BITS = 5  # of a stored order


class Codes(NamedTuple):
    """Codes one after another."""

    values: IntArray
    widths: IntArray

    def slice(self, first: int, end: int) -> "Codes":
        """Return the codes from *first* to *end*."""
        return Codes(self.values[first:end], self.widths[first:end])


def golomb(numbers: IntArray, orders: IntArray | int) -> Codes:
    """Return exponential Golomb codes of *numbers* (≥ 0), with one order or one each.

    The code of *n* in order *k* is n + 2^k in binary; if that has more than k + 1 bits,
    a zero for each further bit precedes it. So a number below 2^k takes k + 1 bits, and
    each doubling beyond adds two. In order 2 the numbers 0, 3, 4 and 13 are ``100``,
    ``111``, ``01000`` and ``0010001``: 4 + 2^2 is ``1000``, one bit more than three.
    Source: Teuhola, A compression method for clustered bit-vectors (1978).
    """
    values = numbers + (1 << np.asarray(orders, np.int64))
    return Codes(values, 2 * bit_lengths(values) - 1 - orders)


def bit_lengths(numbers: IntArray) -> IntArray:
    """Return how many bits each of *numbers* (below 2^53) has."""
    return np.frexp(numbers)[1]


def golomb_orders(means: IntArray) -> IntArray:
    """Return orders that encode numbers with these *means* in few bits.

    The factor 0.7 is about ln 2, the median of gaps with mean 1 if terms are spread at
    random: half of the numbers are below the power of two and need no prefix.
    """
    medians = (means * 0.7).astype(np.int64)
    orders: IntArray = np.maximum(0, bit_lengths(medians) - 1)
    return orders


def order_codes(orders: IntArray) -> Codes:
    """Return the codes by which *orders* are stored: five plain bits each."""
    return Codes(orders, np.full(len(orders), ORDER_BITS))


def concat_codes(parts: list[Codes]) -> Codes:
    """Return all codes one after another."""
    return Codes(
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.widths for part in parts]),
    )


def pack_bits(codes: Codes, starts: IntArray) -> list[bytes]:
    """Return *codes* as bytes, one piece from each of *starts* to the next.

    No piece is empty; the last byte of each is filled up with zeros. The codes ``011``,
    ``1`` and ``00001`` in two pieces (*starts* 0, 2, 3) are the bytes ``01110000`` and
    ``00001000``. All codes are written into one array of 64-bit words: a code ends in
    one word and may begin in the word before.
    """
    values = codes.values.astype(np.uint64)
    bounds, ends = bit_ends(codes, starts)
    word, last_bit = np.divmod(ends - 1, WORD_BITS)
    shift = (WORD_BITS - 1 - last_bit).astype(np.uint64)  # bits behind it in its word
    words = np.zeros(bounds[-1] * 8 // WORD_BITS + 1, np.uint64)
    first_in_word = np.flatnonzero(np.diff(word, prepend=-1))
    words[word[first_in_word]] = np.bitwise_or.reduceat(values << shift, first_in_word)
    # Only the first code that ends in a word can begin in the word before.
    split = first_in_word[(shift[first_in_word] > 0) & (word[first_in_word] > 0)]
    words[word[split] - 1] |= values[split] >> (np.uint64(WORD_BITS) - shift[split])
    content = words.astype(">u8").tobytes()
    return [content[first:end] for first, end in pairwise(bounds.tolist())]


def bit_ends(codes: Codes, starts: IntArray) -> tuple[IntArray, IntArray]:
    """Return at which byte each piece begins, and at which bit each code ends."""
    sizes = -(-np.add.reduceat(codes.widths, starts[:-1], dtype=np.int64) // 8)
    bounds = offsets(sizes)
    ends = np.cumsum(codes.widths, dtype=np.int64)
    unpadded_starts = ends[starts[:-1]] - codes.widths[starts[:-1]]
    ends += np.repeat(8 * bounds[:-1] - unpadded_starts, np.diff(starts))
    return bounds, ends
