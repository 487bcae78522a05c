# SPDX-License-Identifier: AGPL-3.0-or-later
"""Codes of the lists of terms: a list per field, and the size of a term before them."""

import numpy as np

from plugins.search.arrays import IntArray
from plugins.search.encode.bits import Codes, golomb

SIZE_ORDER = 5  # Golomb order of the number of bits of a term's lists


def is_first_field(lists: int, fields: int) -> IntArray:
    """Return for each of so many *lists* whether it is the first of its term.

    Of four lists and two fields, lists 0 and 2 are.
    """
    first: IntArray = np.arange(lists) % fields == 0
    return first


def set_term_sizes(codes: Codes, starts: IntArray) -> None:
    """Write, at the start of each term, how many bits its lists take."""
    if len(starts):
        bits = np.add.reduceat(codes.widths, starts, dtype=np.int64)
        set_codes(codes, starts, golomb(bits, SIZE_ORDER))


def set_codes(codes: Codes, targets: IntArray, new: Codes) -> None:
    """Write the codes *new* to *targets*."""
    codes.values[targets] = new.values
    codes.widths[targets] = new.widths
