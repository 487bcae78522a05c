# SPDX-License-Identifier: AGPL-3.0-or-later
"""Publish thresholds: chosen on labelled articles for a precision, read as written."""

from plugins.entities.discover.publish_threshold import (
    KINDS,
    THRESHOLDS,
    load_thresholds,
    save_thresholds,
)
from training.choose_thresholds import (
    NEVER,
    ScoredTag,
    best_threshold,
    choose_thresholds,
)

PERSON = "person headed"
RIGHT = [ScoredTag(PERSON, 0.9, right=True)] * 8
WRONG = [ScoredTag(PERSON, 0.5, right=False)] * 4


def test_the_threshold_is_the_lowest_confidence_of_right_names():
    assert choose_thresholds([*RIGHT, *WRONG], (10, 0), 0.95)[PERSON] == 0.9


def test_a_right_name_below_many_wrong_ones_is_not_published():
    below = ScoredTag(PERSON, 0.4, right=True)
    thresholds = choose_thresholds([*RIGHT, *WRONG, below], (10, 0), 0.95)
    assert thresholds[PERSON] == 0.9


def test_a_few_wrong_names_are_published_where_the_required_precision_allows_it():
    below = [ScoredTag(PERSON, 0.4, right=True)] * 8
    thresholds = choose_thresholds([*RIGHT, *WRONG, *below], (100, 0), 0.9)
    assert thresholds[PERSON] == 0.4


def test_a_type_whose_names_are_wrong_is_never_published():
    tags = [ScoredTag("event alone", 0.99, right=False)]
    assert choose_thresholds(tags, (10, 0), 0.9)["event alone"] == NEVER


def test_wrong_tags_of_known_entities_raise_the_threshold():
    tags = [*RIGHT, *WRONG, *[ScoredTag(PERSON, 0.4, right=True)] * 8]
    assert choose_thresholds(tags, (100, 14), 0.88)[PERSON] == 0.9


def test_the_worked_example_of_the_documentation():
    scores = [(0.9, True), (0.8, True), (0.7, False), (0.6, True)]
    tags = [ScoredTag("org", confidence, right) for confidence, right in scores]
    assert best_threshold(tags, price=2) == 0.8


def test_thresholds_are_read_as_they_were_written(tmp_path):
    thresholds = {"person": 0.25, "org": NEVER}
    save_thresholds(thresholds, tmp_path / "thresholds.json")
    assert load_thresholds(tmp_path / "thresholds.json") == thresholds


def test_every_type_has_a_shipped_threshold():
    assert set(THRESHOLDS) == set(KINDS)
