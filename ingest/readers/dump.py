# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page copied as plain text: section, headline (often twice), byline with a date, body, the site's leftovers."""

from arabic.datelines import find_date
from arabic.spelling import name_key
from ingest.cleaning import lines
from ingest.decode import decode
from ingest.record import Block, Fact, Piece, Record, UnreadableInput

HEAD_LINES = 8  # a headline's second copy is looked for within these
SHORTEST_HEADLINE = 12  # characters of its key: shorter lines repeat by chance
LONGEST_SECTION = 40
LONGEST_BYLINE = 140


def read(piece: Piece) -> Record:
    """Return the record of a dump. Raises ``UnreadableInput`` when it has no body."""
    decoded = decode(piece.data)
    rows = lines(decoded.text)
    if not rows:
        raise UnreadableInput("an empty text")
    title = headline(rows)
    facts = [Fact("title", rows[title], "repeated line" if repeated(rows, title) else "first line")]
    if repeated(rows, title) and title > 1 and len(rows[title - 2]) < LONGEST_SECTION:
        facts.append(Fact("section", rows[title - 2], "line above the headline"))
    start = title + 1
    if start < len(rows) and is_byline(rows[start]):
        facts.append(Fact("byline", rows[start], "byline"))
        start += 1
    if start == len(rows):
        raise UnreadableInput("a headline without a body")
    return Record(
        facts=(*piece.facts, *facts),
        blocks=tuple(Block("paragraph", row) for row in rows[start:]),
        method="dump",
        confidence=0.95 if repeated(rows, title) else 0.6,
        repairs=() if decoded.encoding.startswith("utf-8") else (f"read as {decoded.encoding} ({decoded.found_by})",),
    )


def headline(rows: list[str]) -> int:
    """Return the number of the headline: the second of two equal lines at the top, else the first line."""
    return next((number for number in range(1, min(HEAD_LINES, len(rows))) if repeated(rows, number)), 0)


def repeated(rows: list[str], number: int) -> bool:
    """Say whether line *number* repeats the one before it, marks and punctuation aside."""
    key = name_key(rows[number])
    return number > 0 and len(key) > SHORTEST_HEADLINE and key == name_key(rows[number - 1])


def is_byline(row: str) -> bool:
    """Say whether *row* is short and holds a date."""
    return len(row) < LONGEST_BYLINE and find_date(row) is not None
