# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers in as many bits as they need; theme/static/js/bits.js reads them back.

A code is the lowest bits of a number, and how many: what stands above them is zeros.
"""

from typing import NamedTuple

import numpy as np

from plugins.search.forward import Numbers, beginnings

WORD = 64  # bits


class Codes(NamedTuple):
    """Codes one after another."""

    values: Numbers
    widths: Numbers

    def part(self, first: int, end: int) -> "Codes":
        """Return the codes from *first* to *end*."""
        return Codes(self.values[first:end], self.widths[first:end])


def golomb(numbers: Numbers, orders: Numbers | int) -> Codes:
    """Return exponential Golomb codes of *numbers*, in an order for each or for all.

    Numbers up to 2^order are about as long as the order; each doubling beyond costs two bits.
    Source: Teuhola, A compression method for clustered bit-vectors (1978).
    """
    values = numbers + (1 << np.asarray(orders, np.int64))
    return Codes(values, 2 * bit_lengths(values) - 1 - orders)


def bit_lengths(numbers: Numbers) -> Numbers:
    """Return in how many bits each of *numbers* (below 2^53) is written."""
    return np.frexp(numbers)[1]


def orders_for(means: Numbers) -> Numbers:
    """Return the orders that code numbers of those *means* in few bits."""
    orders: Numbers = np.maximum(0, bit_lengths((means * 0.7).astype(np.int64)) - 1)
    return orders


def joined(parts: list[Codes]) -> Codes:
    """Return all codes one after another."""
    return Codes(
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.widths for part in parts]),
    )


def packed(codes: Codes, starts: Numbers) -> list[bytes]:
    """Return *codes* as bytes, a piece from each of *starts* (none empty) to the next, filled up with 0.

    Each code ends in one word of 64 bits, and may begin in the word before.
    """
    values = codes.values.astype(np.uint64)
    sizes = -(-np.add.reduceat(codes.widths, starts[:-1], dtype=np.int64) // 8)
    edges = beginnings(sizes)
    ends = np.cumsum(codes.widths, dtype=np.int64)
    before = ends[starts[:-1]] - codes.widths[starts[:-1]]
    ends += np.repeat(8 * edges[:-1] - before, np.diff(starts))
    word, behind = np.divmod(ends - 1, WORD)
    behind = (WORD - 1 - behind).astype(np.uint64)
    words = np.zeros(edges[-1] * 8 // WORD + 1, np.uint64)
    first = np.flatnonzero(np.diff(word, prepend=-1))
    words[word[first]] = np.bitwise_or.reduceat(values << behind, first)
    over = first[(behind[first] > 0) & (word[first] > 0)]
    words[word[over] - 1] |= values[over] >> (np.uint64(WORD) - behind[over])
    content = words.astype(">u8").tobytes()
    return [
        content[first:end]
        for first, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    ]
