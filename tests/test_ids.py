# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ids never change: these vectors are addresses that readers have kept."""

import json
import string

import pytest

from ingest.model.identity import article_identity, canonical_url
from storage.ids import short_id
from upkeep import ROOT

ROWS = json.loads((ROOT / "tests" / "vectors" / "ids.json").read_text(encoding="utf-8"))
LETTERS = set(string.ascii_lowercase + "234567")


@pytest.mark.parametrize("row", ROWS, ids=[row["why"] for row in ROWS])
def test_an_article_keeps_its_id(row):
    address = canonical_url(row["url"])
    assert address == row["canonical"]
    assert (
        short_id(
            "article",
            article_identity(address, row["source"], row["title"], row["date"]),
        )
        == row["id"]
    )


def test_one_address_in_two_spellings_is_one_article():
    by_reason = {row["why"]: row["id"] for row in ROWS}
    assert by_reason["raw Arabic"] == by_reason["the same, percent-encoded"]


def test_an_id_is_ascii_and_of_its_length():
    for name in ("سوريا", "a", "", "خبر\nآخر"):
        assert set(short_id("entity", name)) <= LETTERS
        assert len(short_id("entity", name, 8)) == 8


def test_one_name_of_two_kinds_has_two_ids():
    assert short_id("source", "الرياض") != short_id("section", "الرياض")
