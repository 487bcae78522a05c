# SPDX-License-Identifier: AGPL-3.0-or-later
"""The length of a field as postings store it: exact, or quantised.

A score depends on the length of the article. Titles are short, so their postings store
it exactly. Of a body they store one of 16 buckets, which bounds the score; where
that does not order articles, their records have the exact length.
theme/static/js/lengths.js computes the bounds.
"""

from typing import NamedTuple

import numpy as np

from plugins.search.arrays import IntArray
from plugins.search.encode.bits import Codes, golomb

LENGTH_ORDER = 3  # Golomb order of an exact length
BUCKET_FACTOR = 8
# Buckets, those that most postings of news have first: four have codes of three bits
# (0xx), four of four (10xx), eight of five (11xxx).
BUCKETS_BY_CODE = (5, 6, 4, 7, 8, 3, 9, 10, 11, 12, 15, 2, 13, 14, 1, 0)
LAST_BUCKET = len(BUCKETS_BY_CODE) - 1  # the lengths of all longer articles too
FIRST_CODES = ((0b000, 3, 4), (0b1000, 4, 4), (0b11000, 5, 8))  # value, width, number


class FieldLengths(NamedTuple):
    """The lengths of a field in all articles, and how postings store them."""

    lengths: IntArray
    are_quantised: bool

    def codes(self, articles: IntArray) -> Codes:
        """Return the codes of the lengths of *articles*."""
        lengths = self.lengths[articles].astype(np.int64)
        if self.are_quantised:
            return bucket_codes(quantise(lengths))
        return golomb(lengths, LENGTH_ORDER)


def quantise(lengths: IntArray) -> IntArray:
    """Return the bucket *k* of each length: those in [8k², 8(k+1)²) share one.

    Buckets 0, 1, 2 and 3 are lengths 0–7, 8–31, 32–71 and 72–127; the last one, 15,
    has no end. A quantised length gives bounds of an article's score: the longer an
    article, the lower its score. A body of 100 tokens is in bucket 3, so its score is
    between those of 127 and of 72 tokens. The browser asks for an exact length only
    where bounds overlap the top ten. A bucket width proportional to √length minimised
    those requests.
    """
    buckets: IntArray = np.sqrt(lengths / BUCKET_FACTOR).astype(np.int64)
    return np.minimum(buckets, LAST_BUCKET)


def bucket_codes(buckets: IntArray) -> Codes:
    """Return a prefix code for each of *buckets*: 5, 6 and 8 are 000, 001 and 1000."""
    values = [first + i for first, _, number in FIRST_CODES for i in range(number)]
    widths = [width for _, width, number in FIRST_CODES for _ in range(number)]
    rank = np.argsort(BUCKETS_BY_CODE)[buckets]
    return Codes(np.array(values)[rank], np.array(widths)[rank])
