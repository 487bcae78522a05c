# SPDX-License-Identifier: AGPL-3.0-or-later
"""Recognisers are loaded by name; each text is recognised once and then cached."""

import shutil

import pytest

from plugins.entities.build.cache import CACHE_FILES, DECIDING, ENTITIES, open_cache
from plugins.entities.build.serialise import parse_spans, serialise_spans
from plugins.entities.lists.gazetteer import word_lists
from plugins.entities.lists.known_entity import KnownEntity
from plugins.entities.match.finder import Finder
from plugins.entities.models.load_recogniser import BadBackend, load_recogniser
from plugins.entities.models.recogniser import Span
from storage.code_digest import code_digest


class CapitalLetters:
    """Recognises every capital letter as a place, and records the texts."""

    def __init__(self, fingerprint="capitals"):
        self.fingerprint = fingerprint
        self.recognised = []

    def __call__(self, text):
        self.recognised.append(text)
        return [
            Span(start=at, end=at + 1, type="place", confidence=1 / 3)
            for at, letter in enumerate(text)
            if letter.isupper()
        ]


capital_letters = CapitalLetters()


def make_recogniser(fingerprint):
    return CapitalLetters(fingerprint)


def recognise(recogniser, folder, *texts):
    with open_cache(recogniser, folder) as cache:
        return [cache.recognise(text) for text in texts]


def test_an_empty_setting_loads_a_recogniser_that_finds_nothing():
    assert load_recogniser("")("A") == []


def test_a_recogniser_is_loaded_by_name():
    assert load_recogniser(f"{__name__}:capital_letters") is capital_letters


def test_a_factory_gets_its_argument():
    loaded = load_recogniser(f"{__name__}:make_recogniser:models/a:b")
    assert loaded.fingerprint == "models/a:b"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("no.such.module:x", "no module no"),
        (f"{__name__}:nothing", "has no 'nothing'"),
        (f"{__name__}", "has no ''"),
        (f"{__name__}:Span", "no callable with a fingerprint"),
    ],
)
def test_a_name_of_no_recogniser_is_rejected_with_the_reason(name, reason):
    with pytest.raises(BadBackend, match=reason):
        load_recogniser(name)


def test_a_text_is_recognised_once(tmp_path):
    recogniser = CapitalLetters()
    first = recognise(recogniser, tmp_path, "A b", "C", "A b")
    assert recognise(recogniser, tmp_path, "A b", "C", "A b") == first
    assert recogniser.recognised == ["A b", "C"]


def test_another_fingerprint_has_its_own_cache(tmp_path):
    recognise(CapitalLetters("first"), tmp_path, "A")
    second = CapitalLetters("second")
    recognise(second, tmp_path, "A")
    assert second.recognised == ["A"]


def names_in(recogniser, folder, label):
    """Return the names in a text where *label* is the only known entity."""
    entity = KnownEntity(id="1", label=label, type="place", origin="editor")
    with open_cache(recogniser, folder) as cache:
        return cache.names_in("إلى دمشق A", Finder([entity], [], word_lists()))


def test_cached_names_are_the_same_as_new_ones(tmp_path):
    first = names_in(CapitalLetters(), tmp_path, "دمشق")
    recogniser = CapitalLetters()
    assert names_in(recogniser, tmp_path, "دمشق") == first
    assert (len(first.mentions), len(first.unlinked)) == (1, 1)
    assert recogniser.recognised == []


def test_other_known_entities_are_matched_without_recognising_again(tmp_path):
    names_in(CapitalLetters(), tmp_path, "دمشق")
    recogniser = CapitalLetters()
    assert names_in(recogniser, tmp_path, "حلب").mentions == []
    assert recogniser.recognised == []


@pytest.mark.parametrize("changed", ["rules.json", "finder.py", "names.tsv"])
def test_a_change_of_code_or_lists_changes_the_cache_key(tmp_path, changed):
    for name in ("rules.json", "finder.py", "names.tsv"):
        (tmp_path / name).write_text("1", encoding="utf-8")
    before = code_digest([tmp_path])
    (tmp_path / changed).write_text("2", encoding="utf-8")
    assert code_digest([tmp_path]) != before


@pytest.fixture
def digest_after_editing(tmp_path):
    """Edit a module in a copy of the plugin, and return the digest of deciding code."""

    def edit(module):
        copy = tmp_path / "entities"
        shutil.copytree(ENTITIES, copy, ignore=shutil.ignore_patterns("*.crf"))
        with (copy / module).open("a", encoding="utf-8") as stream:
            stream.write("\nEDITED = 1\n")
        return code_digest([copy / path.relative_to(ENTITIES) for path in DECIDING])

    return edit


@pytest.mark.parametrize(
    "module", ["review/queue.py", "__main__.py", "build/entity_pages.py"]
)
def test_editing_the_review_or_the_pages_invalidates_no_cached_name(
    digest_after_editing, module
):
    assert digest_after_editing(module) == code_digest(DECIDING)


@pytest.mark.parametrize("module", ["resolve/reconcile.py", "build/serialise.py"])
def test_editing_code_that_decides_names_invalidates_them(digest_after_editing, module):
    assert digest_after_editing(module) != code_digest(DECIDING)


def test_confidences_are_cached_to_the_last_bit():
    spans = [Span(start=0, end=7, type="person", confidence=0.1 + 0.2)]
    assert parse_spans(serialise_spans(spans)) == spans


@pytest.mark.parametrize("damage", [b"no database at all, only words " * 40, None])
def test_a_damaged_cache_is_rebuilt_with_one_message(tmp_path, capsys, damage):
    texts = [f"A{number}" for number in range(400)]
    expected = recognise(CapitalLetters(), tmp_path, *texts)
    (path,) = tmp_path.glob("*.sqlite")
    intact = path.read_bytes()
    path.write_bytes(damage or intact[: len(intact) // 3])
    assert recognise(CapitalLetters(), tmp_path, *texts) == expected
    assert capsys.readouterr().err.count("is damaged (") == 1


def test_names_recognised_before_an_interruption_are_cached(tmp_path):
    recogniser = CapitalLetters()

    def interrupted():
        with open_cache(recogniser, tmp_path) as cache:
            cache.recognise("A")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    recognise(recogniser, tmp_path, "A")
    assert recogniser.recognised == ["A"]


def test_unused_texts_are_evicted(tmp_path):
    recogniser = CapitalLetters()
    recognise(recogniser, tmp_path, *(f"A{number}" for number in range(10)))
    recognise(recogniser, tmp_path, "A1", "A2")
    recogniser.recognised.clear()
    recognise(recogniser, tmp_path, "A1", "A9")
    assert recogniser.recognised == ["A9"]


def test_only_the_newest_cache_files_are_kept(tmp_path):
    for number in range(CACHE_FILES + 2):
        recognise(CapitalLetters(str(number)), tmp_path, "A")
    assert len(list(tmp_path.iterdir())) == CACHE_FILES
