# SPDX-License-Identifier: AGPL-3.0-or-later
"""Columns of small numbers as text: one character per article.

Such text compresses better than base64. theme/static/js/facets.js decodes it.
"""

from collections.abc import Iterable

FIRST_CHARACTER = 0x5D  # number 0; the characters before include those JSON escapes
FIRST_SURROGATE, AFTER_SURROGATES = 0xD800, 0xE000


def encode_characters(numbers: Iterable[int]) -> str:
    """Return *numbers* (0 to a million) as characters from U+005D on.

    Surrogates are skipped. The numbers 0, 1 and 4 are ``"]^a"``.
    """
    return "".join(map(character_of, numbers))


def character_of(number: int) -> str:
    """Return the character that encodes *number*."""
    point = number + FIRST_CHARACTER
    if point >= FIRST_SURROGATE:
        point += AFTER_SURROGATES - FIRST_SURROGATE
    return chr(point)


def zigzag_encode(number: int) -> int:
    """Return a non-negative number for *number*: 0, -1, 1, -2 … become 0, 1, 2, 3 …"""
    return number << 1 if number >= 0 else (-number << 1) - 1
