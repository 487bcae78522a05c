# SPDX-License-Identifier: AGPL-3.0-or-later
"""A stored finder finds what the finder finds from which it was written."""

import pytest
from test_expected import EXPECTED

from plugins.entities.build import stored_finder
from plugins.entities.build.changed_entities import describe_finder
from plugins.entities.build.stored_finder import StoredFinder, load_known_names
from plugins.entities.discover.id_lock import LockedId
from plugins.entities.editors.file import EMPTY, parse_editors_file
from plugins.entities.lists.known_entity import entity_id
from plugins.entities.match.tokenised_text import tokenise

DAMASCUS, CAIRO = entity_id("place", "دمشق"), entity_id("place", "القاهرة")
# Damascus had another id once.
LOCK = {"old": LockedId(origin="gazetteer", type="place", labels=("دمشق",))}
EDITORS = parse_editors_file(
    f"entities:\n- {{id: {CAIRO}, label: مدينة القاهرة, type: place}}\n"
    "- {id: mayor, label: نادر القصبي, type: person, aliases: [الوالي]}\n"
    "- {id: gone, label: وزارة الصحة, type: org, status: ignored}\n"
    "ignore: [الرياض]\n"
)


@pytest.fixture
def texts():
    """The sample archive's texts, and one for the editors' file."""
    paths = sorted((EXPECTED / "articles").rglob("*.md"))
    assert paths
    edited = "زار نادر القصبي القاهرة والرياض ودمشق، وقال الوالي لوزارة الصحة"
    return [edited, *(path.read_text(encoding="utf-8") for path in paths)]


@pytest.mark.parametrize(("lock", "editors"), [({}, EMPTY), (LOCK, EDITORS)])
def test_it_finds_the_same_in_every_text(tmp_path, texts, lock, editors):
    new = load_known_names(tmp_path / "finder", lock, editors)
    stored = load_known_names(tmp_path / "finder", lock, editors)
    assert isinstance(stored.finder, StoredFinder)
    for text in texts:
        tokenised = tokenise(text)
        for home in ("", "السعودية"):
            expected = new.finder.find_mentions(tokenised, home)
            assert stored.finder.find_mentions(tokenised, home) == expected
    assert stored.finder.ambiguous == new.finder.ambiguous
    assert stored.finder.national == new.finder.national
    assert stored.finder.ignored == new.finder.ignored


def test_it_describes_the_same_entities(tmp_path):
    new = load_known_names(tmp_path / "finder", LOCK, EDITORS)
    stored = load_known_names(tmp_path / "finder", LOCK, EDITORS)
    assert stored.finder.fingerprint == new.finder.fingerprint
    assert describe_finder(stored.finder) == describe_finder(new.finder)
    assert list(stored.finder.entities.values()) == list(new.finder.entities.values())
    assert dict(stored.unedited) == dict(new.unedited)


def test_another_lock_or_editors_file_is_not_read(tmp_path):
    path = tmp_path / "finder"
    load_known_names(path, LOCK, EDITORS)
    for lock, editors in (({}, EDITORS), (LOCK, EMPTY)):
        names = load_known_names(path, lock, editors)
        assert not isinstance(names.finder, StoredFinder)


def test_a_damaged_file_is_written_again(tmp_path):
    path = tmp_path / "finder"
    load_known_names(path, LOCK, EDITORS)
    intact = path.read_bytes()
    path.write_bytes(intact[:-1] + bytes([intact[-1] ^ 1]))
    assert not isinstance(load_known_names(path, LOCK, EDITORS).finder, StoredFinder)
    assert path.read_bytes() == intact


def test_other_code_does_not_read_it(tmp_path, monkeypatch):
    path = tmp_path / "finder"
    load_known_names(path, {}, EMPTY)
    monkeypatch.setattr(stored_finder, "DECIDING", ())
    assert not isinstance(load_known_names(path, {}, EMPTY).finder, StoredFinder)
