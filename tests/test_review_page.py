# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names are decided on the review page, applied from the saved file, and taken back."""

import sys

import pytest
import yaml
from conftest import run
from test_review_commands import ACCEPTED, IGNORED, MERGED, ReviewedArchive

from plugins.entities.editors.file import BadEditorsFile, parse_editors_file
from plugins.entities.editors.remove_entries import remove_entries
from plugins.entities.editors.write_decisions import add_entries
from plugins.entities.lists.known_entity import KnownEntity
from plugins.entities.review.conflicts import find_conflicts, have_disjoint_contexts

EDITORS = """\
# ours
entities:
  # the mayor
  - id: mayor
    label: نادر القصبي
    type: person
  - id: x
    aliases: [جابر]
    merged_into: mayor
  - {id: y, label: المطر, type: place}
# after
ignore: []
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    archive = ReviewedArchive(tmp_path_factory.mktemp("clicks"))
    archive.build()
    archive.run_command("review")
    return archive


@pytest.fixture
def review_page(archive, page):
    page.goto((archive.folder / "index.html").as_uri())
    page.evaluate("localStorage.clear()")
    page.reload()
    return page


def save(page, path) -> list[dict]:
    with page.expect_download() as download:
        page.click(".save")
    download.value.save_as(path)
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.browser
def test_names_are_decided_by_keys_and_clicks_and_the_file_is_applied(
    archive, review_page, tmp_path
):
    page = review_page
    page.click(f"#{ACCEPTED} button[value=accept]")
    page.click(f"#{IGNORED}")
    page.keyboard.press("i")
    page.click(f"#{MERGED} .contexts")
    page.keyboard.press("a")
    page.keyboard.press("z")
    page.fill(f"#{MERGED} .into", "mayor")
    page.click(f"#{MERGED} button[value=merge]")
    page.reload()
    assert page.inner_text(".made") == "3 / 3"
    rows = {row["id"]: row for row in save(page, tmp_path / "decisions.yml")}
    assert {key: row["decision"] for key, row in rows.items()} == {
        ACCEPTED: "accept",
        IGNORED: "ignore",
        MERGED: "merge",
    }
    options = ("--settings", archive.settings, "--content", archive.content)
    options += ("--folder", archive.folder)
    command = (sys.executable, "-m", "plugins.entities")
    run(*command, "apply", tmp_path / "decisions.yml", *options)
    text = archive.editors.read_text(encoding="utf-8")
    entries = parse_editors_file(text).entries
    assert entries[MERGED].merged_into == "mayor"
    assert entries[IGNORED].status == "ignored"
    printed = run(*command, "undo", MERGED, *options)
    assert "1 decisions were removed" in printed
    assert MERGED not in parse_editors_file(archive.editors.read_text("utf-8")).entries
    assert "2 decisions" not in run(*command, "undo", *options)


@pytest.mark.browser
def test_a_merge_of_different_types_asks_first(archive, review_page):
    page = review_page
    questions = []
    page.on(
        "dialog", lambda dialog: (questions.append(dialog.message), dialog.dismiss())
    )
    html = (archive.folder / "index.html").read_text(encoding="utf-8")
    known = 'id="known-entities">{"town": ["بلدة", "place", ""]'
    changed = archive.folder / "other-types.html"
    changed.write_text(html.replace('id="known-entities">{', known), encoding="utf-8")
    page.goto(changed.as_uri())
    target = "town"
    page.fill(f"#{MERGED} .into", target)
    page.click(f"#{MERGED} button[value=merge]")
    assert len(questions) == 1
    assert page.inner_text(".made") == "0 / 3"


@pytest.mark.browser
def test_only_names_of_a_type_are_shown(review_page):
    page = review_page
    page.select_option(".review-bar select", "place")
    assert page.locator(".proposals > li:visible").count() == 0
    page.select_option(".review-bar select", "person")
    assert page.locator(".proposals > li:visible").count() == 3


def test_an_entry_is_removed_and_all_other_lines_stay():
    reduced, removed = remove_entries(EDITORS, {"x", "y", "z"})
    assert removed == ["x", "y"]
    assert reduced == EDITORS.replace(
        "  - id: x\n    aliases: [جابر]\n    merged_into: mayor\n", ""
    ).replace("  - {id: y, label: المطر, type: place}\n", "")


def test_a_file_that_would_become_invalid_is_refused_or_stays_valid():
    twice = EDITORS.replace("id: y,", "id: mayor,")
    with pytest.raises(BadEditorsFile):
        remove_entries(twice, {"z"})
    reduced, _ = remove_entries(EDITORS, {"mayor", "x", "y"})
    assert parse_editors_file(reduced).entries == {}


def entity(**values) -> KnownEntity:
    return KnownEntity(**{"id": "a", "label": "أ", "type": "person", **values})


@pytest.mark.parametrize(
    ("other", "conflicts"),
    [
        (entity(), []),
        (entity(type="place"), ["type"]),
        (entity(wikidata="Q2"), ["wikidata"]),
        (entity(cues=("نهر",)), ["cues"]),
        (entity(type="org", wikidata="Q2"), ["type", "wikidata"]),
    ],
)
def test_entities_that_contradict_are_named(other, conflicts):
    one = entity(wikidata="Q1", cues=("جبل",))
    assert list(find_conflicts(one, other)) == conflicts


def test_contexts_are_disjoint_only_with_enough_companions():
    assert have_disjoint_contexts({"a", "b", "c"}, {"d", "e", "f"})
    assert not have_disjoint_contexts({"a", "b", "c"}, {"c", "e", "f"})
    assert not have_disjoint_contexts({"a"}, {"d"})


@pytest.mark.parametrize("empty", ["entities: []\n", "entities: [ ]  # none yet\n"])
def test_an_empty_list_in_brackets_takes_entries(empty):
    row = {"id": "x", "decision": "accept", "label": "أ", "type": "person"}
    extended, new = add_entries(empty + "ignore: []\n", [row])
    assert new == ["x"]
    assert parse_editors_file(extended).entries["x"].label == "أ"
