# SPDX-License-Identifier: AGPL-3.0-or-later
"""A number for each article as one character: a host's compression makes more of them than of base64."""

from collections.abc import Iterable

import numpy as np

from plugins.search.forward import Numbers

STEP = 8  # theme/static/js/shards.js has the same
FIRST = 0x5D  # the characters before hold those that JSON escapes
SURROGATES = 0xD800, 0xE000


def column(numbers: Iterable[int]) -> str:
    """Return *numbers* (0 to a million) as characters from U+005D on, the surrogates left out."""
    return "".join(map(character, numbers))


def character(number: int) -> str:
    """Return the character that stands for *number*."""
    point = number + FIRST
    first, end = SURROGATES
    return chr(point if point < first else point + end - first)


def magnitudes(numbers: Numbers) -> Numbers:
    """Return between which squares, times a step, *numbers* lie: 0 for 0 to 7, 1 for 8 to 31, 2 for 32 to 71 …

    An article that a query must know better costs its text: steps as wide as the root of a length cost the least.
    """
    return np.sqrt(numbers / STEP).astype(np.int64)


def zigzag(number: int) -> int:
    """Return a whole number as one that is not negative: 0, -1, 1, -2 … become 0, 1, 2, 3 …"""
    return number << 1 if number >= 0 else (-number << 1) - 1
