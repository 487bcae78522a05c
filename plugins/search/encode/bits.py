# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bit-packed codes; theme/static/js/bits.js decodes them.

A code is a (value, width) pair: the low *width* bits of *value*; higher bits are zero.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from plugins.search.arrays import IntArray, group_starts, offsets, sizes_of

WORD_BITS = 64
ORDER_BITS = 5  # of a stored order


class Codes(NamedTuple):
    """Codes one after another."""

    values: IntArray
    widths: IntArray

    def part(self, where: slice) -> "Codes":
        """Return some consecutive codes."""
        return Codes(self.values[where], self.widths[where])


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
    random: about half of the numbers are below 2^order and need no prefix.
    """
    medians = (means * 0.7).astype(np.int64)
    orders: IntArray = np.maximum(0, bit_lengths(medians) - 1)
    return orders


def order_codes(orders: IntArray) -> Codes:
    """Return the codes by which *orders* are stored: five plain bits each."""
    return Codes(orders, np.full(len(orders), ORDER_BITS))


def concat_codes(parts: Sequence[Codes]) -> Codes:
    """Return all codes one after another."""
    return Codes(
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.widths for part in parts]),
    )


def pack_bits(pieces: Sequence[Codes]) -> list[bytes]:
    """Return each of *pieces* as bytes, of which the last is filled up with zeros.

    No piece is empty. The piece ``011``, ``1`` and the piece ``00001`` are the bytes
    ``01110000`` and ``00001000``. All pieces are packed at once, which is faster.
    """
    codes = concat_codes(pieces)
    byte_bounds, bit_ends = align_pieces(codes.widths, offsets(piece_sizes(pieces)))
    words = write_words(codes.values.astype(np.uint64), bit_ends)
    content = words.astype(">u8").tobytes()
    bounds = byte_bounds.tolist()
    return [content[first:end] for first, end in pairwise(bounds)]


def piece_sizes(pieces: Sequence[Codes]) -> IntArray:
    """Return the number of codes of each piece."""
    return sizes_of([piece.widths for piece in pieces])


def align_pieces(widths: IntArray, starts: IntArray) -> tuple[IntArray, IntArray]:
    """Return at which byte each piece begins, and at which bit each code ends.

    *starts* are the first codes of pieces, and the number of codes. With the widths 3,
    1 and 5 and the starts 0, 2 and 3, the pieces of 4 and 5 bits begin at the bytes 0
    and 1 (and the last ends at 2), and the codes end at the bits 3, 4 and 13.
    """
    firsts = starts[:-1]
    piece_bits = np.add.reduceat(widths, firsts, dtype=np.int64)
    piece_bytes = -(-piece_bits // 8)  # rounded up
    byte_bounds = offsets(piece_bytes)
    ends = np.cumsum(widths, dtype=np.int64)
    begins = ends[firsts] - widths[firsts]
    padding = 8 * byte_bounds[:-1] - begins  # bits before each piece
    ends += np.repeat(padding, np.diff(starts))
    return byte_bounds, ends


def write_words(values: IntArray, ends: IntArray) -> IntArray:
    """Return 64-bit words in which each of *values* ends before the bit at its end.

    A code ends in one word, and may begin in the word before: a code of 5 bits that
    ends at bit 66 has its first three bits in word 0 and its last two in word 1.
    """
    word, last_bit = np.divmod(ends - 1, WORD_BITS)
    shift = (WORD_BITS - 1 - last_bit).astype(np.uint64)  # bits behind it in its word
    words = np.zeros(word[-1] + 1, np.uint64)
    first = group_starts(word)  # the first code that ends in each word
    words[word[first]] = np.bitwise_or.reduceat(values << shift, first)
    # Only these codes can begin in the word before.
    word, values, shift = word[first], values[first], shift[first]
    split = (word > 0) & (shift > 0)
    previous = word[split] - 1
    words[previous] |= values[split] >> (np.uint64(WORD_BITS) - shift[split])
    return words
