# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses whose name has gone: where each leads now, so that no link to the archive ever breaks."""

from collections.abc import Iterator, Mapping
from typing import Any

from plugins.contract import numbered_page
from plugins.entities.build.entity_pages import Entity
from plugins.entities.discover.id_lock import Lock, root
from plugins.entities.editors.apply_file import final
from plugins.entities.editors.file import Entry


def moved(
    lock: Lock, entries: Mapping[str, Entry], known: Mapping[str, Entity]
) -> list[dict[str, Any]]:
    """Return the addresses once given that have no page of their own now, each with ``id, type, label, target``.

    The target is the entity whose page took over, or ``None`` if no article holds the name any more.
    """
    gone = {
        entry.id: (entry.type, entry.label)
        for entry in entries.values()
        if entry.merged_into
    }
    gone |= {
        identity: (held.type, held.labels[-1])
        for identity, held in lock.items()
        if held.page
    }
    return [
        {
            "id": identity,
            "type": kind,
            "label": label,
            "target": target(identity, lock, entries, known),
        }
        for identity, (kind, label) in sorted(gone.items())
        if not (identity in known and known[identity].url)
    ]


def left(address: str, heir: Entity | None, size: int) -> list[str]:
    """Return the addresses at which a list of *size* articles a page may have stood before its name went to *heir*.

    The lock does not say how many there were; no more than the heir has, who took over every article.
    """
    pages = heir.count // size if heir else 0
    return [address, *(numbered_page(address, number) for number in range(1, pages))]


def target(
    identity: str, lock: Lock, entries: Mapping[str, Entry], known: Mapping[str, Entity]
) -> Entity | None:
    """Return the entity with a page that *identity* has become."""
    for heir in _heirs(identity, lock, entries):
        if heir in known and known[heir].url:
            return known[heir]
    return None


def _heirs(identity: str, lock: Lock, entries: Mapping[str, Entry]) -> Iterator[str]:
    decided = final(identity, entries)
    yield decided
    yield root(decided, lock)
    yield final(root(identity, lock), entries)
