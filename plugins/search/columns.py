# SPDX-License-Identifier: AGPL-3.0-or-later
"""A number for each article as one character: a host's compression makes more of them than of base64."""

from collections.abc import Iterable

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


def zigzag(number: int) -> int:
    """Return a whole number as one that is not negative: 0, -1, 1, -2 … become 0, 1, 2, 3 …"""
    return number << 1 if number >= 0 else (-number << 1) - 1
