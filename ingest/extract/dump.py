# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page copied as plain text: section, headline (often twice), byline with a date, body, the site's leftovers."""

from difflib import SequenceMatcher

from arabic.datelines import find_date
from arabic.spelling import name_key
from ingest.model.options import ReadOptions
from ingest.model.record import (
    Block,
    Cut,
    ExtractedArticle,
    Fact,
    RawArticle,
    UnreadableInput,
)
from ingest.text.decode import decode_and_repair
from ingest.text.normalise import normalised_lines

HEAD_LINES = 8  # a headline's second copy is looked for within these
SHORTEST_HEADLINE = 12  # characters of its key: shorter lines repeat by chance
ALIKE = 0.8  # share of words two copies of a headline have in common: one is often cut shorter
LONGEST_SECTION = 40
LONGEST_BYLINE = 140


def read(piece: RawArticle, _options: ReadOptions) -> ExtractedArticle:
    """Return the record of a dump. Raises ``UnreadableInput`` when it has no body."""
    text, repairs = decode_and_repair(piece.data)
    rows = normalised_lines(text)
    if not rows:
        raise UnreadableInput("an empty text")
    title = headline(rows)
    twice = repeated(rows, title)
    byline = is_byline(rows[title + 1 : title + 2])
    start = title + 1 + byline
    if start == len(rows):
        raise UnreadableInput("a headline without a body")
    section, others = over_headline(rows[: title - twice])
    head = [*section, Fact("title", rows[title], "headline")]
    head += [Fact("byline", rows[title + 1], "byline")] if byline else []
    cuts = [Cut("headline-twice", -1, rows[title - 1])] if twice else []
    return ExtractedArticle(
        facts=(*piece.facts, *head),
        blocks=tuple(Block("paragraph", row) for row in rows[start:]),
        method="dump",
        confidence=0.95 if twice else 0.8 if byline else 0.6,
        cuts=(*cuts, *others),
        repairs=repairs,
    )


def over_headline(above: list[str]) -> tuple[list[Fact], list[Cut]]:
    """Return the section, the first line if short, and what else stands over the headline: mostly another headline."""
    section = [
        Fact("section", row, "line above the headline")
        for row in above[:1]
        if len(row) < LONGEST_SECTION
    ]
    return section, [Cut("over-headline", -1, row) for row in above[len(section) :]]


def headline(rows: list[str]) -> int:
    """Return the number of the headline: the second of two like lines at the top, else the one over the byline."""
    top = range(1, min(HEAD_LINES, len(rows)))
    pair = next((number for number in top if repeated(rows, number)), None)
    return (
        next((number - 1 for number in top if is_byline(rows[number : number + 1])), 0)
        if pair is None
        else pair
    )


def repeated(rows: list[str], number: int) -> bool:
    """Say whether line *number* repeats the one before it: marks, punctuation and a word or two aside."""
    earlier, later = (
        (name_key(row) for row in rows[max(0, number - 1) : number + 1])
        if number
        else ("", "")
    )
    if min(len(earlier), len(later)) <= SHORTEST_HEADLINE:
        return False
    return (
        SequenceMatcher(None, earlier.split(), later.split(), autojunk=False).ratio()
        >= ALIKE
    )


def is_byline(rows: list[str]) -> bool:
    """Say whether the one row of *rows*, if any, is short and holds a date."""
    return any(len(row) < LONGEST_BYLINE and find_date(row) is not None for row in rows)
