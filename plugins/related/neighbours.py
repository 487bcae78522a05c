# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which articles share at least two rare features, with their scores.

All are computed again in each build: one more article changes every weight, and so
possibly every order. Columns of numbers make that faster than to look for the orders
that stay.

Example: article 0 has the features 5 and 7, article 1 has 7 and 5, article 2 has 7. The
members of 5 are 0 and 1, those of 7 are 0, 1 and 2. The first feature of article 0
leads to 0 and 1, the second to 0, 1 and 2; sorted by the article that they lead to:

    article  other  feature
          0      0  5, 7     itself
          0      1  5, 7     a candidate: log(total/2) + log(total/3)
          0      2  7        shares one feature only
"""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from plugins.related.features import MOST_ARTICLES, Features, IntArray

FEWEST_SHARED = 2  # features of two related articles
# A block has whole articles, and fits in the processor's cache.
PAIRS_PER_BLOCK = 1 << 17


class Members(NamedTuple):
    """The articles with each feature, ascending, one list after another."""

    starts: IntArray  # of the list of each row of ``Features``
    articles: IntArray


class Pairs(NamedTuple):
    """Articles that share enough features with another: a row for each of the two."""

    articles: IntArray  # ascending
    others: IntArray  # ascending for each article
    counts: IntArray  # of shared features
    rows: IntArray  # pair after pair: these features, as rows of the first article


# The number of an article, and the places of the texts of the features that it shares.
Candidate = tuple[int, Sequence[int]]


def find_candidates(
    features: Features, total: int
) -> Iterator[tuple[int, Iterator[Candidate]]]:
    """Yield each article that is related to others, with those, the best one first.

    *total* is the number of articles. Equal scores are in the order of their numbers.
    """
    if not len(features.articles):
        return
    # Not ``numpy.log``: its last bit depends on the processor.
    idf = [math.log(total / max(size, 1)) for size in range(MOST_ARTICLES + 1)]
    weights = np.array(idf)[features.sizes]
    members = find_members(features)
    for first, end in pairwise(block_bounds(features)):
        pairs = find_pairs(features, members, range(first, end), total)
        yield from rank(pairs, weights, features.places)


def find_members(features: Features) -> Members:
    """Return the articles with the feature of each row."""
    order = np.argsort(features.numbers, kind="stable")
    starts = np.searchsorted(features.numbers[order], features.numbers)
    return Members(starts, features.articles[order])


def block_bounds(features: Features) -> list[int]:
    """Return where blocks of rows begin, and where the last one ends.

    A row has as many pairs as articles have its feature. An article is in the block in
    which its first pair falls.
    """
    pairs = np.cumsum(features.sizes) - features.sizes
    firsts = np.flatnonzero(np.diff(features.articles, prepend=-1))
    blocks = pairs[firsts] // PAIRS_PER_BLOCK
    begins = firsts[np.flatnonzero(np.diff(blocks, prepend=-1))]
    return [*begins.tolist(), len(features.sizes)]


def find_pairs(features: Features, members: Members, rows: range, total: int) -> Pairs:
    """Return the pairs of which the first article has the *rows* of *features*."""
    keys, bits = pair_keys(features, members, slice(rows.start, rows.stop), total)
    of_pairs = keys >> bits
    starts = np.flatnonzero(np.diff(of_pairs, prepend=-1))
    counts = np.diff(starts, append=len(keys))
    firsts, seconds = np.divmod(of_pairs[starts], total)
    kept = (counts >= FEWEST_SHARED) & (firsts != seconds)
    in_article = keys[np.repeat(kept, counts)] & ((1 << bits) - 1)
    firsts, counts = firsts[kept], counts[kept]
    begins = np.searchsorted(features.articles, firsts)
    return Pairs(firsts, seconds[kept], counts, in_article + np.repeat(begins, counts))


def pair_keys(
    features: Features, members: Members, block: slice, total: int
) -> tuple[IntArray, int]:
    """Return what the rows of *block* share as sorted numbers: a key per row and other.

    A key is first article, other article, place of the row in the first article; the
    last one has as many bits as are returned. Such numbers sort much faster than
    columns.
    """
    own, sizes = features.articles[block], features.sizes[block]
    # The list of a row begins at members.starts[row], its keys at the sizes before it.
    shifts = members.starts[block] - (np.cumsum(sizes) - sizes)
    others = members.articles[np.arange(sizes.sum()) + np.repeat(shifts, sizes)]
    in_article = np.arange(len(own)) - np.searchsorted(own, own)
    bits = int(in_article.max()).bit_length()
    keys = (np.repeat(own * total, sizes) + others) << bits
    keys |= np.repeat(in_article, sizes)
    keys.sort()
    return keys, bits


def rank(
    pairs: Pairs, weights: NDArray[np.float64], places: IntArray
) -> Iterator[tuple[int, Iterator[Candidate]]]:
    """Yield each article of *pairs* with the others, the best one first.

    *weights* and *places* are those of all rows of ``Features``.
    """
    numbers = np.repeat(np.arange(len(pairs.counts)), pairs.counts)
    scores = np.bincount(numbers, weights[pairs.rows])  # added in the order of rows
    order = np.lexsort((-scores, pairs.articles))  # is stable: others ascend
    ends = np.cumsum(pairs.counts)[order].tolist()
    counts, others = pairs.counts[order].tolist(), pairs.others[order].tolist()
    of_pairs = places[pairs.rows].tolist()

    def candidates(first: int, end: int) -> Iterator[Candidate]:
        for place in range(first, end):
            end_of_pair = ends[place]
            yield others[place], of_pairs[end_of_pair - counts[place] : end_of_pair]

    begins = np.flatnonzero(np.diff(pairs.articles, prepend=-1))
    bounds = pairwise([*begins.tolist(), len(others)])
    articles = pairs.articles[begins].tolist()
    for article, (first, end) in zip(articles, bounds, strict=True):
        yield article, candidates(first, end)
