# SPDX-License-Identifier: AGPL-3.0-or-later
"""An editor's round: names are reviewed, decided about, applied, and every later build abides by it."""

import sys

import pytest
import yaml
from conftest import run
from test_a11y import violations
from test_permanence import add

from plugins.entities.lists.known_entity import entity_id
from upkeep import ROOT, check

SETTINGS = """\
from pelicanconf import *
ENTITIES_BACKEND = "tests.mister:spans"
ENTITIES_AUTHORITY = {editors!r}
ENTITIES_CACHE = {cache!r}
OUTPUT_PATH = {output!r}
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


class Desk:
    """An archive with its settings, its editors' file and a folder for review."""

    def __init__(self, folder):
        self.content, self.editors, self.folder = (
            folder / "content",
            folder / "entities.yml",
            folder / "review",
        )
        self.settings, self.site = folder / "settings.py", folder / "output"
        places = {
            "editors": str(self.editors),
            "cache": str(folder / "cache"),
            "output": str(self.site),
        }
        self.settings.write_text(SETTINGS.format(**places), encoding="utf-8")
        self.editors.write_text(EDITORS, encoding="utf-8")
        for number, text in enumerate(TEXTS, 1):
            add(self.content, number, text)

    def task(self, command):
        places = (
            "--settings",
            self.settings,
            "--content",
            self.content,
            "--folder",
            self.folder,
        )
        return run(sys.executable, "-m", "plugins.entities", command, *places)

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
def desk(tmp_path_factory):
    """The desk after one review."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    desk.task("review")
    return desk


@pytest.fixture(scope="module")
def decided(desk):
    """The same after its decisions were applied and the site was built."""
    desk.first = desk.rows()
    desk.page = (desk.folder / "index.html").read_text(encoding="utf-8")
    desk.decide()
    desk.task("apply")
    desk.build()
    return desk


def test_names_in_two_articles_wait_for_a_decision(decided):
    assert {row["id"] for row in decided.first} == {ACCEPTED, IGNORED, MERGED}
    assert {row["articles"] for row in decided.first} == {2}


def test_the_page_shows_each_name_in_its_context(decided):
    assert "السيد <mark>سمير الحجل</mark> إن المطر غزير" in decided.page


@pytest.mark.browser
def test_axe_finds_nothing_on_it(decided, chromium, tmp_path):
    page = tmp_path / "review" / "index.html"
    page.parent.mkdir()
    page.write_text(decided.page, encoding="utf-8")
    (tmp_path / "output").symlink_to(decided.site)
    assert violations(chromium, page.as_uri()) == []


def test_the_editors_own_lines_stay_as_they_are(decided):
    text = decided.editors.read_text(encoding="utf-8")
    head, tail = EDITORS.split("ignore")
    assert text.startswith(head)
    assert text.endswith(f"ignore{tail}")


def test_what_was_accepted_has_a_page_under_the_id_it_was_reviewed_with(decided):
    assert "سمير الحجل" in (decided.site / "e" / f"{ACCEPTED}.html").read_text(
        encoding="utf-8"
    )


def test_what_was_ignored_is_no_name(decided):
    assert "كريم الدومي" not in (decided.site / "entities.html").read_text(
        encoding="utf-8"
    )


def test_what_was_merged_is_the_other_and_its_address_leads_there(decided):
    page = (decided.site / "e" / "mayor.html").read_text(encoding="utf-8")
    assert "جابر القصبي" in page
    assert "url=../e/mayor.html" in (decided.site / "e" / f"{MERGED}.html").read_text(
        encoding="utf-8"
    )


def test_the_site_is_sound(decided):
    assert check.find_problems(decided.site) == []


def test_nothing_decided_comes_up_for_review_again(decided):
    decided.task("review")
    assert decided.rows() == []


def test_decisions_not_yet_applied_are_not_written_over(tmp_path):
    desk = Desk(tmp_path)
    desk.task("review")
    desk.decide()
    with pytest.raises(AssertionError, match="were not applied"):
        desk.task("review")


def test_the_tasks_that_an_editor_runs_are_there():
    assert "entities-review" in run(
        sys.executable, "-m", "invoke", "--list", "--search-root", ROOT
    )
