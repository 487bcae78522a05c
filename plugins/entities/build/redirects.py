# SPDX-License-Identifier: AGPL-3.0-or-later
"""Redirects from URLs that entities had before: no link to the archive ever breaks."""

from collections.abc import Iterable, Iterator, Mapping

from plugins.contract import Redirect, numbered_page
from plugins.entities.build.entity_pages import Entity
from plugins.entities.discover.id_lock import Lock
from plugins.entities.editors.file import Entries
from plugins.entities.lists.known_entity import follow_merges


def find_redirects(
    lock: Lock, entries: Entries, entities: Mapping[str, Entity]
) -> list[Redirect]:
    """Return the ids that had a page, or a section of one, and have none now.

    The target of each is the entity into which it was merged, ``None`` if no article
    mentions it any more.
    """
    labels: dict[str, tuple[str, str]] = {}  # type and label by id
    for entry in entries.values():
        if entry.merged_into:
            labels[entry.id] = (entry.type, entry.label)
    for identity, locked in lock.items():
        if locked.page or locked.joined:
            labels[identity] = (locked.type, locked.labels[-1])
    return [
        {
            "id": identity,
            "type": entity_type,
            "label": label,
            "page": identity in entries or lock[identity].page,
            "target": redirect_target(identity, lock, entries, entities),
        }
        for identity, (entity_type, label) in sorted(labels.items())
        if not has_page(identity, entities)
    ]


def has_page(identity: str, entities: Mapping[str, Entity]) -> bool:
    """Return whether there is an entity of that id with a page."""
    return identity in entities and entities[identity].url is not None


def redirect_target(
    identity: str, lock: Lock, entries: Entries, entities: Mapping[str, Entity]
) -> Entity | None:
    """Return the entity with a page into which *identity* was merged."""
    for successor in successors(identity, lock, entries):
        if has_page(successor, entities):
            return entities[successor]
    return None


def successors(identity: str, lock: Lock, entries: Entries) -> Iterator[str]:
    """Yield the ids into which editors and earlier builds merged *identity*."""
    merged_by_editors = follow_merges(identity, entries)
    yield merged_by_editors
    yield follow_merges(merged_by_editors, lock)
    yield follow_merges(follow_merges(identity, lock), entries)


def former_urls(save_as: str, target: Entity | None, page_size: int) -> list[str]:
    """Return the output paths of all pages that a merged entity's list may have had.

    The lock does not store how many pages it had, at most as many as its *target* has,
    which took over all its articles. *page_size* is in articles.
    """
    pages = target.count // page_size if target else 0
    return [save_as, *(numbered_page(save_as, number) for number in range(1, pages))]


def record_former_ids(
    redirects: Iterable[Redirect], entities: Mapping[str, Entity]
) -> None:
    """Add to each entity the ids merged into it: old search URLs filter by those."""
    for redirect in redirects:
        if redirect["target"]:
            entities[redirect["target"].id].former.append(redirect["id"])
