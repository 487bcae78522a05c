# SPDX-License-Identifier: AGPL-3.0-or-later
"""The compiled gazetteer in ``.cache/gazetteer``, which may be deleted at any time.

To compile it from the lists, CLDR and the patterns takes three quarters of a second.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from plugins.entities.lists.known_entity import KnownEntity
from storage.files import read_or_none, sha256_hex, write_atomic

Row = tuple[str, str, str, list[str], list[str], str, str]


def read_entities(path: Path, key: str) -> tuple[KnownEntity, ...] | None:
    """Return the entities that were stored under *key*; ``None`` if there are none.

    The first line of the file is the key and the digest of the rest.
    """
    head, _, body = (read_or_none(path) or b"").partition(b"\n")
    if head != f"{key} {sha256_hex(body)}".encode():
        return None
    return tuple(map(entity_from_row, json.loads(body)))


def write_entities(path: Path, key: str, entities: Iterable[KnownEntity]) -> None:
    """Store *entities* of the gazetteer, unless the folder is read-only."""
    rows = list(map(row_of_entity, entities))
    body = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
    with suppress(OSError):
        write_atomic(path, f"{key} {sha256_hex(body)}\n".encode() + body)


def row_of_entity(entity: KnownEntity) -> Row:
    """Return the fields that an entity of the gazetteer may have."""
    names = (entity.id, entity.label, entity.type)
    lists = (list(entity.aliases), list(entity.cues))
    return *names, *lists, entity.wikidata, entity.country


def entity_from_row(row: Row) -> KnownEntity:
    """Return the entity of a row."""
    identity, label, entity_type, aliases, cues, wikidata, country = row
    return KnownEntity(
        id=identity,
        label=label,
        type=entity_type,
        aliases=tuple(aliases),
        cues=tuple(cues),
        wikidata=wikidata,
        country=country,
    )
