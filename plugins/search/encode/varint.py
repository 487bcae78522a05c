# SPDX-License-Identifier: AGPL-3.0-or-later
"""Variable-byte code: seven bits per byte, lowest first; the top bit is set on all but
the last byte of a number. 300 is 0xAC 0x02.

theme/static/js/bits.js decodes it.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from plugins.search.arrays import IntArray, offsets

LARGEST_IN_BYTE = 127
CONTINUED = 128  # the top bit


def varint_sizes(numbers: IntArray) -> IntArray:
    """Return how many bytes each of *numbers* (≥ 0) takes."""
    sizes = np.ones(len(numbers), np.int64)
    while len(numbers) and numbers.max() > LARGEST_IN_BYTE:
        numbers = numbers >> 7
        sizes += numbers > 0
    return sizes


def encode_varint_lists(numbers: IntArray, sizes: Sequence[int]) -> list[bytes]:
    """Return *numbers* (≥ 0) as bytes, list by list; *sizes* are those of the lists.

    All are encoded together: most lists of an archive have one or two numbers.
    """
    bounds = offsets(varint_sizes(numbers))
    encoded = np.empty(bounds[-1], np.uint8)
    targets = bounds[:-1]
    while len(numbers):  # one byte of each number that has bits left
        continued = numbers > LARGEST_IN_BYTE
        low_bits = numbers & LARGEST_IN_BYTE
        encoded[targets] = low_bits | continued * CONTINUED
        numbers = numbers[continued] >> 7
        targets = targets[continued] + 1
    content = encoded.tobytes()
    ends = bounds[offsets(np.asarray(sizes, np.int64))].tolist()
    return [content[start:end] for start, end in pairwise(ends)]
