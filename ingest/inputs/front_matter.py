# SPDX-License-Identifier: AGPL-3.0-or-later
"""Markdown with a title or front matter (YAML, TOML), as Jekyll and Hugo have it."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date

import pyromark
import yaml

from arabic.spelling import name_key
from ingest.model.record import UnreadableInput

DOCUMENT = re.compile(
    r"\ufeff?\s*(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<head>.*?)\r?\n(?P=fence)[ \t]*"
    r"(?:\r?\n|$)(?P<body>.*)",
    re.DOTALL,
)
HEADING = re.compile(r"\ufeff?\s*#[ \t]++(?P<title>[^\n]*)\n(?P<body>.*)", re.DOTALL)

Row = dict[str, object]


def read_document(text: str) -> Row:
    """Return the row of a document. Raises ``UnreadableInput``.

    A first heading is the title if the front matter has none, or repeats it.
    """
    if heading := HEADING.match(text):
        return {"title": heading["title"], "content": pyromark.html(heading["body"])}
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


def plain_value(value: object) -> object:
    """Return *value* as JSON can express it: dates as ISO 8601."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [plain_value(member) for member in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
