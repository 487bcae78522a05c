# SPDX-License-Identifier: AGPL-3.0-or-later
"""Removes entries from the editors' file: decisions that are taken back."""

from collections.abc import Set

import yaml

from plugins.entities.editors.file import parse_editors_file
from plugins.entities.editors.write_decisions import last_line


def remove_entries(text: str, ids: Set[str]) -> tuple[str, list[str]]:
    """Return the file without the entries *ids*, and the ids that it had.

    Every other line stays as it is. Raises ``BadEditorsFile`` if the file would become
    invalid, for one because another entry is merged into a removed one.
    """
    lines = text.splitlines(keepends=True)
    removed: list[str] = []
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    for key, content in root.value if root else ():
        if key.value != "entities" or not isinstance(content, yaml.SequenceNode):
            continue
        for entry in reversed(content.value):
            identity = id_of(entry)
            if identity in ids:
                removed.append(identity)
                del lines[entry.start_mark.line : last_line(entry) + 1]
    reduced = "".join(lines)
    parse_editors_file(reduced)
    return reduced, removed[::-1]


def id_of(entry: yaml.Node) -> str:
    """Return the id of an entry, "" if it has none."""
    if not isinstance(entry, yaml.MappingNode):
        return ""
    return next(
        (str(value.value) for key, value in entry.value if key.value == "id"), ""
    )
