# SPDX-License-Identifier: AGPL-3.0-or-later
"""A row of JSON, JSONL or CSV as a record: a map names the fields."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache

from ingest.extract.body import fragment_blocks
from ingest.inputs.tabular import ALIASES, ASIDE, first_present
from ingest.model.options import ReadOptions
from ingest.model.record import (
    Block,
    ExtractedArticle,
    Fact,
    RawArticle,
    SetAside,
    UnreadableInput,
)
from ingest.text.mojibake import repair_mojibake
from ingest.text.normalise import clean_text, normalised_lines, unescape_line

MARKUP = re.compile(r"<(?:p|br|div|h[1-6]|ul|span|a)\b[^>]*>", re.IGNORECASE)


def read(piece: RawArticle, options: ReadOptions) -> ExtractedArticle:
    """Return the record of one JSON object. Raises ``UnreadableInput`` without a title or a body."""
    row = load(piece.data)
    if row.get(ASIDE):
        raise SetAside(str(row[ASIDE]))
    names = field_map(options.field_names)
    readings = [
        (field, repair_mojibake(text))
        for field in names
        for text in texts(first_present(row, names[field]))
    ]
    facts = [Fact(field, reading.text, "field") for field, reading in readings]
    bodies = [fact.value for fact in facts if fact.field == "body"]
    blocks = tuple(body_blocks("\n\n".join(bodies)))
    if not blocks:
        raise UnreadableInput("no body")
    repairs = tuple(
        f"{field}: wrong tables undone: {reading.tables}"
        for field, reading in readings
        if reading.tables
    )
    rest = [fact for fact in facts if fact.field != "body"]
    return ExtractedArticle(
        facts=(*piece.facts, *map(one_line, rest)),
        blocks=blocks,
        method="field",
        repairs=repairs,
    )


def load(data: bytes) -> Mapping[str, object]:
    """Return the object that *data* spells. Raises ``UnreadableInput``."""
    try:
        row = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise UnreadableInput("not a JSON object")
    return row


@lru_cache(16)
def field_map(pairs: tuple[tuple[str, str], ...]) -> dict[str, tuple[str, ...]]:
    """Return the aliases, with the names that *pairs* («captured», «date») give in front, and there alone."""
    given = dict(pairs)
    taken = set(given.values())
    free = {
        field: tuple(name for name in names if name not in taken)
        for field, names in ALIASES.items()
    }
    return {
        field: (given[field], *names) if field in given else names
        for field, names in free.items()
    }


def texts(value: object) -> list[str]:
    """Return *value* as strings: itself, the members of a list, the name of an object."""
    if isinstance(value, list):
        return [text for member in value for text in texts(member)]
    if isinstance(value, dict):
        return texts(value.get("name"))
    return [] if value is None or isinstance(value, bool) else [str(value)]


def one_line(fact: Fact) -> Fact:
    """Return *fact* with its value on one line, entities read."""
    return fact._replace(value=unescape_line(fact.value))


def body_blocks(text: str) -> list[Block]:
    """Return the blocks of a body field: of its markup if it has any, else one a line."""
    if "<" in text and MARKUP.search(text):
        return fragment_blocks(clean_text(text))
    return [Block("paragraph", row) for row in normalised_lines(text)]
