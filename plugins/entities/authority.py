# SPDX-License-Identifier: AGPL-3.0-or-later
"""The editors' own file of names: read, held to its rules, and laid over the gazetteer. No build writes to it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from .record import TYPES, Record, words

STATUSES = ("confirmed", "proposed", "ignored")
ADDRESS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
KEYS = {"id", "label", "type", "aliases", "wikidata", "status", "context", "merged_into"}


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


def read(path: Path) -> Authority:
    """Return the editors' decisions; without a file there are none.

    The file is a mapping of ``entities`` (a list of entries) and ``ignore`` (a list of spellings).
    Raises ``BadAuthority``.
    """
    if not path.exists():
        return Authority({}, ())
    try:
        return parse(path.read_text(encoding="utf-8"))
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
    parts = {loader.construct_object(key): value for key, value in root.value}
    listed = parts["entities"].value if "entities" in parts else []
    entries = [_entry(node.start_mark.line + 1, loader.construct_object(node, deep=True)) for node in listed]
    ignored = loader.construct_object(parts["ignore"], deep=True) if "ignore" in parts else []
    check(entries)
    return Authority({entry.id: entry for entry in entries}, tuple(map(str, ignored)))


def _entry(line: int, raw: Any) -> Entry:
    if not isinstance(raw, dict) or not raw.get("id"):
        raise BadAuthority(f"{line}: an entry without an id")
    if unknown := sorted(set(raw) - KEYS):
        raise BadAuthority(f"{line}: {raw['id']}: unknown key {', '.join(unknown)}")
    rest = {key: str(raw[key]) for key in ("label", "type", "wikidata", "status", "merged_into") if key in raw}
    cues = (raw.get("context") or {}).get("any", ())
    return Entry(line=line, id=str(raw["id"]), aliases=tuple(raw.get("aliases") or ()), cues=tuple(cues), **rest)


def check(entries: Iterable[Entry]) -> None:
    """Raise ``BadAuthority`` for the first entry that breaks a rule."""
    known: dict[str, Entry] = {}
    for entry in entries:
        if entry.id in known:
            raise BadAuthority(f"{entry.line}: {entry.id} stands in line {known[entry.id].line} already")
        known[entry.id] = entry
    for entry in known.values():
        for broken in RULES:
            if reason := broken(entry, known):
                raise BadAuthority(f"{entry.line}: {entry.id}: {reason}")
    _check_aliases(known.values())


def _no_address(entry: Entry, _known: Mapping[str, Entry]) -> str:
    return "" if ADDRESS.fullmatch(entry.id) else "an id is letters a-z, digits and hyphens: addresses are made of it"


def _incomplete(entry: Entry, _known: Mapping[str, Entry]) -> str:
    missing = [key for key in ("label", "type") if not getattr(entry, key)]
    return "" if entry.merged_into or not missing else f"no {' and no '.join(missing)}"


def _unknown_word(entry: Entry, _known: Mapping[str, Entry]) -> str:
    if entry.type and entry.type not in TYPES:
        return f"type {entry.type} is none of {', '.join(TYPES)}"
    return "" if entry.status in STATUSES else f"status {entry.status} is none of {', '.join(STATUSES)}"


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


def final(identity: str, entries: Mapping[str, Entry]) -> str:
    """Return the id that *identity* was merged into, through every merge."""
    while identity in entries and entries[identity].merged_into:
        identity = entries[identity].merged_into
    return identity


def lay_over(gazetteer: Iterable[Record], authority: Authority) -> tuple[list[Record], list[str]]:
    """Return the records that may be found, and the spellings that are no names.

    An editor's entry replaces the gazetteer's of the same id but keeps its spellings; a merged one lends its spellings
    to the other; an ignored one, and one only proposed, is not found.
    Raises ``BadAuthority`` for a merge into an id that neither side knows.
    """
    entries = authority.entries
    records = {record.id: record for record in gazetteer}
    records |= {entry.id: _record(entry, records.get(entry.id)) for entry in entries.values() if entry.label}
    for entry in entries.values():
        if entry.merged_into:
            target = final(entry.id, entries)
            if target not in records:
                raise BadAuthority(f"{entry.line}: {entry.id}: merged into {target}, which is nothing")
            lent = (*records[entry.id].names, *entry.names) if entry.id in records else entry.names
            records[target] = replace(records[target], aliases=(*records[target].aliases, *lent))
    left_out = {entry.id for entry in entries.values() if entry.merged_into or entry.status != "confirmed"}
    refused = [name for entry in entries.values() if entry.status == "ignored" for name in entry.names]
    return [record for record in records.values() if record.id not in left_out], [*authority.ignored, *refused]


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
