# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reader for dataset rows: JSON objects, whatever file format they come from."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache

from ingest.extract.body import blocks_of_markup
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


def read_row(raw: RawArticle, options: ReadOptions) -> ExtractedArticle:
    """Return the article of a JSON row. Raises ``UnreadableInput`` without a body."""
    row = parse_row(raw.data)
    if row.get(ASIDE):
        raise SetAside(str(row[ASIDE]))
    facts: list[Fact] = []
    bodies: list[str] = []
    repairs: list[str] = []
    for field, names in field_names(options.field_names).items():
        for text in strings_in(first_present(row, names)):
            repaired = repair_mojibake(text)
            if repaired.tables:
                repairs.append(f"{field}: wrong tables undone: {repaired.tables}")
            if field == "body":
                bodies.append(repaired.text)
            else:
                facts.append(Fact(field, unescape_line(repaired.text), "field"))
    blocks = tuple(body_blocks("\n\n".join(bodies)))
    if not blocks:
        raise UnreadableInput("no body")
    return ExtractedArticle(
        facts=(*raw.facts, *facts),
        blocks=blocks,
        method="field",
        repairs=tuple(repairs),
    )


def parse_row(data: bytes) -> Mapping[str, object]:
    """Return *data* as a JSON object. Raises ``UnreadableInput``."""
    try:
        row = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise UnreadableInput("not a JSON object")
    return row


@lru_cache(16)
def field_names(pairs: tuple[tuple[str, str], ...]) -> dict[str, tuple[str, ...]]:
    """Return the names that each field may have in a dataset, in the order to try them.

    *pairs* of a field and the dataset's name («captured», «date») come from the user:
    such a name is tried first for its field, and for no other.
    """
    chosen = dict(pairs)
    taken = set(chosen.values())
    names_by_field = {}
    for field, aliases in ALIASES.items():
        names = tuple(name for name in aliases if name not in taken)
        if field in chosen:
            names = (chosen[field], *names)
        names_by_field[field] = names
    return names_by_field


def strings_in(value: object) -> list[str]:
    """Return *value* as strings: itself, a list's members, an object's name."""
    if isinstance(value, list):
        return [text for member in value for text in strings_in(member)]
    if isinstance(value, dict):
        return strings_in(value.get("name"))
    if value is None or isinstance(value, bool):
        return []
    return [str(value)]


def body_blocks(text: str) -> list[Block]:
    """Return the blocks of a body field: of its markup, if any, else its lines."""
    if "<" in text and MARKUP.search(text):
        return blocks_of_markup(clean_text(text))
    return [Block("paragraph", line) for line in normalised_lines(text)]
