# SPDX-License-Identifier: AGPL-3.0-or-later
"""Parses and validates the editors' file, content/entities.yml. No build writes it.

The file is a mapping of ``entities`` (a list of entries) and ``ignore`` (a list of
spellings that are no names).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from plugins.entities.lists.known_entity import TYPES, merge_path
from plugins.entities.lists.word_keys import NameKey, word_keys

SECTIONS = ("entities", "ignore")
STATUSES = ("confirmed", "proposed", "ignored")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
WIKIDATA = re.compile(r"Q[1-9][0-9]*")
YamlMapping = Mapping[str, Any]
NO_CUES: YamlMapping = {"any": ()}


def is_id(value: object) -> bool:
    """Return whether a value of YAML can be an id; digits are a number in YAML."""
    return isinstance(value, str | int) and not isinstance(value, bool)


def is_text(value: object) -> bool:
    """Return whether a value of YAML is text."""
    return isinstance(value, str)


def is_list_of_texts(value: object) -> bool:
    """Return whether a value of YAML is a list of texts, none of them blank."""
    if not isinstance(value, list):
        return False
    return all(isinstance(text, str) and text.strip() for text in value)


def is_wikidata_id(value: object) -> bool:
    """Return whether a value of YAML is an id of Wikidata."""
    return bool(WIKIDATA.fullmatch(str(value)))


def is_context(value: object) -> bool:
    """Return whether a value of YAML is ``any: [words]``."""
    if not isinstance(value, dict) or set(value) != {"any"}:
        return False
    return is_list_of_texts(value["any"])


Requirement = tuple[Callable[[object], bool], str]  # a test, and what it requires
AN_ID: Requirement = (is_id, "an id")
TEXT: Requirement = (is_text, "text: put it in quotes")
# The keys of an entry; a key without a value counts as absent.
KEYS: Mapping[str, Requirement] = {
    "id": AN_ID,
    "label": TEXT,
    "type": TEXT,
    "aliases": (
        is_list_of_texts,
        "a list of spellings, those like yes, no or 2011 in quotes",
    ),
    "wikidata": (is_wikidata_id, "Q and a number"),
    "status": TEXT,
    "context": (is_context, "any: [words]"),
    "merged_into": AN_ID,
}


class BadEditorsFile(ValueError):
    """An entry of the editors' file is invalid: the message has file, line, reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the file, and the line where it begins."""

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
        """The label, if there is one, and the aliases."""
        return (self.label, *self.aliases) if self.label else self.aliases


Entries = Mapping[str, Entry]  # by id


@dataclass(frozen=True, slots=True)
class EditorsFile:
    """What the editors decided: entries by id, and spellings that are no names."""

    entries: Entries
    ignored: tuple[str, ...]
    path: str = ""  # for messages

    def location_of(self, entry: Entry) -> str:
        """Return file and line of *entry*, for messages."""
        return f"{self.path}:{entry.line}" if self.path else str(entry.line)


EMPTY = EditorsFile({}, ())


