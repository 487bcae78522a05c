# SPDX-License-Identifier: AGPL-3.0-or-later
"""Applies the editors' file to the gazetteer."""

from collections.abc import Iterable
from dataclasses import replace

from plugins.entities.editors.file import BadEditorsFile, EditorsFile, Entry
from plugins.entities.lists.known_entity import KnownEntity, follow_merges


def apply_editors_file(
    gazetteer: Iterable[KnownEntity], editors: EditorsFile
) -> tuple[list[KnownEntity], list[str]]:
    """Return the entities that can be found, and the spellings that are no names.

    An entry replaces the gazetteer's entity of the same id but keeps its aliases. A
    merged entry gives its aliases to the other. An ignored or proposed one is not
    found. Raises ``BadEditorsFile`` for a merge into an unknown id.
    """
    entities = {entity.id: entity for entity in gazetteer}
    edit_and_merge(entities, editors)
    visible: list[KnownEntity] = []
    for entity in entities.values():
        entry = editors.entries.get(entity.id)
        if entry is None or not is_hidden(entry):
            visible.append(entity)
    return visible, ignored_spellings(editors)


def edit_and_merge(entities: dict[str, KnownEntity], editors: EditorsFile) -> None:
    """Add the editors' entities to *entities*, then merge."""
    entries = editors.entries.values()
    for entry in entries:
        if entry.label:
            entities[entry.id] = edited_entity(entry, entities.get(entry.id))
    for entry in entries:
        if entry.merged_into:
            merge_entity(entities, entry, editors)


def ignored_spellings(editors: EditorsFile) -> list[str]:
    """Return the spellings under ``ignore``, and those of ignored entries."""
    ignored = list(editors.ignored)
    for entry in editors.entries.values():
        if entry.status == "ignored":
            ignored += entry.names
    return ignored


def is_hidden(entry: Entry) -> bool:
    """Return whether the names of *entry* are not found as its own."""
    return bool(entry.merged_into) or entry.status != "confirmed"


def merge_entity(
    entities: dict[str, KnownEntity], entry: Entry, editors: EditorsFile
) -> None:
    """Give the aliases of *entry* to the entity into which it was merged."""
    target = follow_merges(entry.id, editors.entries)
    if target not in entities:
        raise BadEditorsFile(
            f"{editors.location_of(entry)}: {entry.id}:"
            f" merged_into names an unknown id: {target}"
        )
    aliases = entry.names
    if entry.id in entities:
        aliases = (*entities[entry.id].names, *aliases)
    entities[target] = replace(
        entities[target], aliases=(*entities[target].aliases, *aliases)
    )


def edited_entity(entry: Entry, original: KnownEntity | None) -> KnownEntity:
    """Return the entity of *entry*; what it leaves out is taken from the original."""
    edited = KnownEntity(
        id=entry.id,
        label=entry.label,
        type=entry.type,
        aliases=entry.aliases,
        cues=entry.cues,
        origin="editor",
        wikidata=entry.wikidata,
        line=entry.line,
    )
    if original is None:
        return edited
    return replace(
        edited,
        aliases=(*entry.aliases, *original.names),
        cues=entry.cues or original.cues,
        wikidata=entry.wikidata or original.wikidata,
        latin=original.latin,
    )
