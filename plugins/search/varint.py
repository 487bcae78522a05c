# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers in base 128, the lowest seven bits first; the top bit says that more follow."""

import numpy as np

from plugins.search.forward import Numbers, beginnings

MOST = 127  # in one byte


def sizes(numbers: Numbers) -> Numbers:
    """Return how many bytes each of *numbers* (≥ 0) takes."""
    counts = np.ones(len(numbers), np.int64)
    while len(numbers) and numbers.max() > MOST:
        numbers = numbers >> 7
        counts += numbers > 0
    return counts


def varints(numbers: Numbers) -> bytes:
    """Return *numbers* (≥ 0) as bytes."""
    counts = sizes(numbers)
    at = beginnings(counts)
    coded = np.empty(at[-1], np.uint8)
    at = at[:-1]
    while len(numbers):
        more = numbers > MOST
        coded[at] = numbers & MOST | more * (MOST + 1)
        numbers, at = numbers[more] >> 7, at[more] + 1
    return coded.tobytes()
