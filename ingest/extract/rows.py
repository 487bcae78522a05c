# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reader for dataset rows: JSON objects, whatever file format they come from."""

import html
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from ingest.extract.text_blocks import blocks_of_markup
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
    is_empty,
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
from ingest.text.normalise import clean_text, unescape_line
from ingest.text.unwrap import paragraphs_of

MARKUP = re.compile(
    r"</?(?:p|br|div|h[1-6]|ul|ol|li|span|a|strong|em|b|i|blockquote|table|img)\b[^<>]*>",
    re.IGNORECASE,
)
ESCAPED_MARKUP = re.compile(r"&lt;(?:p|br|div|h[1-6]|ul|span)\b", re.IGNORECASE)
# Members of an object that has the value of a field, the first that is not empty.
VALUE_NAMES = (
    *("name", "rendered", "text", "value", "$date", "$numberLong", "$numberInt"),
    *("#text", "_text", "__cdata", "cdata", "@value", "_", "html", "plain", "content"),
    *("content_elements", "blocks", "data", "title", "display_name", "displayName"),
    *("ar", "basic", "by", "attributes", "bodyModel", "paragraphs", "body", "children"),
    *("main", "original", "root", "processed", "label", "url", "href"),
    *("stringValue", "timestampValue", "arrayValue", "values"),  # Firestore
    *("node", "nodes", "edges", "sections", "plain_text", "start"),
)
NUMERIC = re.compile(r"\d+(?:\.\d+)?")
STRUCT_TIME, SECONDS = 9, 6  # numbers of a moment, and those up to its seconds
NAME_PARTS = (("first_name", "last_name"), ("firstName", "lastName"))
# JSON of .NET: «/Date(1620380000000+0300)/».
DOTNET_DATE = re.compile(r"/Date\((\d{9,16})(?:[+-]\d{4})?\)/")
DAY_NUMBER = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)")  # 20210506
EPOCH_FIELDS = frozenset(("date", "updated", "captured"))
# Their numbers are ids of a database.
NAME_FIELDS = frozenset(("author", "section", "tags", "source"))
# A moment since 1970 in each unit has so many digits from 2001 to 2286.
SECONDS_BY_DIGITS = {10: 1, 13: 1e-3, 16: 1e-6, 19: 1e-9}
DATE_PARTS = ("year", "month", "day")
BULK_ACTIONS = frozenset(("index", "create", "delete", "update"))
# JSON that was encoded twice: a line break is a backslash and an n.
ESCAPED_LETTERS = re.compile(r"(?:\\u06[0-9a-fA-F]{2}){3}")
ESCAPE = re.compile(r"\\(?:u(?P<code>[0-9a-fA-F]{4})|(?P<sign>[nrt\"/\\]))")
ESCAPES = {"n": "\n", "r": "\n", "t": " ", '"': '"', "/": "/", "\\": "\\"}
DAMAGED_ROW = 0.4  # confidence in a row whose cells had to be joined or separated
LONGEST_LISTED = 8  # names of fields in a message
INLINE = {"text", "type"}  # members of a formatted part of a text in a list
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


def strings_in(value: object, field: str = "") -> list[str]:
    """Return *value* as strings: itself, a list's members, the value in an object.

    A list of text and of formatted parts of it is one string.
    """
    if isinstance(value, str):
        return scalar_strings(value, field)
    if isinstance(value, list):
        return strings_of_list(value, field)
    if isinstance(value, Mapping):
        if name := name_of_parts(value):
            return [name]
        return strings_in(first_present(value, VALUE_NAMES), field)
    return scalar_strings(value, field)


def strings_of_list(value: list[object], field: str) -> list[str]:
    """Return a list as strings, one if it is a moment or text with formatted parts."""
    if field in EPOCH_FIELDS and (moment := moment_of_parts(value)):
        return [moment]
    if any(isinstance(member, str) for member in value) and any(
        isinstance(member, dict) and member.keys() <= INLINE for member in value
    ):
        return ["".join(text for member in value for text in inline_text(member))]
    return [text for member in value for text in strings_in(member, field)]


def moment_of_parts(value: list[object]) -> str:
    """Return the numbers of a moment, as feedparser has it, in ISO 8601, else ""."""
    numbers = [part for part in value[:SECONDS] if isinstance(part, int)]
    if len(value) != STRUCT_TIME or len(numbers) != SECONDS:
        return ""
    year, month, day, *time = numbers
    hour, minute, second = (f"{part:02}" for part in time)
    return f"{year:04}-{month:02}-{day:02}T{hour}:{minute}:{second}+00:00"


def name_of_parts(value: Row) -> str:
    """Return the name of a person that has its parts in two members, else ""."""
    for first, last in NAME_PARTS:
        if isinstance(value.get(first), str) and isinstance(value.get(last), str):
            return f"{value[first]} {value[last]}".strip()
    return ""


def inline_text(member: object) -> list[str]:
    """Return the text of a part of a formatted text, with its spaces."""
    if isinstance(member, Mapping):
        member = member.get("text")
    return [member] if isinstance(member, str) else []


def scalar_strings(value: object, field: str) -> list[str]:
    """Return a string or number as a list, [] if it is empty or means nothing."""
    if is_empty(value) or isinstance(value, bool):
        return []
    text = str(value)
    if field in NAME_FIELDS and not isinstance(value, str):
        return []
    if field in EPOCH_FIELDS:
        if NUMERIC.fullmatch(text):
            return [moment_of_number(text)]
        if dotnet := DOTNET_DATE.fullmatch(text):
            return [moment_of_number(dotnet[1])]
    return [text]


def moment_of_number(text: str) -> str:
    """Return a number as an ISO date: of digits YYYYMMDD, or a time since 1970.

    Any other number is returned unchanged, for the date parser.
    """
    if day := DAY_NUMBER.fullmatch(text):
        return "-".join(day.groups())
    unit = SECONDS_BY_DIGITS.get(len(text.partition(".")[0]))
    if unit is None:
        return text
    try:
        moment = datetime.fromtimestamp(round(float(text) * unit), UTC)
    except (ValueError, OverflowError, OSError):
        return text
    return moment.isoformat()


def without_escapes(text: str) -> str:
    """Return *text* without JSON's escapes, if it was escaped once too often.

    Such a text has escaped line breaks or letters, and no line break.
    """
    is_escaped = text.count("\\n") > 1 or ESCAPED_LETTERS.search(text)
    if "\n" in text or not is_escaped:
        return text
    return ESCAPE.sub(unescape, text)


def unescape(match: re.Match[str]) -> str:
    """Return the character of an escape of JSON."""
    code = match["code"]
    return chr(int(code, 16)) if code else ESCAPES[match["sign"]]


def body_blocks(text: str) -> list[Block]:
    """Return the blocks of a body field: of its markup, if any, else its lines."""
    if "\\" in text:
        text = without_escapes(text)
    if "&" in text and not MARKUP.search(text):
        text = html.unescape(text)
        if ESCAPED_MARKUP.search(text):
            text = html.unescape(text)
    if "<" in text and MARKUP.search(text):
        return blocks_of_markup(clean_text(text))
    return [Block("paragraph", line) for line in paragraphs_of(text)]
