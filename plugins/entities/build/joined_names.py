# SPDX-License-Identifier: AGPL-3.0-or-later
"""Joined pages: the entities that few articles mention, many on a page.

A page for each would be a file for each, and mostly frame. An entity that gets a page
of its own later, or is merged, leaves a link in its section: no URL breaks.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from plugins.contract import (
    ArticleList,
    JoinedName,
    Redirect,
    joined_list,
    joined_page,
    section_id,
)
from plugins.entities.build.entity_pages import Entity
from plugins.entities.discover.id_lock import Lock


def joined_lists(
    lock: Lock,
    entities: Mapping[str, Entity],
    redirects: Iterable[Redirect],
    pattern: str,
) -> list[ArticleList]:
    """Return the joined pages of all ids that ever were a section of one.

    *pattern* is that of their URLs.
    """
    former = {redirect["id"]: redirect for redirect in redirects}
    pages: dict[str, list[JoinedName]] = defaultdict(list)
    for identity, locked in lock.items():
        if not locked.joined:
            continue
        entity = entities.get(identity)
        section = section_of(entity) if entity else former_section(former[identity])
        pages[joined_page(pattern, identity)].append(section)
    return [joined_list("entity", path, names) for path, names in sorted(pages.items())]


def section_of(entity: Entity) -> JoinedName:
    """Return the section of *entity*; one with a page of its own only links to it."""
    return {
        "id": section_id(entity.id),
        "label": entity.label,
        "type": entity.type,
        "wikidata": entity.wikidata,
        "spellings": entity.spellings,
        "rows": [] if entity.save_as else entity.articles,
        "target": (entity.label, entity.url or "") if entity.save_as else None,
    }


def former_section(redirect: Redirect) -> JoinedName:
    """Return the section of an id that no article mentions any more."""
    heir = redirect["target"]
    return {
        "id": section_id(redirect["id"]),
        "label": redirect["label"],
        "type": redirect["type"],
        "wikidata": "",
        "spellings": (),
        "rows": [],
        "target": (heir.label, heir.url or "") if heir else None,
    }
