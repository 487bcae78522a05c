# SPDX-License-Identifier: AGPL-3.0-or-later
"""The compiled gazetteer in ``.cache/gazetteer``, which may be deleted at any time.

To compile it from the lists, CLDR and the patterns takes three quarters of a second.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from plugins.entities.lists.known_entity import KnownEntity
from storage.computed_file import read_computed, write_computed

Row = tuple[str, str, str, list[str], list[str], str, str, str]


def read_entities(path: Path, key: str) -> tuple[KnownEntity, ...] | None:
    """Return the entities that were stored under *key*; ``None`` if there are none."""
    body = read_computed(path, key)
    return None if body is None else tuple(map(entity_from_row, json.loads(body)))


def write_entities(path: Path, key: str, entities: Iterable[KnownEntity]) -> None:
    """Store *entities* of the gazetteer."""
    rows = list(map(row_of_entity, entities))
    body = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    write_computed(path, key, body.encode())


def row_of_entity(entity: KnownEntity) -> Row:
    """Return the fields that an entity of the gazetteer may have."""
    names = (entity.id, entity.label, entity.type)
    lists = (list(entity.aliases), list(entity.cues))
    return *names, *lists, entity.wikidata, entity.latin, entity.country


def entity_from_row(row: Row) -> KnownEntity:
    """Return the entity of a row."""
    identity, label, entity_type, aliases, cues, wikidata, latin, country = row
    return KnownEntity(
        id=identity,
        label=label,
        type=entity_type,
        aliases=tuple(aliases),
        cues=tuple(cues),
        wikidata=wikidata,
        latin=latin,
        country=country,
    )
