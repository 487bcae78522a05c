# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ids never change: readers have links with the ids of these vectors."""

import json
import string

import pytest

from ingest.model.identity import article_identity, canonical_url
from storage.ids import short_id
from upkeep import ROOT

ROWS = json.loads((ROOT / "tests" / "vectors" / "ids.json").read_text(encoding="utf-8"))
LETTERS = set(string.ascii_lowercase + "234567")


@pytest.mark.parametrize("row", ROWS, ids=[row["why"] for row in ROWS])
def test_the_id_of_an_article_is_unchanged(row):
    address = canonical_url(row["url"])
    assert address == row["canonical"]
    assert (
        short_id(
            "article",
            article_identity(address, row["source"], row["title"], row["date"]),
        )
        == row["id"]
    )


def test_two_forms_of_one_url_are_one_article():
    by_reason = {row["why"]: row["id"] for row in ROWS}
    assert by_reason["raw Arabic"] == by_reason["the same, percent-encoded"]


def test_an_id_is_ascii_and_has_the_right_length():
    for name in ("سوريا", "a", "", "خبر\nآخر"):
        assert set(short_id("entity", name)) <= LETTERS
        assert len(short_id("entity", name, 8)) == 8


def test_the_same_name_in_two_kinds_has_two_ids():
    assert short_id("source", "الرياض") != short_id("section", "الرياض")
