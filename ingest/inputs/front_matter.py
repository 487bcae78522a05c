# SPDX-License-Identifier: AGPL-3.0-or-later
"""Markdown with YAML front matter, as Jekyll, Hugo and exports of WordPress have it."""

import re
from collections.abc import Mapping
from datetime import date

import pyromark
import yaml

from ingest.model.record import UnreadableInput

DOCUMENT = re.compile(
    r"\ufeff?\s*---[ \t]*\r?\n(?P<head>.*?)\r?\n---[ \t]*(?:\r?\n|$)(?P<body>.*)",
    re.DOTALL,
)

Row = dict[str, object]


def read_document(text: str) -> Row:
    """Return the row of a document. Raises ``UnreadableInput``."""
    document = DOCUMENT.match(text)
    if not document:
        raise UnreadableInput("front matter without an end")
    try:
        head = yaml.safe_load(document["head"])
    except yaml.YAMLError as error:
        raise UnreadableInput(
            f"broken front matter: {error}".splitlines()[0]
        ) from error
    if not isinstance(head, Mapping):
        raise UnreadableInput("front matter without fields")
    row = {str(name): plain_value(value) for name, value in head.items()}
    return {**row, "content_html": pyromark.html(document["body"]), "content": ""}


def plain_value(value: object) -> object:
    """Return *value* as JSON can express it: dates as ISO 8601."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [plain_value(member) for member in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
