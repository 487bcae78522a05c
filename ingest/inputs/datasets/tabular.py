# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables with a header (CSV, TSV): each row is an article.

Two faults are frequent, and both lose text without a word if the table is trusted. A
text with a comma that nobody quoted has more cells than the header: the surplus is
joined to the text. A quotation mark that nobody closed joins the next rows to a cell:
they are read again, line by line, without quoting. Both are noted in the row.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ingest.inputs.datasets.field_names import (
    NOTES,
    FieldPairs,
    is_column_list,
    keys_by_field,
    name_key,
)
from ingest.model.record import PassedOver, UnreadableInput

DELIMITERS = ",;\t|"
EXCEL_SEPARATOR = re.compile(r"\ufeff?sep=(.)\s*$", re.IGNORECASE)
QUOTED_CELLS = re.compile(r'"[^"]*"([,;\t|])"')  # at the start of a row
FEWEST_ROWS = 3  # of a table whose columns are unknown
SURPLUS = "more cells than columns: the surplus was joined to the text"
STRAY_QUOTE = "a stray quotation mark joined rows: they were read line by line"
# After them the columns of a row are uncertain.
CELL_DAMAGE = frozenset((SURPLUS, STRAY_QUOTE))
SHORT_ROW = "fewer cells than columns"
CELL_NOTES = frozenset((*CELL_DAMAGE, SHORT_ROW))
# Characters; the default of 131,072 refuses long articles.
csv.field_size_limit(10_000_000)

Row = dict[str, object]


class Header(NamedTuple):
    """The columns of a table, the one of its texts, and the delimiter."""

    columns: list[str]
    text_column: int
    delimiter: str


def split_csv(
    lines: Iterable[str], pairs: FieldPairs = ()
) -> Iterator[Row | PassedOver]:
    """Yield each row of a table with a header.

    The most frequent delimiter in the header is the table's, unless its first line is
    ``sep=;``. Raises ``UnreadableInput`` after the last good row.
    """
    lines = iter(lines)
    header = read_header(lines, pairs)
    records = split_records(lines, header.delimiter)
    for number, (cells, text) in enumerate(records, 2):
        if isinstance(cells, csv.Error):
            raise UnreadableInput(f"broken table near row {number}: {cells}")
        if not any(map(str.strip, cells)):
            continue
        if [cell.strip("\ufeff ") for cell in cells] == header.columns:
            yield PassedOver("repeated headers of tables that were joined")
            continue
        if joined := rows_in_cells(cells, text, header):
            yield from joined
        else:
            yield name_cells(cells, header)


def read_header(lines: Iterator[str], pairs: FieldPairs) -> Header:
    """Return the header of a table, the first line with a text."""
    first = next((line for line in lines if line.strip("\ufeff\r\n")), "")
    separator = EXCEL_SEPARATOR.match(first)
    if separator:
        first = next((line for line in lines if line.strip()), "")
    delimiter = separator[1] if separator else most_frequent_delimiter(first)
    columns = next(csv.reader([first.lstrip("\ufeff")], delimiter=delimiter), [])
    columns = [column.strip() for column in columns]
    return Header(columns, find_text_column(columns, pairs), delimiter)


def most_frequent_delimiter(line: str) -> str:
    """Return the delimiter that is most frequent in *line*."""
    return max(DELIMITERS, key=line.count)


def find_text_column(columns: list[str], pairs: FieldPairs) -> int:
    """Return the index of the column of texts, the last column without one."""
    keys = list(map(name_key, columns))
    for key in keys_by_field(pairs)["body"]:
        if key in keys:
            return keys.index(key)
    return len(columns) - 1


