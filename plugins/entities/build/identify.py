# SPDX-License-Identifier: AGPL-3.0-or-later
"""Gives published candidates the ids of the lock, and the editors' changes."""

from collections.abc import Iterator, Mapping

from plugins.entities.build.article_row import Published
from plugins.entities.discover.id_lock import (
    ComparedNames,
    Lock,
    locked_of_origin,
    match_ids,
    with_new_id,
)
from plugins.entities.discover.update_candidates import CandidateRow, Candidates
from plugins.entities.discover.variants import TypedKey
from plugins.entities.editors.file import EditorsFile
from plugins.entities.lists.known_entity import (
    DISCOVERED,
    KnownEntity,
    follow_merges,
)


def published_names(
    candidates: Candidates,
    lock: Lock,
    editors: EditorsFile,
    entities: Mapping[str, KnownEntity],
) -> Published:
    """Return the entity of each name of the candidates that are published.

    *entities* are the known ones by id.
    """
    by_head = {
        row.typed_key: resolved
        for row, entity in identify(candidates.rows, lock)
        if (resolved := resolve_discovered(entity, editors, entities))
    }
    of_variants = {
        name: by_head[head]
        for name, head in candidates.heads.items()
        if head in by_head
    }
    return by_head | of_variants


def identify(
    rows: Mapping[TypedKey, CandidateRow], lock: Lock
) -> Iterator[tuple[CandidateRow, KnownEntity]]:
    """Yield each published candidate with the entity that it is.

    *rows* are in order. Published ones have a prior claim to the locked ids.
    """
    published = [row for row in rows.values() if row.published]
    ordered = [*published, *(row for row in rows.values() if not row.published)]
    locked = locked_of_origin(lock, DISCOVERED)
    compared = [ComparedNames(row.type, row.label, row.normal_names) for row in ordered]
    matched = match_ids(compared, locked)
    for number, row in enumerate(published):
        yield row, entity_of_candidate(row, matched.get(number, ""), locked)


def entity_of_candidate(row: CandidateRow, identity: str, locked: Lock) -> KnownEntity:
    """Return the entity of a candidate with its locked id, with a new one for "".

    The same as ``id_lock.with_id`` of ``row.entity``, whose hash takes longer than all
    the rest and is needed for a new id only.
    """
    if not identity:
        return with_new_id(row.entity, locked)
    return KnownEntity(
        id=identity,
        label=locked[identity].labels[0],
        type=row.type,
        aliases=row.names,
        origin=DISCOVERED,
    )


def resolve_discovered(
    discovered: KnownEntity, editors: EditorsFile, entities: Mapping[str, KnownEntity]
) -> KnownEntity | None:
    """Return the entity that the editors made of a discovered one.

    Itself without an entry in their file, ``None`` if they ignore it.
    """
    if discovered.id not in editors.entries:
        return discovered
    return entities.get(follow_merges(discovered.id, editors.entries))
