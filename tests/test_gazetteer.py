# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gazetteer: every label in one row, ids that never change."""

import re
from collections import Counter

import pytest

from plugins.entities.lists.gazetteer import (
    compile_gazetteer,
    files_of_type,
    load_gazetteer,
    read_tsv,
    split_cell,
)
from plugins.entities.lists.known_entity import TYPES
from plugins.entities.lists.stored_entities import read_entities, write_entities


@pytest.mark.parametrize("entity_type", TYPES)
def test_a_label_is_in_one_row_of_the_files_of_its_type(entity_type):
    labels = Counter(
        cells[0] for path in files_of_type(entity_type) for cells in read_tsv(path)
    )
    assert [label for label, count in labels.items() if count > 1] == []


@pytest.mark.parametrize("entity_type", TYPES)
def test_an_alias_is_once_in_its_row(entity_type):
    repeated = [
        (path.name, cells[0])
        for path in files_of_type(entity_type)
        for cells in read_tsv(path)
        if len(cells) > 1 and len(set(split_cell(cells[1]))) < len(split_cell(cells[1]))
    ]
    assert repeated == []


def test_no_two_entities_have_one_id():
    ids = [entity.id for entity in load_gazetteer()]
    assert len(set(ids)) == len(ids)


def test_ids_are_the_same_on_every_run():
    assert load_gazetteer() == compile_gazetteer()


def test_stored_entities_are_read_back_whole(tmp_path):
    entities = load_gazetteer()
    write_entities(tmp_path / "x", "key", entities)
    assert read_entities(tmp_path / "x", "key") == entities


@pytest.mark.parametrize(("key", "size"), [("other", None), ("key", -1), ("key", 0)])
def test_outdated_or_damaged_entities_are_not_read(tmp_path, key, size):
    path = tmp_path / "x"
    write_entities(path, "key", load_gazetteer()[:9])
    path.write_bytes(path.read_bytes()[:size])
    assert read_entities(path, key) is None


@pytest.mark.parametrize(
    ("label", "latin"),
    [
        ("السعودية", "Saudi Arabia"),
        ("ساحل العاج", "Côte d’Ivoire"),
        ("نيويورك", "New York"),
    ],
)
def test_places_of_cldr_have_their_english_names(label, latin):
    (place,) = (
        entity
        for entity in load_gazetteer()
        if entity.type == "place" and entity.label == label
    )
    assert place.latin == latin


def test_an_english_name_has_no_arabic_letters():
    names = [entity.latin for entity in load_gazetteer() if entity.latin]
    assert len(names) > 400
    assert not any(re.search("[ء-ي]", name) for name in names)
