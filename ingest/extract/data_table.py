# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of data in a page, and how they differ from the tables of a layout.

A table is stored as a block of text: a row is a line, a tab separates its cells. The
first line is the header; it is empty but for its tabs where the table has none.
"""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from ingest.text.normalise import normalise_line

CELLS = ("td", "th")
MIN_ROWS, MIN_COLUMNS = 2, 2
ROWS_WITHOUT_HEADER = 3  # fewer rows without a header may be a byline
LONGEST_CELL = 300  # characters: longer text is that of a layout
MAX_ROWS, MAX_SPAN = 2_000, 50
LAYOUT_TAGS = ("table", "h1", "form", "iframe")
BREAKS = frozenset(("br", "p", "div", "li", "lb"))
LINKED_SHARE = 0.6  # of the text: more is a menu
NUMBER = re.compile(r"\d")


def is_data_table(table: etree._Element) -> bool:
    """Return whether a ``<table>`` has rows of short cells, and no layout."""
    if next(table.iterdescendants(*LAYOUT_TAGS), None) is not None:
        return False
    rows = [row for row in read_rows(table) if any(row)]
    full_rows = sum(sum(map(bool, row)) >= MIN_COLUMNS for row in rows)
    if len(rows) < MIN_ROWS or full_rows < MIN_ROWS:
        return False
    length = sum(len(cell) for row in rows for cell in row)
    linked = sum(len(cell_text(link)) for link in table.iter("a"))
    is_short = all(len(cell) <= LONGEST_CELL for row in rows for cell in row)
    return is_short and linked <= LINKED_SHARE * length


def is_certain_table(table: etree._Element) -> bool:
    """Return whether a table of data cannot be a byline in two rows."""
    has_many = len(list(islice(table.iter("tr"), ROWS_WITHOUT_HEADER))) > MIN_ROWS
    has_header = next(table.iter("th"), None) is not None
    return (has_many or has_header) and is_data_table(table)


def table_text(table: etree._Element) -> str:
    """Return a table of data as the text of its block."""
    rows = list(read_rows(table))
    width = max(map(len, rows))
    rows = [[*row, *([""] * (width - len(row)))] for row in rows if any(row)]
    if not has_header(table, rows):
        rows.insert(0, [""] * width)
    return "\n".join("\t".join(row) for row in rows)


def has_header(table: etree._Element, rows: list[list[str]]) -> bool:
    """Return whether the first row is a header: marked, or words above numbers."""
    first = next(table.iter("tr"))
    is_marked = next(first.iter("th"), None) is not None
    if is_marked or next(first.iterancestors("thead"), None) is not None:
        return True
    has_numbers = [any(map(NUMBER.search, row)) for row in rows]
    return not has_numbers[0] and all(rows[0]) and any(has_numbers)


def read_rows(table: etree._Element) -> Iterator[list[str]]:
    """Yield the cells of each row; a spanned cell has its text in the first only."""
    spans: dict[int, int] = {}  # column → further rows that a cell above covers
    for row in islice(table.iter("tr"), MAX_ROWS):
        cells: list[str] = []
        for cell in row.iterchildren(*CELLS):
            skip_covered(cells, spans)
            width, height = span_of(cell, "colspan"), span_of(cell, "rowspan")
            for column in range(len(cells), len(cells) + width):
                spans[column] = height - 1
            cells += [cell_text(cell), *([""] * (width - 1))]
        skip_covered(cells, spans)
        yield cells


def skip_covered(cells: list[str], spans: dict[int, int]) -> None:
    """Append an empty cell for each next column that a cell above covers."""
    while spans.get(len(cells), 0) > 0:
        spans[len(cells)] -= 1
        cells.append("")


def span_of(cell: etree._Element, name: str) -> int:
    """Return how many columns or rows a cell covers."""
    value = cell.get(name, "1").strip()
    return min(max(int(value), 1), MAX_SPAN) if value.isdecimal() else 1


def cell_text(cell: etree._Element) -> str:
    """Return the text of a cell on one line."""
    return normalise_line("".join(text_of(cell)))


def text_of(element: etree._Element) -> Iterator[str]:
    """Yield the text in *element*, with a space where a line ends."""
    if element.tag in BREAKS:
        yield " "
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from text_of(child)
        yield child.tail or ""
    if element.tag in BREAKS:
        yield " "
