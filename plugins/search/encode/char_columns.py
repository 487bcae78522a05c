# SPDX-License-Identifier: AGPL-3.0-or-later
"""Columns of small numbers as text: one character per article.

Such text compresses better than base64. theme/static/js/lengths.js decodes it.
"""

from collections.abc import Iterable

import numpy as np

from plugins.search.arrays import IntArray

FIRST_CHARACTER = 0x5D  # number 0; the characters before include those JSON escapes
FIRST_SURROGATE, AFTER_SURROGATES = 0xD800, 0xE000
BUCKET_FACTOR = 8


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


def quantise_lengths(lengths: IntArray) -> IntArray:
    """Return the bucket *k* of each length: those in [8k², 8(k+1)²) share one.

    Buckets 0, 1, 2 and 3 are lengths 0–7, 8–31, 32–71 and 72–127. A quantised length
    gives bounds of an article's score: the longer an article, the lower its score. A
    body of 100 tokens is in bucket 3, so its score is between those of 127 and of 72
    tokens. The browser fetches an exact length (one file) only for articles whose
    bounds overlap the top ten. A bucket width proportional to √length minimised those
    bytes.
    """
    return np.sqrt(lengths / BUCKET_FACTOR).astype(np.int64)


def zigzag_encode(number: int) -> int:
    """Return a non-negative number for *number*: 0, -1, 1, -2 … become 0, 1, 2, 3 …"""
    return number << 1 if number >= 0 else (-number << 1) - 1
