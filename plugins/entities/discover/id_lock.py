# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lock file: the ids that entities keep from build to build, and which had a page.

The build writes content/entities.lock.json, which belongs in git beside the articles.
An id is a hash of type and first label, so a lost lock yields the same ids again,
except for entities that were renamed since.

How ids are reused, with an example. The first build has the place «دار الحجر», whose id
is the hash of that label, "nftixlsy". Later the gazetteer renames it to «دار الصخر»,
with the old label as an alias. Its new hash, "l6nndhmi", is in no lock; the rules in
``EVIDENCE`` find the locked id instead, strongest first:

1. equal labels: none of the locked labels is «دار الصخر»;
2. equal labels of ids that were merged into others: none;
3. equal comparison keys of a label and any name: the alias «دار الحجر» matches.

So it keeps "nftixlsy" and its URL, and ``extend_lock`` adds the new label: the next
build finds it by rule 1. An entity that rules match with a merged id gets the id that
this was merged into, unless another entity has reused that one already. An id of which
no entity is left stays in the lock, with ``merged_into`` set if another entity has its
name now; its URL becomes a redirect.
"""

import json
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from plugins.entities.lists.known_entity import (
    DISCOVERED,
    KnownEntity,
    Origin,
    entity_id,
    follow_merges,
)
from plugins.entities.lists.word_keys import word_keys
from storage.files import read_or_none, write_durable

FORMAT = 1


class BadLock(ValueError):
    """The lock file cannot be read; the message gives file and reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedId:
    """What the lock stores of an id: all labels that its entity had, in order."""

    origin: Origin
    type: str
    labels: tuple[str, ...]
    page: bool = False  # whether it ever had a page
    joined: bool = False  # whether it ever was a section of a joined page
    merged_into: str = ""  # the id that has taken over its names


Lock = Mapping[str, LockedId]  # by id, in the order in which ids were added


