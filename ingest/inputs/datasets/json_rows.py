# SPDX-License-Identifier: AGPL-3.0-or-later
"""JSON datasets of any shape: find the articles in lists, objects, columns, exports."""

import json
import re
from collections.abc import Iterator, Mapping
from io import StringIO
from itertools import islice
from typing import NamedTuple

from ingest.inputs.datasets import json_stream
from ingest.inputs.datasets.exports.publishing_tools import read_export
from ingest.inputs.datasets.exports.social_posts import is_social_post
from ingest.inputs.datasets.field_names import (
    SAMPLED,
    FieldPairs,
    Row,
    first_present,
    has_field,
    is_column_list,
    key_row,
    keys_by_field,
    looks_like_article,
    unwrap_row,
)
from ingest.inputs.datasets.json_prefix import COMMENT, prefix_end
from ingest.model.record import PassedOver, UnreadableInput

DECODE = json.JSONDecoder(strict=False).raw_decode
# Between two values: a list of scrapy that was appended to, JSON Lines, a script.
SEPARATORS = re.compile(rf"(?:[\s,;\ufeff)]|{COMMENT})*+")
SCRIPT_START = re.compile(
    r"(?:(?:var|let|const)\s+)?[\w.$]+\s*(?:=(?!=)|\()\s*(?=[\[{])"
)
TRAILING_COMMA = re.compile(r",\s*\]\s*\Z")
SHORTEST_ARTICLE = 200  # characters of a text in the answer of an API
KEYED_SHARE = 0.5  # of the members of an object that are articles by their keys


def split_json(text: str, pairs: FieldPairs = ()) -> Iterator[object]:
    """Yield the rows in the JSON values of *text*, and what was passed over.

    Raises ``UnreadableInput`` after the rows before the damage in broken JSON.
    """
    rows_yielded = 0
    for value in parse_values(text):
        if isinstance(value, UnreadableInput):
            raise value
        for row in find_rows(value, pairs):
            rows_yielded += not isinstance(row, PassedOver)
            yield row
        if not rows_yielded:
            rows_yielded += 1
            yield from rows_without_text(value)


def find_rows_or_value(value: object, pairs: FieldPairs) -> Iterator[object]:
    """Yield the rows in a part of a large value, or what of it has no text.

    The part is a member in the lists and objects around it. A member of a list without
    a text is yielded to be reported, another is counted.
    """
    is_empty = True
    for row in find_rows(value, pairs):
        is_empty = False
        yield row
    if is_empty:
        yield member_without_text(value)


def member_without_text(value: object) -> object:
    """Return the innermost member of *value* if it is an object in a list."""
    inner = value
    while isinstance(inner, Mapping) and inner:
        inner = list(inner.values())[-1]
    if isinstance(inner, list) and len(inner) == 1 and isinstance(inner[0], dict):
        return inner[0]
    return PassedOver("members of a JSON file without an article")


def find_articles(text: str) -> Iterator[Row]:
    """Yield the rows in the JSON *text* that have a title and a long text.

    For answers of an API in a crawl, most of which are not about articles.
    """
    for value in parse_values(text):
        for row in find_rows(value, ()):
            if isinstance(row, Mapping) and is_long_article(unwrap_row(row)):
                yield row


def is_long_article(row: Row) -> bool:
    """Return whether *row* has a title and a long text."""
    return has_field(row, "title") and text_length(row) >= SHORTEST_ARTICLE


def text_length(row: Row) -> int:
    """Return the number of characters of the body of *row*."""
    body = first_present(key_row(row), keys_by_field(())["body"])
    return len(json.dumps(body, ensure_ascii=False))


def parse_values(text: str) -> Iterator[object]:
    """Yield the values that follow each other in *text*, last the error, if any."""
    position = prefix_end(text)
    if script := SCRIPT_START.match(text, position):
        position = script.end()
    while True:
        position = skip_separators(text, position)
        if position == len(text):
            return
        try:
            value, position = DECODE(text, position)
        except ValueError as error:
            rows, is_whole = rows_before_damage(text[position:])
            if rows:
                yield rows
            if not is_whole:
                yield UnreadableInput(f"broken JSON: {error}")
            return
        yield value


def is_row_line(line: bytes, pairs: FieldPairs = ()) -> bool:
    """Return whether the first *line* of a file is one row of JSON Lines.

    It is not if it is a whole file: an object with articles in it, several objects, or
    text in UTF-16.
    """
    if b"\x00" in line:
        return False
    try:
        value = json.loads(line.decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError):
        # The next lines may be good, unless this one has several objects.
        return b"}{" not in line.replace(b" ", b"")
    rows = list(islice(find_rows(value, pairs), 2))
    return not rows or rows == [value]


def encode_row(row: object) -> bytes:
    """Return *row* as JSON."""
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace")


def skip_separators(text: str, position: int) -> int:
    """Return the position of the next value after *position*."""
    separators = SEPARATORS.match(text, position)
    return separators.end() if separators else position


class RowsBeforeDamage(NamedTuple):
    """The complete members of a broken list, and whether they are all it has.

    They are if a comma before its end is all that is wrong.
    """

    rows: list[object]
    is_whole: bool


