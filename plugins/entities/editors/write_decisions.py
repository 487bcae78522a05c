# SPDX-License-Identifier: AGPL-3.0-or-later
"""What editors decided about names, written into their own file behind what they wrote, which stays to the letter."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from plugins.entities.editors.file import Authority, BadAuthority, parse


class BadDecision(ValueError):
    """A decision cannot be carried out; the message names the line."""


def _accepted(row: Mapping[str, Any]) -> dict[str, Any]:
    named = {"id": row["id"], "label": row["label"], "type": row["type"]}
    return named | ({"aliases": list(row["aliases"])} if row.get("aliases") else {})


def _ignored(row: Mapping[str, Any]) -> dict[str, Any]:
    return _accepted(row) | {"status": "ignored"}


def _merged(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "aliases": [row["label"], *(row.get("aliases") or ())],
        "merged_into": row["into"],
    }


ENTRIES: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "accept": _accepted,
    "ignore": _ignored,
    "merge": _merged,
}
UNDECIDED = "later"
NEEDED = {
    "accept": ("label", "type"),
    "ignore": ("label", "type"),
    "merge": ("label", "into"),
    UNDECIDED: (),
}


def decided(text: str) -> list[dict[str, Any]]:
    """Return the rows of a filled-in file about which something was decided. Raises ``BadDecision``."""
    loader = yaml.SafeLoader(text)
    try:
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadDecision(f"{line}: not YAML: {error.problem}") from error
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode):
        raise BadDecision("1: not a list of names")
    rows = [
        _checked(node.start_mark.line + 1, loader.construct_object(node, deep=True))
        for node in root.value
    ]
    return [row for row in rows if row["decision"] != UNDECIDED]


def _checked(line: int, row: Any) -> dict[str, Any]:
    if not isinstance(row, dict) or not row.get("id"):
        raise BadDecision(f"{line}: a name without an id")
    decision = row.get("decision")
    if decision not in NEEDED:
        raise BadDecision(
            f"{line}: {row['id']}: decision {decision} is none of {', '.join(NEEDED)}"
        )
    if missing := [key for key in NEEDED[decision] if not row.get(key)]:
        raise BadDecision(
            f"{line}: {row['id']}: {decision} without {' and '.join(missing)}"
        )
    return row


def waiting(text: str, editors: Authority) -> list[str]:
    """Return the ids about which *text* decides something that *editors* do not hold yet."""
    return [str(row["id"]) for row in decided(text) if row["id"] not in editors.entries]


def applied(text: str, rows: Iterable[Mapping[str, Any]]) -> tuple[str, list[str]]:
    """Return the editors' file with an entry for each of *rows* behind its last one, and the ids that are new.

    Ids that stand there already are left out. Raises ``BadAuthority`` if the file would no longer hold to its rules.
    """
    known = parse(text).entries
    new = {
        str(row["id"]): ENTRIES[row["decision"]](row)
        for row in rows
        if row["id"] not in known
    }
    if not new:
        return text, []
    grown = inserted(text, [as_entry(entry) for entry in new.values()])
    parse(grown)
    return grown, list(new)


def as_entry(entry: Mapping[str, Any]) -> str:
    """Return *entry* in the form of the file: a key a line, spellings side by side."""
    lines = (f"{key}: {_inline(value)}" for key, value in entry.items())
    return "- " + "\n  ".join(lines)


def _inline(value: Any) -> str:
    text = yaml.safe_dump(
        value, allow_unicode=True, default_flow_style=True, width=10**6
    )
    return str(text).removesuffix("...\n").strip()


def inserted(text: str, items: Iterable[str]) -> str:
    """Return *text* with *items* of YAML at the end of its list ``entities``; every line of *text* stays."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    place, indent = _end_of_entities(text)
    opening = "" if place is not None else f"entities:{newline}"
    at = len(lines) if place is None else place
    if at and not lines[at - 1].endswith("\n"):
        lines[at - 1] += newline
    added = [
        f"{' ' * indent}{line}{newline}" for item in items for line in item.splitlines()
    ]
    return "".join([*lines[:at], opening, *added, *lines[at:]])


def _end_of_entities(text: str) -> tuple[int | None, int]:
    """Return behind how many lines the list ends, and its indent; ``None`` if there is no list yet."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    for key, value in root.value if root else ():
        if key.value != "entities":
            continue
        if (
            isinstance(value, yaml.SequenceNode)
            and value.value
            and not value.flow_style
        ):
            return _last_line(value) + 1, value.start_mark.column
        if isinstance(value, yaml.ScalarNode) and not value.value:
            return key.end_mark.line + 1, 2
        line = key.start_mark.line + 1
        raise BadAuthority(
            f"{line}: `entities` is written in brackets: put each entry on lines of its own first"
        )
    return None, 2


def _last_line(node: yaml.Node) -> int:
    """Return the line on which *node* really ends; a block's own end lies behind the remarks that follow it."""
    if isinstance(node, yaml.ScalarNode):
        return int(node.end_mark.line) - (node.style in ("|", ">"))
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.line)
    last = node.value[-1]
    return _last_line(last[1] if isinstance(last, tuple) else last)


def apply(
    candidates: Path, editors_file: Path, agree: Callable[[Authority], object]
) -> list[str]:
    """Carry out the decisions written in *candidates*, and return the ids that are new in *editors_file*.

    Nothing is written if *agree* raises. Raises ``BadDecision`` and ``BadAuthority``, both naming file and line.
    """
    try:
        rows = decided(candidates.read_text(encoding="utf-8"))
    except BadDecision as error:
        raise BadDecision(f"{candidates}:{error}") from error
    text = editors_file.read_bytes().decode("utf-8") if editors_file.exists() else ""
    try:
        grown, new = applied(text, rows)
        agree(parse(grown))
    except BadAuthority as error:
        raise BadAuthority(f"{editors_file}, as it would be: line {error}") from error
    if new:
        unfinished = editors_file.with_suffix(".part")
        unfinished.write_bytes(grown.encode("utf-8"))
        unfinished.replace(editors_file)
    return new
