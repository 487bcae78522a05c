# SPDX-License-Identifier: AGPL-3.0-or-later
"""NumPy helpers for lists of different sizes that are stored one after another."""

from collections.abc import Sequence, Sized
from typing import Any

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[Any]  # one-dimensional, whole numbers, unless stated otherwise
U32_BITS = np.uint64(32)


def offsets(sizes: IntArray) -> IntArray:
    """Return where each list begins in the concatenation, and where the last ends.

    ``offsets([2, 0, 3])`` is ``[0, 2, 2, 5]``.
    """
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)))


def sizes_of(lists: Sequence[Sized]) -> IntArray:
    """Return the size of each list."""
    return np.array([len(elements) for elements in lists], np.int64)


def list_slice(starts: IntArray, first: int, end: int) -> slice:
    """Return where the lists from *first* to *end* are in their concatenation.

    With the starts 0, 2, 2 and 5, the lists from 1 to 3 are at ``slice(2, 5)``.
    """
    return slice(starts[first], starts[end])


def group_starts(numbers: IntArray) -> IntArray:
    """Return the index of the first of each group of equal *numbers* (≥ 0, ascending).

    ``group_starts([0, 0, 1, 3, 3])`` is ``[0, 2, 3]``.
    """
    return np.flatnonzero(np.diff(numbers, prepend=-1))


def sort_distinct(numbers: IntArray) -> IntArray:
    """Return the distinct *numbers*, ascending; ``numpy.unique`` takes longer."""
    ordered = np.sort(numbers)
    is_first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    return ordered[is_first]


def concat_ranges(starts: IntArray, sizes: IntArray) -> IntArray:
    """Return the ranges ``start … start + size - 1`` one after another.

    ``concat_ranges([10, 20], [2, 3])`` is ``[10, 11, 20, 21, 22]``.
    """
    numbers = np.repeat(starts - offsets(sizes)[:-1], sizes)
    numbers += np.arange(len(numbers))
    return numbers


def pack_u32_pairs(high: IntArray, low: IntArray) -> IntArray:
    """Return each pair of numbers below 2^32 as one, ``high << 32 | low``.

    The packed numbers sort by *high*, then by *low*.
    """
    packed = high.astype(np.uint64)
    packed <<= U32_BITS
    packed |= low.astype(np.uint64)
    return packed


def unpack_u32_pairs(packed: IntArray) -> tuple[IntArray, IntArray]:
    """Return all high and all low numbers that ``pack_u32_pairs`` has packed."""
    return (packed >> U32_BITS).astype(np.uint32), packed.astype(np.uint32)


def stable_argsort(keys: IntArray) -> IntArray:
    """Return the order that sorts *keys* (below 2^32) and keeps equal ones in place.

    Each key is sorted together with its position as one plain number, which is several
    times faster than ``numpy.argsort(keys, kind="stable")``.
    """
    keys_with_position = pack_u32_pairs(keys, np.arange(len(keys)))
    keys_with_position.sort()
    return unpack_u32_pairs(keys_with_position)[1]
