# SPDX-License-Identifier: AGPL-3.0-or-later
"""Markdown with a title or front matter (YAML, TOML), as Jekyll and Hugo have it."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date

import pyromark
import yaml

from arabic.spelling import name_key
from ingest.inputs.datasets.field_names import has_field
from ingest.model.record import UnreadableInput

DOCUMENT = re.compile(
    r"\ufeff?\s*(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<head>.*?)\r?\n(?P=fence)[ \t]*"
    r"(?:\r?\n|$)(?P<body>.*)",
    re.DOTALL,
)
HEADING = re.compile(r"\ufeff?\s*#[ \t]++(?P<title>[^\n]*)\n(?P<body>.*)", re.DOTALL)

# Lines «name: value» between two blank lines.
PROPERTIES = re.compile(
    r"\s*(?P<lines>(?:[^\n:]{1,40}:[ \t][^\n]{0,300}\n)+)[ \t]*\r?\n"
)
PROPERTY_FIELDS = ("date", "author", "url", "source", "tags")

Row = dict[str, object]


def read_document(text: str) -> Row:
    """Return the row of a document. Raises ``UnreadableInput``.

    A first heading is the title if the front matter has none, or repeats it.
    """
    if heading := HEADING.match(text):
        properties, body = split_properties(heading["body"])
        content = pyromark.html(body)
        return {**properties, "title": heading["title"], "content": content}
    document = DOCUMENT.match(text)
    if not document:
        raise UnreadableInput("front matter without an end")
    load = yaml.safe_load if document["fence"] == "---" else tomllib.loads
    try:
        head = load(document["head"])
    except (yaml.YAMLError, tomllib.TOMLDecodeError) as error:
        raise UnreadableInput(
            f"broken front matter: {error}".splitlines()[0]
        ) from error
    if not isinstance(head, Mapping):
        raise UnreadableInput("front matter without fields")
    row = {str(name): plain_value(value) for name, value in head.items()}
    body = document["body"]
    if heading := HEADING.match(body):
        title = row.setdefault("title", heading["title"].strip())
        if name_key(str(title)) == name_key(heading["title"]):
            body = heading["body"]
    return {**row, "content": pyromark.html(body)}


def split_properties(text: str) -> tuple[Row, str]:
    """Return the properties below a title, «Date: May 7, 2021», and the text.

    So Notion exports them; one of them has to be a field of ours.
    """
    block = PROPERTIES.match(text)
    if block is None:
        return {}, text
    pairs = (line.split(":", 1) for line in block["lines"].splitlines() if line)
    row: Row = {name.strip(): value.strip() for name, value in pairs}
    if not any(has_field(row, field) for field in PROPERTY_FIELDS):
        return {}, text
    return row, text[block.end() :]


def plain_value(value: object) -> object:
    """Return *value* as JSON can express it: dates as ISO 8601."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [plain_value(member) for member in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