def read_editors_file(path: Path) -> EditorsFile:
    """Return the parsed file, an empty one if it does not exist.

    Raises ``BadEditorsFile``.
    """
    if not path.exists():
        return EMPTY
    try:
        parsed = parse_editors_file(path.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadEditorsFile(f"{path}:{line}: not YAML: {error.problem}") from error
    except BadEditorsFile as error:
        raise BadEditorsFile(f"{path}:{error}") from error
    return replace(parsed, path=str(path))


def parse_editors_file(text: str) -> EditorsFile:
    """Parse the text of the file.

    Raises ``BadEditorsFile``, its message beginning with the line.
    """
    loader = yaml.SafeLoader(text)
    root = loader.get_single_node()
    if root is None:
        return EMPTY
    if not isinstance(root, yaml.MappingNode):
        raise BadEditorsFile("1: not a mapping of `entities` and `ignore`")
    sections = {key.value: (line_of(key), content) for key, content in root.value}
    for name, (line, _) in sections.items():
        if name not in SECTIONS:
            raise BadEditorsFile(
                f"{line}: {name} is neither of {' and '.join(SECTIONS)}"
            )
    entries = [
        parse_entry(line_of(node), loader.construct_object(node, deep=True))
        for node in section_nodes(sections, "entities")
    ]
    ignored = [
        parse_spelling(line_of(node), loader.construct_object(node))
        for node in section_nodes(sections, "ignore")
    ]
    validate_entries(entries)
    return EditorsFile({entry.id: entry for entry in entries}, tuple(ignored))


def line_of(node: yaml.Node) -> int:
    """Return the line where *node* begins."""
    return int(node.start_mark.line) + 1


def section_nodes(
    sections: Mapping[str, tuple[int, yaml.Node]], name: str
) -> list[yaml.Node]:
    """Return the nodes of the list under *name*, none if it is absent or empty."""
    line, node = sections.get(name, (0, None))
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise BadEditorsFile(f"{line}: {name} is not a list")
    return list(node.value)


def parse_spelling(line: int, raw: object) -> str:
    """Return a spelling of the list ``ignore``."""
    if not isinstance(raw, str):
        raise BadEditorsFile(f"{line}: {raw} under ignore is not {TEXT[1]}")
    return raw


def parse_entry(line: int, raw: object) -> Entry:
    """Return an entry after checking its keys and the types of their values."""
    if not isinstance(raw, dict) or not raw.get("id"):
        raise BadEditorsFile(f"{line}: an entry without an id")
    present = {key: value for key, value in raw.items() if value is not None}
    if fault := fault_in_keys(raw) or fault_in_values(present):
        raise BadEditorsFile(f"{line}: {raw['id']}: {fault}")
    aliases = present.pop("aliases", ())
    context = present.pop("context", NO_CUES)
    texts = {key: str(value) for key, value in present.items()}
    return Entry(
        line=line,
        aliases=tuple(aliases),
        cues=tuple(context["any"]),
        **texts,
    )


def fault_in_keys(raw: YamlMapping) -> str:
    """Return which keys of an entry are unknown, "" if none."""
    unknown = sorted(map(str, raw.keys() - KEYS.keys()))
    return f"unknown key {', '.join(unknown)}" if unknown else ""


def fault_in_values(present: YamlMapping) -> str:
    """Return which value of an entry does not meet its requirement, "" if all do."""
    for key, value in present.items():
        is_valid, requirement = KEYS[key]
        if not is_valid(value):
            return f"{key} {value!r} is not {requirement}"
    return ""


def validate_entries(entries: Iterable[Entry]) -> None:
    """Raise ``BadEditorsFile`` for the first entry that breaks a rule."""
    by_id: dict[str, Entry] = {}
    for entry in entries:
        if entry.id in by_id:
            first = by_id[entry.id].line
            raise BadEditorsFile(f"{entry.line}: {entry.id} is in line {first} already")
        by_id[entry.id] = entry
    for entry in by_id.values():
        for find_fault in RULES:
            if reason := find_fault(entry, by_id):
                raise BadEditorsFile(f"{entry.line}: {entry.id}: {reason}")
    validate_names(by_id.values())


def fault_in_id(entry: Entry, _entries: Entries) -> str:
    """Return what is wrong with the id, "" if nothing."""
    if ID.fullmatch(entry.id):
        return ""
    return "an id is letters a-z, digits and hyphens: it is a part of the URL"


def missing_keys(entry: Entry, _entries: Entries) -> str:
    """Return which required keys are missing; a merged entry needs none."""
    if entry.merged_into:
        return ""
    missing = [f"no {key}" for key in ("label", "type") if not getattr(entry, key)]
    return " and ".join(missing)


def fault_in_type_or_status(entry: Entry, _entries: Entries) -> str:
    """Return which word is none of those allowed, "" if all are."""
    if entry.type and entry.type not in TYPES:
        return f"type {entry.type} is none of {', '.join(TYPES)}"
    if entry.status not in STATUSES:
        return f"status {entry.status} is none of {', '.join(STATUSES)}"
    return ""


def merge_cycle(entry: Entry, entries: Entries) -> str:
    """Return the cycle of merges that *entry* leads into, "" if none."""
    path = merge_path(entry.id, entries)
    last = entries.get(path[-1])
    if last is None or last.merged_into not in path:
        return ""
    return f"merged in a circle: {' → '.join([*path, last.merged_into])}"


RULES: tuple[Callable[[Entry, Entries], str], ...] = (
    fault_in_id,
    missing_keys,
    fault_in_type_or_status,
    merge_cycle,
)


def validate_names(entries: Iterable[Entry]) -> None:
    """Raise ``BadEditorsFile`` for a name of two entries that no cues disambiguate."""
    owners: dict[NameKey, Entry] = {}
    for entry, name in unmerged_names(entries):
        owner = owners.setdefault(word_keys(name), entry)
        if owner is not entry and not (entry.cues and owner.cues):
            raise BadEditorsFile(
                f"{entry.line}: {entry.id}: «{name}» is {owner.id} too"
                f" (line {owner.line}): both need a context"
            )


def unmerged_names(entries: Iterable[Entry]) -> Iterator[tuple[Entry, str]]:
    """Yield every name with its entry, those of merged entries left out."""
    for entry in entries:
        if not entry.merged_into:
            for name in entry.names:
                yield entry, name
