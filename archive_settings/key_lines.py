# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds the line of a key in a TOML file, which ``tomllib`` does not report.

The text is valid TOML already: a line is a table header, a key, or neither.
"""

import re

HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?")
KEY = re.compile(r"\s*(\"[^\"]*\"|'[^']*'|[A-Za-z0-9_.\s-]+?)\s*=(.*)")
MULTILINE = re.compile(r"\"\"\"|'''")


def key_lines(text: str) -> dict[str, int]:
    """Return the line of each key and table, 1 for the first line of *text*.

    Of the second table ``[[source]]`` the key ``name`` is ``source.1.name``.
    """
    lines: dict[str, int] = {}
    tables: dict[str, int] = {}
    prefix = ""
    in_text = False
    for number, line in enumerate(text.splitlines(), start=1):
        if not in_text and (header := HEADER.fullmatch(line)):
            prefix = table_prefix(header, tables)
            lines.setdefault(prefix.rstrip("."), number)
        elif not in_text and (key := KEY.match(line)):
            lines.setdefault(f"{prefix}{plain_key(key[1])}", number)
        if len(MULTILINE.findall(line)) % 2:
            in_text = not in_text
    return lines


def table_prefix(header: re.Match[str], tables: dict[str, int]) -> str:
    """Return what the keys below a table header begin with."""
    name = plain_key(header[2])
    if header[1] == "[":
        return f"{name}."
    tables[name] = tables.get(name, -1) + 1
    return f"{name}.{tables[name]}."


def plain_key(key: str) -> str:
    """Return a dotted key without quotation marks and spaces."""
    return ".".join(part.strip().strip("\"'") for part in key.split("."))
