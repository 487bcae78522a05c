# SPDX-License-Identifier: AGPL-3.0-or-later
"""The analyser and its twin in JavaScript: the same rows, and the same terms for every character there is."""

import json
import sys

import pytest
from node import SCRIPTS, node

from arabic import terms
from upkeep import ROOT

ROWS = json.loads((ROOT / "tests" / "vectors" / "terms.json").read_text(encoding="utf-8"))
# Names of Unicode versions differ in what they hold; a character on this list is none that news is written in.
KNOWN_DIFFERENCES: dict[str, str] = {}


@pytest.mark.parametrize("row", ROWS, ids=[row["why"] for row in ROWS])
def test_a_text_gives_the_terms_that_the_vectors_name(row):
    assert terms.terms(row["text"]) == row["terms"]


def test_the_twin_gives_the_terms_that_the_vectors_name():
    assert "# fail 0" in node("--test", "--test-reporter=tap", SCRIPTS / "terms.test.js")


def test_every_character_means_the_same_to_both_twins():
    characters = [chr(point) for point in range(sys.maxunicode + 1) if not 0xD800 <= point <= 0xDFFF]
    theirs = node(SCRIPTS / "sweep.js").split("\n")
    ours = [" ".join(terms.terms(f"ب{character}ب")) for character in characters]
    different = [c for c, mine, other in zip(characters, ours, theirs, strict=True) if mine != other]
    print(len(different), [hex(ord(c)) for c in different[:60]], [hex(ord(c)) for c in different[-20:]])
    assert [f"U+{ord(c):04X}" for c in different if c not in KNOWN_DIFFERENCES] == []


def test_the_version_does_not_change_with_words_dropped_from_queries_only(monkeypatch):
    before = terms.version()
    monkeypatch.setitem(terms.RULES, "stop", [])
    assert terms.version() == before


def test_the_version_changes_with_a_rule_that_decides_what_the_index_holds(monkeypatch):
    before = terms.version()
    monkeypatch.setitem(terms.RULES, "suffixes", [])
    assert terms.version() != before
