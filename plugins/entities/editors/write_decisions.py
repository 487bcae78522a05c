# SPDX-License-Identifier: AGPL-3.0-or-later
"""Appends the decisions of a review to the editors' file."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import yaml

from plugins.entities.editors.file import (
    BadEditorsFile,
    EditorsFile,
    YamlMapping,
    parse_editors_file,
)
from storage.files import write_durable


class BadDecision(ValueError):
    """A decision is invalid; the message gives the line."""


Row = YamlMapping  # a name of candidates.yml, as an editor filled it in


def accepted_entry(row: Row) -> YamlMapping:
    """Return the entry of a name that becomes an entity."""
    entry = {"id": row["id"], "label": row["label"], "type": row["type"]}
    if row.get("aliases"):
        entry["aliases"] = list(row["aliases"])
    return entry


def ignored_entry(row: Row) -> YamlMapping:
    """Return the entry of a name whose spellings are no names."""
    return {**accepted_entry(row), "status": "ignored"}


def merged_entry(row: Row) -> YamlMapping:
    """Return the entry of a name that is another entity's."""
    return {
        "id": row["id"],
        "aliases": [row["label"], *(row.get("aliases") or ())],
        "merged_into": row["into"],
    }


ENTRIES: dict[str, Callable[[Row], YamlMapping]] = {
    "accept": accepted_entry,
    "ignore": ignored_entry,
    "merge": merged_entry,
}
UNDECIDED = "later"
# An empty list in brackets becomes one that entries can follow.
EMPTY_LIST = re.compile(
    r"^(entities:)[ \t]*\[[ \t]*\](?=[ \t]*(?:#.*)?\r?$)", re.MULTILINE
)
REQUIRED_KEYS = {
    "accept": ("label", "type"),
    "ignore": ("label", "type"),
    "merge": ("label", "into"),
    UNDECIDED: (),
}


def parse_decisions(text: str) -> list[YamlMapping]:
    """Return the rows of candidates.yml with a decision. Raises ``BadDecision``."""
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
    rows: list[YamlMapping] = []
    for node in root.value:
        line = node.start_mark.line + 1
        rows.append(validate_row(line, loader.construct_object(node, deep=True)))
    return [row for row in rows if row["decision"] != UNDECIDED]


def validate_row(line: int, row: object) -> YamlMapping:
    """Return *row* if its decision is complete. Raises ``BadDecision``."""
    if not isinstance(row, dict) or not row.get("id"):
        raise BadDecision(f"{line}: a name without an id")
    decision = row.get("decision")
    if decision not in REQUIRED_KEYS:
        raise BadDecision(
            f"{line}: {row['id']}: decision {decision} is none of"
            f" {', '.join(REQUIRED_KEYS)}"
        )
    if missing := [key for key in REQUIRED_KEYS[decision] if not row.get(key)]:
        raise BadDecision(
            f"{line}: {row['id']}: {decision} without {' and '.join(missing)}"
        )
    return row


def unapplied_ids(text: str, editors: EditorsFile) -> list[str]:
    """Return the ids with a decision in *text* that *editors* have no entry for."""
    return [
        str(row["id"])
        for row in parse_decisions(text)
        if row["id"] not in editors.entries
    ]


def add_entries(text: str, rows: Iterable[Row]) -> tuple[str, list[str]]:
    """Return the editors' file with an entry for each of *rows*, and the new ids.

    Ids that have an entry already are skipped. Raises ``BadEditorsFile`` if the file
    would become invalid.
    """
    existing = parse_editors_file(text).entries
    new = {
        str(row["id"]): ENTRIES[row["decision"]](row)
        for row in rows
        if row["id"] not in existing
    }
    if not new:
        return text, []
    extended = insert_entries(text, [format_entry(entry) for entry in new.values()])
    parse_editors_file(extended)
    return extended, list(new)


def format_entry(entry: YamlMapping) -> str:
    """Return *entry* as the file has it: one key a line, aliases on one line."""
    lines = (f"{key}: {inline_yaml(value)}" for key, value in entry.items())
    return "- " + "\n  ".join(lines)


def inline_yaml(value: object) -> str:
    """Return a value as YAML on one line."""
    text = yaml.safe_dump(
        value, allow_unicode=True, default_flow_style=True, width=10**6
    )
    return str(text).removesuffix("...\n").strip()


def insert_entries(text: str, entries: Iterable[str]) -> str:
    """Return *text* with *entries* at the end of its list ``entities``.

    Every line of *text* stays as it is.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    text = EMPTY_LIST.sub(r"\1", text)
    lines = text.splitlines(keepends=True)
    end, indent = end_of_entities(text)
    heading: list[str] = []
    if end is None:
        heading, end = [f"entities:{newline}"], len(lines)
    if end and not lines[end - 1].endswith("\n"):
        lines[end - 1] += newline
    added = [
        f"{' ' * indent}{line}{newline}"
        for entry in entries
        for line in entry.splitlines()
    ]
    return "".join([*lines[:end], *heading, *added, *lines[end:]])


def end_of_entities(text: str) -> tuple[int | None, int]:
    """Return the number of lines up to the end of ``entities``, and the list's indent.

    ``None`` if there is no such list. Raises ``BadEditorsFile`` for a list in brackets.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    for key, content in root.value if root else ():
        if key.value == "entities":
            return end_of_list(key, content)
    return None, 2


def end_of_list(key: yaml.Node, content: yaml.Node) -> tuple[int, int]:
    """Return the number of lines up to the end of a list, and its indent."""
    if isinstance(content, yaml.ScalarNode) and not content.value:
        return key.end_mark.line + 1, 2
    if is_block_list(content):
        return last_line(content) + 1, content.start_mark.column
    line = key.start_mark.line + 1
    raise BadEditorsFile(
        f"{line}: `entities` is written in brackets:"
        " put each entry on lines of its own first"
    )


def is_block_list(node: yaml.Node) -> bool:
    """Return whether *node* is a list with entries, each on lines of its own."""
    if not isinstance(node, yaml.SequenceNode):
        return False
    return bool(node.value) and not node.flow_style


def last_line(node: yaml.Node) -> int:
    """Return the last line of *node*, without the comments that follow it.

    The end mark of a block is after them.
    """
    end = int(node.end_mark.line)
    if isinstance(node, yaml.ScalarNode):
        return end - 1 if node.style in ("|", ">") else end
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return end
    last = node.value[-1]
    return last_line(last[1] if isinstance(last, tuple) else last)


def apply_decisions(
    candidates: Path, editors_file: Path, validate: Callable[[EditorsFile], object]
) -> list[str]:
    """Append the decisions in *candidates* to *editors_file*; return the new ids.

    Nothing is written if *validate* raises. Raises ``BadDecision`` and
    ``BadEditorsFile``; both give file and line.
    """
    try:
        rows = parse_decisions(candidates.read_text(encoding="utf-8"))
    except BadDecision as error:
        raise BadDecision(f"{candidates}:{error}") from error
    text = editors_file.read_bytes().decode("utf-8") if editors_file.exists() else ""
    try:
        extended, new_ids = add_entries(text, rows)
        validate(parse_editors_file(extended))
    except BadEditorsFile as error:
        raise BadEditorsFile(
            f"{editors_file}, with the decisions added: line {error}"
        ) from error
    if new_ids:
        write_durable(editors_file, extended.encode("utf-8"))
    return new_ids
