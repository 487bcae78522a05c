# SPDX-License-Identifier: AGPL-3.0-or-later
"""The editors' own file of names, read and held to its rules. No build writes to it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from plugins.entities.lists.known_entity import TYPES, words

PARTS = ("entities", "ignore")
STATUSES = ("confirmed", "proposed", "ignored")
ADDRESS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
WIKIDATA = re.compile(r"Q[1-9][0-9]*")


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, str) and item.strip() for item in value
    )


Shape = tuple[Callable[[Any], bool], str]
NAME: Shape = (
    lambda value: isinstance(value, str | int) and not isinstance(value, bool),
    "an id",
)
TEXT: Shape = (lambda value: isinstance(value, str), "text: put it in quotes")
# key of an entry → what its value must be; a key without a value counts as absent
KEYS: Mapping[str, Shape] = {
    "id": NAME,
    "label": TEXT,
    "type": TEXT,
    "aliases": (_texts, "a list of spellings, those like yes, no or 2011 in quotes"),
    "wikidata": (lambda value: bool(WIKIDATA.fullmatch(str(value))), "Q and a number"),
    "status": TEXT,
    "context": (
        lambda value: (
            isinstance(value, dict) and set(value) == {"any"} and _texts(value["any"])
        ),
        "any: [words]",
    ),
    "merged_into": NAME,
}


class BadAuthority(ValueError):
    """An entry of the editors' file cannot be used; the message names file, line and reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the file as an editor wrote it, and the line where it begins."""

    line: int
    id: str
    label: str = ""
    type: str = ""
    aliases: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    wikidata: str = ""
    status: str = "confirmed"
    merged_into: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling that stands for the entry."""
        return (self.label, *self.aliases) if self.label else self.aliases


@dataclass(frozen=True, slots=True)
class Authority:
    """What the editors decided: entries by id, and spellings that are no names."""

    entries: Mapping[str, Entry]
    ignored: tuple[str, ...]
    file: str = ""  # where they stand, for messages


def read(path: Path) -> Authority:
    """Return the editors' decisions; without a file there are none.

    The file is a mapping of ``entities`` (a list of entries) and ``ignore`` (a list of spellings).
    Raises ``BadAuthority``.
    """
    if not path.exists():
        return Authority({}, ())
    try:
        return replace(parse(path.read_text(encoding="utf-8")), file=str(path))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadAuthority(f"{path}:{line}: not YAML: {error.problem}") from error
    except BadAuthority as error:
        raise BadAuthority(f"{path}:{error}") from error


def parse(text: str) -> Authority:
    """Return the decisions written in *text*; raises ``BadAuthority``, its message opening with the line."""
    loader = yaml.SafeLoader(text)
    root = loader.get_single_node()
    if root is None:
        return Authority({}, ())
    if not isinstance(root, yaml.MappingNode):
        raise BadAuthority("1: not a mapping of `entities` and `ignore`")
    parts = {key.value: (_line(key), value) for key, value in root.value}
    for name, (line, _) in parts.items():
        if name not in PARTS:
            raise BadAuthority(f"{line}: {name} is neither of {' and '.join(PARTS)}")
    entries = [
        _entry(_line(node), loader.construct_object(node, deep=True))
        for node in _list(parts, "entities")
    ]
    ignored = [
        _spelling(_line(node), loader.construct_object(node))
        for node in _list(parts, "ignore")
    ]
    check(entries)
    return Authority({entry.id: entry for entry in entries}, tuple(ignored))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _list(parts: Mapping[str, tuple[int, yaml.Node]], name: str) -> list[yaml.Node]:
    line, node = parts.get(name, (0, None))
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise BadAuthority(f"{line}: {name} is not a list")
    return list(node.value)


def _spelling(line: int, raw: Any) -> str:
    if not isinstance(raw, str):
        raise BadAuthority(f"{line}: {raw} under ignore is not {TEXT[1]}")
    return raw


def _entry(line: int, raw: Any) -> Entry:
    if not isinstance(raw, dict) or not raw.get("id"):
        raise BadAuthority(f"{line}: an entry without an id")
    if unknown := sorted(map(str, raw.keys() - KEYS.keys())):
        raise BadAuthority(f"{line}: {raw['id']}: unknown key {', '.join(unknown)}")
    given = {key: value for key, value in raw.items() if value is not None}
    for key, value in given.items():
        fits, shape = KEYS[key]
        if not fits(value):
            raise BadAuthority(f"{line}: {raw['id']}: {key} {value!r} is not {shape}")
    names, context = given.pop("aliases", ()), given.pop("context", {"any": ()})
    texts = {key: str(value) for key, value in given.items()}
    return Entry(line=line, aliases=tuple(names), cues=tuple(context["any"]), **texts)


def check(entries: Iterable[Entry]) -> None:
    """Raise ``BadAuthority`` for the first entry that breaks a rule."""
    known: dict[str, Entry] = {}
    for entry in entries:
        if entry.id in known:
            raise BadAuthority(
                f"{entry.line}: {entry.id} stands in line {known[entry.id].line} already"
            )
        known[entry.id] = entry
    for entry in known.values():
        for broken in RULES:
            if reason := broken(entry, known):
                raise BadAuthority(f"{entry.line}: {entry.id}: {reason}")
    _check_aliases(known.values())


def _no_address(entry: Entry, _known: Mapping[str, Entry]) -> str:
    return (
        ""
        if ADDRESS.fullmatch(entry.id)
        else "an id is letters a-z, digits and hyphens: addresses are made of it"
    )


def _incomplete(entry: Entry, _known: Mapping[str, Entry]) -> str:
    missing = [key for key in ("label", "type") if not getattr(entry, key)]
    return "" if entry.merged_into or not missing else f"no {' and no '.join(missing)}"


def _unknown_word(entry: Entry, _known: Mapping[str, Entry]) -> str:
    if entry.type and entry.type not in TYPES:
        return f"type {entry.type} is none of {', '.join(TYPES)}"
    return (
        ""
        if entry.status in STATUSES
        else f"status {entry.status} is none of {', '.join(STATUSES)}"
    )


def _merged_in_a_circle(entry: Entry, known: Mapping[str, Entry]) -> str:
    passed = [entry.id]
    while (entry := known.get(entry.merged_into, Entry(line=0, id=""))).id:
        if entry.id in passed:
            return f"merged in a circle: {' → '.join([*passed, entry.id])}"
        passed.append(entry.id)
    return ""


RULES: tuple[Callable[[Entry, Mapping[str, Entry]], str], ...] = (
    _no_address,
    _incomplete,
    _unknown_word,
    _merged_in_a_circle,
)


def _check_aliases(entries: Iterable[Entry]) -> None:
    owners: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        for name in () if entry.merged_into else entry.names:
            other = owners.setdefault(words(name), entry)
            if other is not entry and not (entry.cues and other.cues):
                raise BadAuthority(
                    f"{entry.line}: {entry.id}: «{name}» is {other.id} too (line {other.line}): both need a context"
                )
