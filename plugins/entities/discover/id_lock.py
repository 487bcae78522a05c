# SPDX-License-Identifier: AGPL-3.0-or-later
"""What must outlast every rebuild: the ids that names were given, and which of them have had a page.

The build writes content/entities.lock.json, an archive's own, to be kept in git beside its articles. Ids are made of
type and first label, so a lost lock gives the same ids again; what it alone knows is that a label was another one once.
"""

import json
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plugins.entities.lists.known_entity import Origin, Record, entity_id, words

FORMAT = 1


class BadLock(ValueError):
    """The lock cannot be read; the message names file and reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the lock holds of an id: all labels it has been known by, the first one first."""

    origin: Origin
    type: str
    labels: tuple[str, ...]
    page: bool = False  # whether an address was ever given
    merged_into: str = ""  # the id that has taken over its names


Lock = Mapping[str, Held]  # by id, in the order in which the ids were given


def read(path: Path) -> Lock:
    """Return what *path* holds; without a file nothing is held. Raises ``BadLock``."""
    if not path.exists():
        return {}
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if held["format"] != FORMAT:
            raise BadLock(f"{path}: format {held['format']}, not {FORMAT}")
        return {
            identity: Held(**entry | {"labels": tuple(entry["labels"])})
            for identity, entry in held["ids"].items()
        }
    except (ValueError, KeyError, TypeError) as error:
        raise (
            error
            if isinstance(error, BadLock)
            else BadLock(f"{path}: {error}: take it back from git")
        ) from error


def written(lock: Lock) -> str:
    """Return the lock as JSON, an id a line: a name that is added adds a line and touches no other."""
    lines = ",\n".join(
        f"{json.dumps(identity)}: {_entry(held)}" for identity, held in lock.items()
    )
    return f'{{"format": {FORMAT}, "ids": {{\n{lines}\n}}}}\n'


def _entry(held: Held) -> str:
    entry: dict[str, Any] = {
        "origin": held.origin,
        "type": held.type,
        "labels": held.labels,
    }
    entry |= {"page": True} if held.page else {}
    entry |= {"merged_into": held.merged_into} if held.merged_into else {}
    return json.dumps(entry, ensure_ascii=False)


def save(path: Path, lock: Lock) -> None:
    """Write *lock* to *path* in one step, and only if that changes it."""
    text = written(lock)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    unfinished = path.with_suffix(".part")
    unfinished.write_text(text, encoding="utf-8", newline="\n")
    unfinished.replace(path)


# By what a record is known again, the surest first: keys of what is held, keys of the record.
EVIDENCE: tuple[
    tuple[Callable[[Held], Iterable[str]], Callable[[Record], Iterable[str]]], ...
] = (
    (
        lambda held: () if held.merged_into else held.labels,
        lambda record: (record.label,),
    ),
    (
        lambda held: held.labels if held.merged_into else (),
        lambda record: (record.label,),
    ),
    (lambda held: map(_key, held.labels), lambda record: map(_key, record.names)),
)


def settle(records: Sequence[Record], lock: Lock) -> list[Record]:
    """Return *records*, all of one origin, under the ids the lock holds for them.

    A minted one takes its first label too: the commonest spelling may be another one tomorrow.
    """
    ours = {
        identity: held
        for identity, held in lock.items()
        if records and held.origin == records[0].origin
    }
    found: dict[int, str] = {}
    taken: set[str] = set()
    for keys_held, keys_of in EVIDENCE:
        index: dict[tuple[str, str], str] = {}
        for identity, held in ours.items():
            if identity not in taken:
                for key in keys_held(held):
                    index.setdefault((held.type, key), identity)
        for place, record in enumerate(records) if index else ():
            if place not in found and (
                identity := _claim(index, record.type, keys_of(record), taken, ours)
            ):
                found[place] = identity
                taken.add(identity)
    return [
        _settled(record, found.get(place), ours) for place, record in enumerate(records)
    ]


def _key(name: str) -> str:
    return " ".join(words(name))


def _claim(
    index: Mapping[tuple[str, str], str],
    kind: str,
    keys: Iterable[str],
    taken: set[str],
    lock: Lock,
) -> str:
    """Return the first id of *keys* that is free, or the one it was merged into if that is free; "" for none."""
    for identity in filter(None, (index.get((kind, key)) for key in keys)):
        for claimed in (root(identity, lock), identity):
            if claimed in lock and claimed not in taken:
                return claimed
    return ""


def root(identity: str, lock: Lock) -> str:
    """Return the id that *identity* was merged into, through every merge."""
    passed = {identity}
    while (
        identity in lock
        and (target := lock[identity].merged_into)
        and target not in passed
    ):
        passed.add(identity := target)
    return identity


def _settled(record: Record, identity: str | None, lock: Lock) -> Record:
    if identity is None:
        return (
            replace(record, id=_new_id(record, lock)) if record.id in lock else record
        )
    label = lock[identity].labels[0] if record.origin == "minted" else record.label
    return replace(record, id=identity, label=label, aliases=record.names)


def _new_id(record: Record, lock: Lock) -> str:
    """Return another id for a name whose own one was given to what bore its label before."""
    number = 2
    while (identity := entity_id(record.type, f"{record.label}\n{number}")) in lock:
        number += 1
    return identity


def grown(
    lock: Lock,
    seen: Mapping[str, Record],
    pages: Container[str],
    own: Mapping[str, Record],
) -> Lock:
    """Return *lock* with the records *seen* in articles, by id; *pages* are the ids that have one.

    *own* are records as they were before an editor's entry was laid over them: by those they will be known again.
    An id that nothing bears any more stays, with the id whose record has its name now.
    """
    grown = dict(lock)
    for identity, record in sorted(seen.items()):
        bare = own.get(identity, record)
        held = lock.get(
            identity, Held(origin=bare.origin, type=bare.type, labels=(bare.label,))
        )
        labels = tuple(dict.fromkeys((*held.labels, bare.label)))
        page = held.page or identity in pages
        grown[identity] = replace(held, labels=labels, page=page, merged_into="")
    bearers = {
        (record.type, _key(name)): identity
        for identity, record in sorted(seen.items())
        for name in record.names
    }
    for identity in grown.keys() - seen.keys():
        held = grown[identity]
        if held.merged_into not in seen:
            heir = bearers.get((held.type, _key(held.labels[0])), held.merged_into)
            grown[identity] = replace(held, merged_into=heir)
    return grown