def split_records(
    lines: Iterator[str], delimiter: str
) -> Iterator[tuple[list[str] | csv.Error, str]]:
    """Yield the cells of each record with its lines, or the error that ends them."""
    consumed: list[str] = []

    def remember(line: str) -> str:
        consumed.append(line)
        return line

    reader = csv.reader(map(remember, lines), delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield error, "".join(consumed)
            return
        yield cells, "".join(consumed)
        consumed.clear()


def rows_in_cells(cells: list[str], text: str, header: Header) -> list[Row]:
    """Return the rows that a stray quotation mark has joined, [] if it has not.

    It has if every line of the record has all cells when it is read alone. Or the first
    line has, where the mark was opened, and the other lines are whole rows without it.
    """
    lines = [line for line in text.splitlines(keepends=True) if line.strip()]
    if not lines[1:] or not header.columns[1:]:
        return []
    rows = [split_line(line, header.delimiter) for line in lines]
    if not have_all_cells(rows, header):
        rows = [rows[0], *split_quoted(lines[1:], header.delimiter)]
    if not rows[1:] or not have_all_cells(rows, header):
        return []
    return [add_note(name_cells(row, header), STRAY_QUOTE) for row in rows]


def have_all_cells(rows: list[list[str]], header: Header) -> bool:
    """Return whether each of *rows* has as many cells as there are columns."""
    return all(len(row) == len(header.columns) for row in rows)


def split_quoted(lines: list[str], delimiter: str) -> list[list[str]]:
    """Return the rows in *lines*, [] if their quotation marks are not paired."""
    if sum(line.count('"') for line in lines) % 2:
        return []
    try:
        return [row for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return []


def split_line(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line: quoted if that works, else without quoting."""
    line = line.rstrip("\r\n")
    if line.count('"') % 2 == 0:
        return next(csv.reader([line], delimiter=delimiter), [])
    cells = next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])
    return [cell.strip('"') for cell in cells]


def name_cells(cells: list[str], header: Header) -> Row:
    """Return the cells of a row by the names of their columns."""
    width = len(header.columns)
    surplus = len(cells) - width
    if surplus <= 0:
        named = with_columns(header.columns, cells)
        return add_note(named, SHORT_ROW) if surplus < 0 else named
    start, end = header.text_column, header.text_column + surplus + 1
    if not any(map(str.strip, cells[width:])):
        return with_columns(header.columns, cells)
    text = header.delimiter.join(cells[start:end])
    cells = [*cells[:start], text, *cells[end:]]
    return add_note(with_columns(header.columns, cells), SURPLUS)


def with_columns(columns: list[str], cells: list[str]) -> Row:
    """Return *cells* by their columns; of two with one name the first with a value."""
    row: Row = {}
    for column, cell in zip(columns, cells, strict=False):
        row[column] = row.get(column) or cell
    return row


def add_note(row: Row, note: str) -> Row:
    """Return *row* with a note on its damage."""
    return {**row, NOTES: [note]}


def is_table_without_header(lines: list[str]) -> bool:
    """Return whether *lines* are rows of quoted cells, as a program writes a table.

    They have the same number of cells, two or more, and the first names no column.
    """
    first = next((line for line in lines if line.strip()), "").lstrip("\ufeff")
    match = QUOTED_CELLS.match(first)
    if match is None:
        return False
    try:
        records = list(csv.reader(lines, delimiter=match[1]))
    except csv.Error:
        return False
    widths = {len(record) for record in records[:-1] if record}  # the last may be cut
    return len(widths) == 1 and widths != {1}


def is_table(lines: list[str], pairs: FieldPairs = ()) -> bool:
    """Return whether *lines* begin a table with a column of texts."""
    try:
        header = read_header(iter(lines), pairs)
    except csv.Error:
        return False
    if len(header.columns) == 1:
        # A column alone: a header of one word above texts.
        first = lines[0].strip('\ufeff\r\n "') if lines else ""
        return len(lines) > 1 and " " not in first and is_column_list([first], pairs)
    return is_column_list(header.columns, pairs) and are_names(header.columns)


def are_names(columns: list[str]) -> bool:
    """Return whether *columns* are short enough for names of columns."""
    longest = 40  # characters
    return all(len(column) <= longest for column in columns)


def looks_tabular(lines: list[str]) -> bool:
    """Return whether complete *lines* have the same number of short cells, two or more.

    The columns have names that are unknown.
    """
    rows = [line for line in lines if line.strip()]
    if len(rows) < FEWEST_ROWS:
        return False
    delimiter = most_frequent_delimiter(rows[0])
    try:
        records = list(csv.reader(rows, delimiter=delimiter))
    except csv.Error:
        return False
    width = len(records[0])
    is_even = all(len(record) == width for record in records[:-1])
    return width > 1 and len(records) > 1 and is_even and are_names(records[0])
