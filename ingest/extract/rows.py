# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reader for dataset rows: JSON objects, whatever file format they come from."""

import json
from typing import NamedTuple

from ingest.extract.row_body import body_blocks
from ingest.extract.row_values import strings_in
from ingest.inputs.datasets.exports.publishing_tools import complete_wordpress_row
from ingest.inputs.datasets.exports.unpublished import reason_unpublished
from ingest.inputs.datasets.field_names import (
    ASIDE,
    ERROR_NAMES,
    NOTES,
    FieldPairs,
    Row,
    add_details,
    add_paths,
    chosen_names,
    first_present,
    is_container,
    key_row,
    keys_by_field,
    unread_names,
    unwrap_row,
)
from ingest.inputs.datasets.tabular import CELL_DAMAGE, CELL_NOTES
from ingest.model.options import ReadOptions
from ingest.model.record import (
    Block,
    ExtractedArticle,
    Fact,
    RawArticle,
    RecordFields,
    SetAside,
    UnreadableInput,
    known_facts,
)
from ingest.text.decode import decode_and_repair
from ingest.text.mojibake import repair_mojibake
from ingest.text.normalise import unescape_line

DATE_PARTS = ("year", "month", "day")
BULK_ACTIONS = frozenset(("index", "create", "delete", "update"))
DAMAGED_ROW = 0.4  # confidence in a row whose cells had to be joined or separated
LONGEST_LISTED = 8  # names of fields in a message
DESCRIPTION = "description"  # body_source of an article without a body


class RowText(NamedTuple):
    """A value of a field, and the repairs made in it."""

    field: str
    text: str
    repairs: tuple[str, ...]


def read_row(raw: RawArticle, options: ReadOptions) -> ExtractedArticle:
    """Return the article of a JSON row. Raises ``UnreadableInput`` without a body."""
    row, repairs = parse_row(raw.data)
    pairs = options.field_names
    keyed = key_fields(row, pairs)
    values = read_fields(keyed, pairs)
    facts = [
        Fact(value.field, unescape_line(value.text), "field")
        for value in values
        if value.field not in ("body", "description")
    ]
    with known_facts((*raw.facts, *facts)):
        check_published(row, keyed)
        blocks, body_source = read_body(values, row)
    notes = row.get(NOTES)
    notes = tuple(map(str, notes)) if isinstance(notes, list) else ()
    return ExtractedArticle(
        facts=(*raw.facts, *facts, *body_source),
        blocks=blocks,
        method="field",
        fields=RecordFields(
            unread_names(unwrap_row(row, pairs), pairs),
            chosen_names(keyed, pairs),
            tuple(note for note in notes if note in CELL_NOTES),
        ),
        confidence=DAMAGED_ROW if CELL_DAMAGE.intersection(notes) else 1.0,
        repairs=(
            *repairs,
            *notes,
            *(note for value in values for note in value.repairs),
        ),
    )


def parse_row(data: bytes) -> tuple[Row, tuple[str, ...]]:
    """Return *data* as a JSON object, and repairs of its bytes.

    Each row has its own encoding: a damaged line of a dataset is repaired alone. Raises
    ``UnreadableInput``.
    """
    repairs: tuple[str, ...] = ()
    try:
        row = json.loads(data)
    except UnicodeDecodeError:
        text, repairs = decode_and_repair(data)
        row = parse_json(text)
    except (ValueError, RecursionError):
        row = parse_json(data.decode("utf-8", "replace"))
    if not isinstance(row, dict):
        raise UnreadableInput("not a JSON object")
    return row, repairs


def parse_json(text: str) -> object:
    """Return the JSON value of *text*; control characters in strings are accepted.

    Raises ``UnreadableInput``.
    """
    try:
        return json.loads(text.rstrip(" ,"), strict=False)
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"not JSON: {error}") from error


def key_fields(row: Row, pairs: FieldPairs) -> dict[str, object]:
    """Return the fields of *row*, which may be in an object inside of it, by key."""
    keyed = key_row(row)
    body = first_present(keyed, keys_by_field(pairs)["body"])
    if body is None or (isinstance(body, dict | list) and is_container(row, pairs)):
        keyed = key_row(unwrap_row(row, pairs))
    if "titlerendered" in keyed or isinstance(keyed.get("title"), dict):
        keyed = key_row(complete_wordpress_row(row)) if "dategmt" in keyed else keyed
    add_paths(keyed, row, pairs)
    add_details(keyed)
    if "year" in keyed and "month" in keyed and "day" in keyed:
        keyed.setdefault("date", "-".join(str(keyed[part]) for part in DATE_PARTS))
    if "introtext" in keyed:  # Joomla's text before its «read more», then the rest
        parts = (keyed["introtext"], keyed.get("fulltext"))
        keyed["fulltext"] = "\n".join(str(part) for part in parts if part)
    return keyed


def check_published(row: Row, keyed: Row) -> None:
    """Raise ``SetAside`` for a row that is no published article."""
    if keyed.keys() <= BULK_ACTIONS:
        raise SetAside("an action of an Elasticsearch bulk file")
    is_error = keyed.keys() >= ERROR_NAMES or "error" in keyed or "errors" in keyed
    if is_error and "title" not in keyed:
        raise SetAside("the error message of an API")
    reason = row.get(ASIDE) or reason_unpublished(keyed)
    if reason:
        raise SetAside(str(reason))


def read_fields(keyed: Row, pairs: FieldPairs) -> list[RowText]:
    """Return the values of all fields of a row, with mojibake repaired."""
    values = []
    for field, names in keys_by_field(pairs).items():
        value = first_present(keyed, names)
        if value is None:
            continue
        for text in strings_in(value, field):
            repaired = repair_mojibake(text)
            notes = (f"{field}: wrong tables undone: {repaired.tables}",)
            values.append(
                RowText(field, repaired.text, notes if repaired.tables else ())
            )
    return values


def read_body(
    values: list[RowText], row: Row
) -> tuple[tuple[Block, ...], tuple[Fact, ...]]:
    """Return the blocks of the body, or of the description where there is no body.

    With the fact that it is the description. Raises ``UnreadableInput`` without any.
    """
    for field, facts in (
        ("body", ()),
        ("description", (Fact("body_source", DESCRIPTION, "field"),)),
    ):
        text = "\n\n".join(value.text for value in values if value.field == field)
        if blocks := tuple(body_blocks(text)):
            return blocks, facts
    raise UnreadableInput(f"no body{describe_names(row)}")


def describe_names(row: Row) -> str:
    """Return the names of a row without any known field for a message, else ""."""
    keyed = key_row(row)
    if any(key in keyed for keys in keys_by_field(()).values() for key in keys):
        return ""
    names = [name for name in row if name not in (ASIDE, NOTES)]
    more = " …" if len(names) > LONGEST_LISTED else ""
    return f" in the fields {', '.join(names[:LONGEST_LISTED])}{more}"
