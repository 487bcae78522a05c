# SPDX-License-Identifier: AGPL-3.0-or-later
"""The analyser and its twin in JavaScript give the same terms, for every character."""

import json
from unicodedata import category

import pytest
from node import SCRIPTS, node

from arabic import terms
from upkeep import ROOT

ROWS = json.loads(
    (ROOT / "tests" / "vectors" / "terms.json").read_text(encoding="utf-8")
)
UNASSIGNED = "-"


@pytest.mark.parametrize("row", ROWS, ids=[row["why"] for row in ROWS])
def test_a_text_gives_the_terms_that_the_vectors_name(row):
    assert terms.terms(row["text"]) == row["terms"]


def test_the_twin_gives_the_terms_that_the_vectors_name():
    assert "# fail 0" in node(
        "--test", "--test-reporter=tap", SCRIPTS / "terms.test.js"
    )


def ours(character: str) -> str:
    return (
        UNASSIGNED
        if category(character) in ("Cn", "Co", "Cs")
        else " ".join(terms.terms(f"ب{character}ب"))
    )


def test_every_character_that_both_versions_of_unicode_have_gives_the_same_terms():
    """Python and node follow different versions of Unicode: either may not know the newest characters yet."""
    theirs = node(SCRIPTS / "code-points.js").split("\n")
    pairs = {
        f"U+{point:04X}": (ours(chr(point)), other)
        for point, other in enumerate(theirs)
    }
    compared = {name: pair for name, pair in pairs.items() if UNASSIGNED not in pair}
    assert len(compared) > 130_000
    assert {name: pair for name, pair in compared.items() if pair[0] != pair[1]} == {}


def test_the_version_does_not_change_with_words_dropped_from_queries_only(monkeypatch):
    before = terms.version()
    monkeypatch.setitem(terms.RULES, "stop", [])
    assert terms.version() == before


def test_the_version_changes_with_a_rule_that_decides_the_terms_of_the_index(
    monkeypatch,
):
    before = terms.version()
    monkeypatch.setitem(terms.RULES, "suffixes", [])
    assert terms.version() != before
