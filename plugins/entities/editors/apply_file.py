# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the editors decided, laid over the gazetteer."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from plugins.entities.editors.file import Authority, BadAuthority, Entry
from plugins.entities.lists.known_entity import Record


def final(identity: str, entries: Mapping[str, Entry]) -> str:
    """Return the id that *identity* was merged into, through every merge."""
    while identity in entries and entries[identity].merged_into:
        identity = entries[identity].merged_into
    return identity


def lay_over(
    gazetteer: Iterable[Record], authority: Authority
) -> tuple[list[Record], list[str]]:
    """Return the records that may be found, and the spellings that are no names.

    An editor's entry replaces the gazetteer's of the same id but keeps its spellings; a merged one lends its spellings
    to the other; an ignored one, and one only proposed, is not found.
    Raises ``BadAuthority`` for a merge into an id that neither side knows.
    """
    entries = authority.entries
    records = {record.id: record for record in gazetteer}
    records |= {
        entry.id: _record(entry, records.get(entry.id))
        for entry in entries.values()
        if entry.label
    }
    for entry in entries.values():
        if entry.merged_into:
            target = final(entry.id, entries)
            if target not in records:
                where = (
                    f"{authority.file}:{entry.line}"
                    if authority.file
                    else str(entry.line)
                )
                raise BadAuthority(
                    f"{where}: {entry.id}: merged into {target}, which is nothing"
                )
            lent = (
                (*records[entry.id].names, *entry.names)
                if entry.id in records
                else entry.names
            )
            records[target] = replace(
                records[target], aliases=(*records[target].aliases, *lent)
            )
    left_out = {
        entry.id
        for entry in entries.values()
        if entry.merged_into or entry.status != "confirmed"
    }
    refused = [
        name
        for entry in entries.values()
        if entry.status == "ignored"
        for name in entry.names
    ]
    return [record for record in records.values() if record.id not in left_out], [
        *authority.ignored,
        *refused,
    ]


def _record(entry: Entry, known: Record | None) -> Record:
    return Record(
        id=entry.id,
        label=entry.label,
        type=entry.type,
        aliases=(*entry.aliases, *(known.names if known else ())),
        cues=entry.cues or (known.cues if known else ()),
        origin="editor",
        wikidata=entry.wikidata or (known.wikidata if known else ""),
        line=entry.line,
    )
