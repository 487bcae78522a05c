# SPDX-License-Identifier: AGPL-3.0-or-later
"""Chooses the publish thresholds that reach a precision with the highest recall."""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import floor
from typing import NamedTuple

from plugins.entities.discover.publish_threshold import KINDS, Thresholds

NEVER = 1.01  # a threshold that no confidence reaches
STEPS = 10_000  # between the confidences 0 and 1 to which thresholds are rounded
MAX_PRICE = 400  # of a wrong tag, in tenths of a right one


class ScoredTag(NamedTuple):
    """A tag of a held-out article: kind, confidence, and whether a label agrees."""

    kind: str  # type and support: see publish_threshold.py
    confidence: float
    right: bool


def choose_thresholds(
    tags: Iterable[ScoredTag], known_counts: tuple[int, int], precision: float
) -> Thresholds:
    """Return the thresholds with which most right *tags* are published.

    At least *precision* of all published tags are right. *known_counts* are those of
    right and wrong tags of known entities, which have no threshold. The price of a
    wrong tag is raised until the precision is reached; each kind's threshold is where
    right tags less that price for wrong ones are most.
    """
    all_tags = list(tags)
    known_right, known_wrong = known_counts
    thresholds: Thresholds = {}
    for price in range(MAX_PRICE):
        thresholds = {
            kind: best_threshold(
                [tag for tag in all_tags if tag.kind == kind], price / 10
            )
            for kind in KINDS
        }
        published = [
            tag.right for tag in all_tags if tag.confidence >= thresholds[tag.kind]
        ]
        right = known_right + sum(published)
        wrong = known_wrong + published.count(False)
        if right >= precision * (right + wrong):
            break
    return thresholds


def best_threshold(tags: Sequence[ScoredTag], price: float) -> float:
    """Return the confidence with the highest worth, ``NEVER`` if none has any.

    The worth is the number of right tags from there on, less *price* for each wrong
    one. Example: right at .9 and .8, wrong at .7, right at .6, price 2: the worths are
    1, 2, 0, 1; the threshold is .8.
    """
    descending = sorted(tags, key=lambda tag: (-tag.confidence, tag.right))
    worths = list(accumulate(1 if tag.right else -price for tag in descending))
    if not worths or max(worths) <= 0:
        return NEVER
    best = descending[worths.index(max(worths))]
    return floor(best.confidence * STEPS) / STEPS
