# SPDX-License-Identifier: AGPL-3.0-or-later
"""The commands review and apply: decisions are applied and later builds use them."""

import sys

import pytest
import yaml
from axe import violations
from conftest import run
from site_problems import find_problems
from test_permanence import add

from plugins.entities.lists.known_entity import entity_id
from upkeep import ROOT

SETTINGS = """\
from pelicanconf import *
ENTITIES_BACKEND = "tests.title_recogniser:recogniser"
ENTITIES_AUTHORITY = {editors!r}
ENTITIES_CACHE = {cache!r}
OUTPUT_PATH = {output!r}
ENTITIES_PAGE_ARTICLES = 2
"""
EDITORS = """\
entities:
  # the mayor
  - id: mayor
    label: نادر القصبي
    type: person
ignore: []
"""
TEXTS = [
    "قال السيد سمير الحجل إن المطر غزير، ورد السيد كريم الدومي بأنه قليل.",
    "زار السيد سمير الحجل البلدة ومعه السيد جابر القصبي.",
    "عاد السيد كريم الدومي والسيد جابر القصبي أمس.",
]
ACCEPTED, IGNORED, MERGED = (
    entity_id("person", label) for label in ("سمير الحجل", "كريم الدومي", "جابر القصبي")
)
DECISIONS = {ACCEPTED: {"decision": "accept"}, IGNORED: {"decision": "ignore"}}
DECISIONS[MERGED] = {"decision": "merge", "into": "mayor"}


class ReviewedArchive:
    """An archive with its settings, its editors' file and a folder for the review."""

    def __init__(self, folder):
        self.content, self.editors, self.folder = (
            folder / "content",
            folder / "entities.yml",
            folder / "review",
        )
        self.settings, self.site = folder / "settings.py", folder / "output"
        paths = {
            "editors": str(self.editors),
            "cache": str(folder / "cache"),
            "output": str(self.site),
        }
        self.settings.write_text(SETTINGS.format(**paths), encoding="utf-8")
        self.editors.write_text(EDITORS, encoding="utf-8")
        for number, text in enumerate(TEXTS, 1):
            add(self.content, number, text)

    def run_command(self, command):
        options = (
            "--settings",
            self.settings,
            "--content",
            self.content,
            "--folder",
            self.folder,
        )
        return run(sys.executable, "-m", "plugins.entities", command, *options)

    def rows(self):
        return yaml.safe_load(
            (self.folder / "candidates.yml").read_text(encoding="utf-8")
        )

    def decide(self):
        rows = [row | DECISIONS[row["id"]] for row in self.rows()]
        (self.folder / "candidates.yml").write_text(
            yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8"
        )

    def build(self):
        run(
            sys.executable,
            "-m",
            "pelican",
            self.content,
            "-s",
            self.settings,
            "--fatal",
            "warnings",
        )


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory):
    """The archive after one review."""
    archive = ReviewedArchive(tmp_path_factory.mktemp("reviewed"))
    archive.run_command("review")
    return archive


@pytest.fixture(scope="module")
def decided(reviewed):
    """The archive after its decisions were applied and the site was built."""
    reviewed.first = reviewed.rows()
    reviewed.page = (reviewed.folder / "index.html").read_text(encoding="utf-8")
    reviewed.decide()
    reviewed.run_command("apply")
    reviewed.build()
    return reviewed


def test_names_in_two_articles_wait_for_a_decision(decided):
    assert {row["id"] for row in decided.first} == {ACCEPTED, IGNORED, MERGED}
    assert {row["articles"] for row in decided.first} == {2}


def test_the_page_shows_each_name_in_its_context(decided):
    assert "السيد <mark>سمير الحجل</mark> إن المطر غزير" in decided.page


@pytest.mark.browser
def test_the_review_page_is_accessible(decided, chromium, tmp_path):
    page = tmp_path / "review" / "index.html"
    page.parent.mkdir()
    page.write_text(decided.page, encoding="utf-8")
    (tmp_path / "output").symlink_to(decided.site)
    for name in ("review.js", "review.css"):
        (page.parent / name).symlink_to(decided.folder / name)
    assert violations(chromium, page.as_uri()) == []


def test_the_editors_own_lines_are_unchanged(decided):
    text = decided.editors.read_text(encoding="utf-8")
    head, tail = EDITORS.split("ignore")
    assert text.startswith(head)
    assert text.endswith(f"ignore{tail}")


def test_an_accepted_name_has_a_page_with_the_id_of_the_review(decided):
    assert "سمير الحجل" in (decided.site / "e" / f"{ACCEPTED}.html").read_text(
        encoding="utf-8"
    )


def test_an_ignored_name_is_in_no_index(decided):
    assert "كريم الدومي" not in (decided.site / "entities.html").read_text(
        encoding="utf-8"
    )


def test_a_merged_name_is_a_spelling_of_the_other_and_its_url_redirects(decided):
    page = (decided.site / "e" / "mayor.html").read_text(encoding="utf-8")
    assert "جابر القصبي" in page
    assert "url=../e/mayor.html" in (decided.site / "e" / f"{MERGED}.html").read_text(
        encoding="utf-8"
    )


def test_the_site_has_no_broken_link(decided):
    assert find_problems(decided.site) == []


def test_decided_names_are_not_reviewed_again(decided):
    decided.run_command("review")
    assert decided.rows() == []


def test_unapplied_decisions_are_not_overwritten(tmp_path):
    archive = ReviewedArchive(tmp_path)
    archive.run_command("review")
    archive.decide()
    with pytest.raises(AssertionError, match="were not applied"):
        archive.run_command("review")


def test_the_tasks_for_editors_exist():
    assert "entities-review" in run(
        sys.executable, "-m", "invoke", "--list", "--search-root", ROOT
    )