def rows_before_damage(text: str) -> RowsBeforeDamage:
    """Return the members of a broken list up to the damage."""
    rows: list[object] = []
    stream = StringIO(text)
    try:
        for row in json_stream.read_rows(stream):
            rows.append(row)  # noqa: PERF402 - the rows before the error are kept
    except (ValueError, RecursionError):
        return RowsBeforeDamage(rows, is_whole=False)
    return RowsBeforeDamage(rows, is_whole=TRAILING_COMMA.search(text) is not None)


def find_rows(
    value: object, pairs: FieldPairs, outer: Mapping[str, object] | None = None
) -> Iterator[object]:
    """Yield the articles in *value*, each with the fields of *outer* that it lacks.

    The articles of an object are its own, those of its columns, of an export that is
    recognised, or those of its members.
    """
    outer = outer or {}
    if isinstance(value, list):
        yield from rows_of_list(value, pairs, outer)
    elif isinstance(value, Mapping):
        if columns := as_columns(value, pairs):
            yield from rows_of_columns(columns)
        elif export := read_export(value):
            yield from export
        elif looks_like_article(value, pairs):
            yield with_defaults(value, outer)
        else:
            yield from rows_of_members(value, pairs, {**outer, **outlet_of(value)})


def rows_of_list(
    members: list[object], pairs: FieldPairs, outer: Mapping[str, object]
) -> Iterator[object]:
    """Yield the articles in a list: all its members if one of them is an article."""
    if header := table_header(members, pairs):
        cells = (member for member in members[1:] if isinstance(member, list))
        yield from (dict(zip(header, row, strict=False)) for row in cells)
    elif any(map(is_social_post, members[:SAMPLED])):
        for member in members:
            yield from find_rows(member, pairs, outer)
    elif any(looks_like_article(member, pairs) for member in members):
        yield from (with_defaults(member, outer) for member in members)
    else:
        for member in members:
            yield from find_rows(member, pairs, outer)


def rows_of_members(
    value: Mapping[str, object], pairs: FieldPairs, outer: Mapping[str, object]
) -> Iterator[object]:
    """Yield the articles in the members of an object, which may be keyed by ids."""
    members = list(value.values())
    articles = sum(looks_like_article(member, pairs) for member in members)
    if articles and articles >= KEYED_SHARE * len(members):
        yield from rows_of_list(members, pairs, outer)
        return
    for member in members:
        yield from find_rows(member, pairs, outer)


def rows_without_text(value: object) -> Iterator[object]:
    """Yield the rows of a value in which nothing has a text, to be reported."""
    if isinstance(value, list):
        yield from value
        return
    if isinstance(value, Mapping):
        for member in value.values():
            if isinstance(member, list) and is_row_list(member):
                yield from member
                return
    yield value


def is_row_list(members: list[object]) -> bool:
    """Return whether *members* are objects, at least one."""
    return bool(members) and all(isinstance(member, dict) for member in members)


def outlet_of(value: Mapping[str, object]) -> dict[str, object]:
    """Return the title of an object as the source of its rows, as in a JSON feed."""
    title = value.get("title")
    return {"source": title} if isinstance(title, str) and title else {}


def with_defaults(row: object, defaults: Mapping[str, object]) -> object:
    """Return *row* with the fields of *defaults* that it lacks, if it is an object."""
    return {**defaults, **row} if isinstance(row, dict) else row


def table_header(members: list[object], pairs: FieldPairs) -> list[str]:
    """Return the first of a list of lists if it names columns, else []."""
    if not members or not isinstance(members[0], list):
        return []
    header = [str(name) for name in members[0]]
    return header if is_column_list(header, pairs) else []


def as_columns(value: Row, pairs: FieldPairs) -> dict[str, list[object]]:
    """Return a table in one of the layouts of pandas as columns, {} for other values.

    They are ``{column: {index: cell}}``, ``{column: [cell]}``, and ``split``: the
    columns' names, and rows of cells.
    """
    names, rows = value.get("columns"), value.get("data")
    if isinstance(names, list) and isinstance(rows, list):
        cells = [row for row in rows if isinstance(row, list)]
        header = list(map(str, names))
        if is_column_list(header, pairs):
            return dict(zip(header, map(list, zip(*cells, strict=False)), strict=False))
        return {}
    if not is_column_list(value, pairs):
        return {}
    columns = {name: cells_of(column) for name, column in value.items()}
    lengths = set(map(len, columns.values()))
    return (
        columns if len(columns) > 1 and len(lengths) == 1 and min(lengths) > 1 else {}
    )


def cells_of(column: object) -> list[object]:
    """Return the cells of a column, [] for what is none."""
    cells: list[object] = []
    if isinstance(column, list):
        cells = column
    elif isinstance(column, Mapping) and all(map(str.isdigit, column)):
        cells = list(column.values())
    return cells if all(is_scalar(cell) for cell in cells) else []


def is_scalar(value: object) -> bool:
    """Return whether *value* is neither a list nor an object."""
    return not isinstance(value, list | Mapping)


def rows_of_columns(columns: Mapping[str, list[object]]) -> Iterator[object]:
    """Yield the rows of a table given by its columns."""
    for cells in zip(*columns.values(), strict=False):
        yield dict(zip(columns, cells, strict=False))
