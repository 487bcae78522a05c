# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who an article is by, and where it was written: machine-readable names, byline, dateline, what a lead is glued to."""

import re
from dataclasses import replace
from functools import lru_cache

from arabic.datelines import find_date
from arabic.spelling import name_key
from ingest.edit.byline import Byline, is_dateline, people, read_byline
from ingest.model.record import Cut, ExtractedArticle, Fact
from ingest.text.normalise import normalise_line

LONGEST_DATELINE = 90  # characters of a first line that is all place, agency and date
GLUED = re.compile(r"^(?P<line>[^.،؛]{3,50}?)(?:\s[-–—]\s|\s?:\s)(?=\S+ \S+)")
AUTHOR_ORIGINS = ("json-ld", "microdata", "rel=author", "meta")


def with_dateline(record: ExtractedArticle, source: str) -> ExtractedArticle:
    """Return *record* with a first line that is all dateline among the facts, and the dates of both."""
    dates = [Fact("date", value, "byline") for value in record.values_of("byline")]
    opening = next(
        (
            number
            for number, block in enumerate(record.blocks[:2])
            if dateline(block.text, source)
        ),
        None,
    )
    if opening is None:
        return record.with_facts(*dates)
    text = record.blocks[opening].text
    rest = (*record.blocks[:opening], *record.blocks[opening + 1 :])
    if not rest:
        return record.with_facts(*dates)
    cuts = (*record.cuts, Cut("dateline", opening, text))
    return record._replace(blocks=rest, cuts=cuts).with_facts(
        *dates, *facts_of_dateline(text)
    )


def facts_of_dateline(text: str) -> list[Fact]:
    """Return what a dateline is good for: a date, and the byline where there is no other."""
    return [Fact("date", text, "dateline")] * bool(find_date(text)) + [
        Fact("dateline", text, "dateline")
    ]


def dateline(text: str, source: str) -> bool:
    """Say whether *text* is a dateline from its first to its last word."""
    return len(text) < LONGEST_DATELINE and is_dateline(without_date(text), source)


def read_lines(record: ExtractedArticle, source: str) -> Byline:
    """Return what the byline says, where it is silent the dateline, and then what the lead is glued to."""
    lines = [
        read_byline(without_date(text), source)
        for text in (written_line(record), record.first_value("dateline"))
    ]
    opening = record.blocks[0].text
    return with_glued(
        Byline(
            lines[0].authors or lines[1].authors,
            lines[0].agency or lines[1].agency,
            lines[0].place or lines[1].place,
            source,
        ),
        opening,
    )


def written_line(record: ExtractedArticle) -> str:
    """Return the raw byline: a line of the page, or what a data set has in the author's field."""
    written = (
        record.values_of("byline")
        or record.values_of("author", "field")
        or record.values_of("dateline")
    )
    return next(iter(written), "")


def with_glued(found: Byline, opening: str) -> Byline:
    """Return *found* with the place and agency that the lead is glued to («عجلون – الريحان – …», «لندن: …»)."""
    match = GLUED.match(opening)
    if not match or found.place or found.agency:
        return found
    glued = read_byline(match["line"], found.outlet)
    return (
        replace(found, place=glued.place, agency=glued.agency)
        if not glued.authors
        else found
    )


@lru_cache(1 << 10)
def without_date(text: str) -> str:
    """Return *text* with each date in it replaced by a dash."""
    while found := find_date(text):
        text = f"{text[: found.start]} - {text[found.end :]}"
    return normalise_line(text)


def authors(record: ExtractedArticle, byline: Byline, source: str) -> tuple[str, ...]:
    """Return the people: those of machine-readable candidates, else those of the byline."""
    stated = [
        name
        for value in record.values_of("author", *AUTHOR_ORIGINS)
        for name in people(value)
    ]
    names = [
        name for name in dict.fromkeys(stated) if name_key(name) != name_key(source)
    ]
    return tuple(names) or byline.authors
