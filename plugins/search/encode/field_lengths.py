# SPDX-License-Identifier: AGPL-3.0-or-later
"""The length of a field as postings store it: exact, or quantised.

A score depends on the length of the article. Titles are short, so their postings store
it exactly. Of a body they store a bucket of four bits, which bounds the score; where
that does not order articles, their records have the exact length.
theme/static/js/lengths.js computes the bounds.
"""

from typing import NamedTuple

import numpy as np

from plugins.search.arrays import IntArray
from plugins.search.encode.bits import Codes, golomb

LENGTH_ORDER = 3  # Golomb order of an exact length
BUCKET_BITS = 4
BUCKET_FACTOR = 8
LAST_BUCKET = (1 << BUCKET_BITS) - 1  # the lengths of all longer articles too


class FieldLengths(NamedTuple):
    """The lengths of a field in all articles, and how postings store them."""

    lengths: IntArray
    are_quantised: bool

    def codes(self, articles: IntArray) -> Codes:
        """Return the codes of the lengths of *articles*."""
        lengths = self.lengths[articles].astype(np.int64)
        if self.are_quantised:
            return Codes(quantise(lengths), np.full(len(lengths), BUCKET_BITS))
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
