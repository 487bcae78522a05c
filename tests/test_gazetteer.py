# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gazetteer: every label in one row, ids that never change."""

from collections import Counter

import pytest

from plugins.entities.lists.gazetteer import (
    files_of_type,
    load_gazetteer,
    read_tsv,
    split_cell,
)
from plugins.entities.lists.known_entity import TYPES


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
    again = load_gazetteer.__wrapped__()
    assert [entity.id for entity in load_gazetteer()] == [entity.id for entity in again]