def read_lock(path: Path) -> Lock:
    """Return the lock in *path*, an empty one without a file. Raises ``BadLock``."""
    if not path.exists():
        return {}
    try:
        root = json.loads(path.read_text(encoding="utf-8"))
        version = root["format"]
        lock = {
            identity: LockedId(labels=tuple(entry.pop("labels")), **entry)
            for identity, entry in root["ids"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadLock(f"{path}: {error}: restore it from git") from error
    if version != FORMAT:
        raise BadLock(f"{path}: format {version}, not {FORMAT}")
    return lock


def serialise_lock(lock: Lock) -> str:
    """Return the lock as JSON, one id a line: a new entity changes no other line."""
    lines = ",\n".join(
        f"{json.dumps(identity)}: {serialise_entry(locked)}"
        for identity, locked in lock.items()
    )
    return f'{{"format": {FORMAT}, "ids": {{\n{lines}\n}}}}\n'


def serialise_entry(locked: LockedId) -> str:
    """Return one entry as JSON, without the fields that have their default."""
    entry: dict[str, object] = {
        "origin": locked.origin,
        "type": locked.type,
        "labels": locked.labels,
    }
    if locked.page:
        entry["page"] = True
    if locked.joined:
        entry["joined"] = True
    if locked.merged_into:
        entry["merged_into"] = locked.merged_into
    return json.dumps(entry, ensure_ascii=False)


def save_lock(path: Path, lock: Lock) -> None:
    """Write *lock* to *path* durably, and only if that changes the file."""
    data = serialise_lock(lock).encode("utf-8")
    if read_or_none(path) != data:
        write_durable(path, data)


def labels_if_merged(locked: LockedId, *, merged: bool) -> tuple[str, ...]:
    """Return the labels of an id that is merged, or is not; else none."""
    return locked.labels if bool(locked.merged_into) == merged else ()


def normalise_label(label: str) -> str:
    """Return the comparison key of a label as one string."""
    return " ".join(word_keys(label))


class ComparedNames(NamedTuple):
    """What an entity, or a candidate that may become one, is compared by."""

    type: str
    label: str
    normal_names: Iterable[str]  # comparison keys of all names; read at most once


def compared_names(entity: KnownEntity) -> ComparedNames:
    """Return what *entity* is compared by."""
    normal_names = map(normalise_label, entity.names)
    return ComparedNames(entity.type, entity.label, normal_names)


LockedKeys = Callable[[LockedId], Iterable[str]]
EntityKeys = Callable[[ComparedNames], Iterable[str]]
# Rules for reusing a locked id, strongest first: the keys by which an id is found, and
# the keys of an entity that are looked up among them.
EVIDENCE: tuple[tuple[LockedKeys, EntityKeys], ...] = (
    (
        lambda locked: labels_if_merged(locked, merged=False),
        lambda entity: (entity.label,),
    ),
    (
        lambda locked: labels_if_merged(locked, merged=True),
        lambda entity: (entity.label,),
    ),
    (
        lambda locked: map(normalise_label, locked.labels),
        lambda entity: entity.normal_names,
    ),
)


def reuse_ids(entities: Sequence[KnownEntity], lock: Lock) -> list[KnownEntity]:
    """Return *entities*, all of one origin, with the ids that the lock has for them.

    A discovered entity keeps its first label too, because its most frequent surface
    form may change with every article.
    """
    if not entities:
        return []
    locked = locked_of_origin(lock, entities[0].origin)
    reused = match_ids(list(map(compared_names, entities)), locked)
    return [
        with_id(entity, reused.get(number, ""), locked)
        for number, entity in enumerate(entities)
    ]


def locked_of_origin(lock: Lock, origin: Origin) -> Lock:
    """Return the part of *lock* with the entities of an *origin*."""
    return {
        identity: locked for identity, locked in lock.items() if locked.origin == origin
    }


def match_ids(entities: Sequence[ComparedNames], lock: Lock) -> dict[int, str]:
    """Return the locked id of each entity that matches one, by its number.

    Stronger rules match first, over all entities; no id is used twice.
    """
    matched: dict[int, str] = {}
    used: set[str] = set()
    for locked_keys, entity_keys in EVIDENCE:
        index = index_unused(lock, used, locked_keys)
        if not index:
            continue
        for number, entity in enumerate(entities):
            if number in matched:
                continue
            for key in entity_keys(entity):
                identity = index.get((entity.type, key))
                if identity and (claimed := claim_id(identity, used, lock)):
                    matched[number] = claimed
                    used.add(claimed)
                    break
    return matched


def index_unused(
    lock: Lock,
    used: Container[str],
    locked_keys: LockedKeys,
) -> Mapping[tuple[str, str], str]:
    """Return the unused ids by type and key; of equal keys the first."""
    index: dict[tuple[str, str], str] = {}
    for identity, locked in lock.items():
        if identity not in used:
            for key in locked_keys(locked):
                index.setdefault((locked.type, key), identity)
    return index


def claim_id(identity: str, used: Container[str], lock: Lock) -> str:
    """Return *identity* if no entity uses it, else "".

    Of a merged id that is the one it was merged into, if no entity uses that.
    """
    if lock[identity].merged_into:
        target = follow_merges(identity, lock)
        if target in lock and target not in used:
            return target
    return "" if identity in used else identity


def with_id(entity: KnownEntity, identity: str, lock: Lock) -> KnownEntity:
    """Return *entity* with the id that it matched, with a new one for ""."""
    if not identity:
        return with_new_id(entity, lock)
    label = entity.label
    if entity.origin == DISCOVERED:
        label = lock[identity].labels[0]
    return replace(entity, id=identity, label=label, aliases=entity.names)


def with_new_id(entity: KnownEntity, lock: Lock) -> KnownEntity:
    """Return *entity* with an id that the lock does not have.

    Its own hash may be taken: an entity that had the same label first, and was renamed.
    """
    identity, number = entity.id, 2
    while identity in lock:
        identity = entity_id(entity.type, f"{entity.label}\n{number}")
        number += 1
    return entity if identity == entity.id else replace(entity, id=identity)


def extend_lock(
    lock: Lock,
    mentioned: Mapping[str, KnownEntity],
    with_page: Container[str],
    unedited: Mapping[str, KnownEntity],
    joined: Container[str] = (),
) -> Lock:
    """Return *lock* with the entities *mentioned* in articles, by id.

    They are in ascending order of their articles. *with_page* are the ids that have a
    page, *joined* those that are a section of one. *unedited* are entities without the
    editors' changes: the next build matches those.
    """
    extended = dict(lock)
    for identity, entity in sorted(mentioned.items()):
        bare = unedited.get(identity, entity)
        locked = lock.get(identity)
        if locked is None:
            locked = LockedId(origin=bare.origin, type=bare.type, labels=(bare.label,))
        page = locked.page or identity in with_page
        extended[identity] = extend_entry(
            locked, bare.label, page=page, joined=locked.joined or identity in joined
        )
    set_merged_ids(extended, mentioned)
    return extended


def extend_entry(locked: LockedId, label: str, *, page: bool, joined: bool) -> LockedId:
    """Return the entry of an entity with that *label*; next to none changes."""
    labels = tuple(dict.fromkeys((*locked.labels, label)))
    fields = (labels, page, joined, "")
    if fields == (locked.labels, locked.page, locked.joined, locked.merged_into):
        return locked
    return replace(locked, labels=labels, page=page, joined=joined, merged_into="")


def set_merged_ids(
    extended: dict[str, LockedId], mentioned: Mapping[str, KnownEntity]
) -> None:
    """Set ``merged_into`` of the ids that no article mentions any more.

    Several entities may have the name of a former one, as ministries of many countries
    have that of «وزارة الصحة»: the last of *mentioned* is the heir.
    """
    orphans = {
        identity: (locked.type, normalise_label(locked.labels[0]))
        for identity, locked in extended.items()
        if identity not in mentioned and locked.merged_into not in mentioned
    }
    if not orphans:
        return
    by_name = {
        (entity.type, name): identity
        for identity, entity in mentioned.items()
        for name in map(normalise_label, entity.names)
    }
    for identity, name in orphans.items():
        locked = extended[identity]
        heir = by_name.get(name, locked.merged_into)
        extended[identity] = replace(locked, merged_into=heir)
