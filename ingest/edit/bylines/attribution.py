# SPDX-License-Identifier: AGPL-3.0-or-later
"""Attribution: who wrote an article, for which agency, and where.

Sources are, best first, machine-readable author names, the byline, a dateline among the
first blocks, and a dateline at the start of the lead («لندن: …»).
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from arabic.datelines import Dateline
from arabic.spelling import name_key
from ingest.edit.bylines.byline import Byline, all_persons, is_dateline, read_byline
from ingest.edit.bylines.parsed_line import (
    ParsedLine,
    parse_dated_line,
    parse_line,
    split_parts,
)
from ingest.model.record import Block, Cut, ExtractedArticle, Fact

MAX_DATELINE = 90  # characters of a block that is a dateline
LEAD_DATELINE = re.compile(r"^(?P<line>[^.،؛]{3,50}?)(?:\s[-–—]\s|\s?:\s)(?=\S+ \S+)")
# Best first. What <meta> names may be who made the site.
AUTHOR_ORIGINS = (
    *("json-ld", "microdata", "page data", "rel=author", "byline", "author element"),
    "meta",
)
NO_LINE = ParsedLine("", "", (), None)


@dataclass(frozen=True, slots=True)
class AttributionLines:
    """The lines of an article that name author, place and date, each parsed once."""

    bylines: tuple[ParsedLine, ...] = ()
    author_field: ParsedLine | None = None  # of a dataset's row
    dateline: ParsedLine | None = None  # a block of the body

    @property
    def byline(self) -> ParsedLine:
        """The line that attributes the article: the first that there is."""
        if self.bylines:
            return self.bylines[0]
        return self.author_field or self.dateline or NO_LINE

    def dates(self) -> dict[str, Dateline | None]:
        """Return the dates of the printed lines by their texts."""
        printed = [*self.bylines]
        if self.dateline:
            printed.append(self.dateline)
        return {line.text: line.date for line in printed}


def parse_attribution_lines(
    article: ExtractedArticle, capture_day: date | None
) -> AttributionLines:
    """Return the bylines and the author field of *article*."""
    bylines = tuple(
        parse_dated_line(text, capture_day) for text in article.values_of("byline")
    )
    authors = article.values_of("author", "field")
    return AttributionLines(bylines, parse_line(authors[0]) if authors else None)


def find_dateline(blocks: tuple[Block, ...], source: str) -> int | None:
    """Return the index of the dateline among the first two blocks, if there is one."""
    for index, block in enumerate(blocks[:2]):
        if len(block.text) >= MAX_DATELINE:
            continue
        line = parse_line(block.text)
        if is_dateline(line, source):
            return index
    return None


def extract_dateline(
    article: ExtractedArticle, index: int, capture_day: date | None
) -> tuple[ExtractedArticle, ParsedLine]:
    """Return *article* with the block at *index* as a dateline fact, and that line."""
    text = article.blocks[index].text
    blocks = (*article.blocks[:index], *article.blocks[index + 1 :])
    cuts = (*article.cuts, Cut("dateline", index, text))
    facts = [Fact("dateline", text, "dateline")]
    if parse_line(text).date:
        facts.insert(0, Fact("date", text, "dateline"))
    article = article._replace(blocks=blocks, cuts=cuts).with_facts(*facts)
    return article, parse_dated_line(text, capture_day)


def date_facts(lines: AttributionLines) -> list[Fact]:
    """Return each byline as a candidate for the date."""
    return [Fact("date", line.text, "byline") for line in lines.bylines]


def read_attribution(lines: AttributionLines, lead: str, source: str) -> Byline:
    """Return what the byline names, completed by the dateline, then by the *lead*."""
    byline = read_byline(lines.byline.parts, source)
    if lines.dateline:
        byline = complete(byline, read_byline(lines.dateline.parts, source))
    if byline.place or byline.agency:
        return byline
    return with_lead_dateline(byline, lead)


def complete(byline: Byline, dateline: Byline) -> Byline:
    """Return *byline*, its empty fields taken from *dateline*."""
    return Byline(
        byline.authors or dateline.authors,
        byline.agency or dateline.agency,
        byline.place or dateline.place,
        byline.outlet,
    )


def with_lead_dateline(byline: Byline, lead: str) -> Byline:
    """Return *byline* with the place and agency at the start of the lead.

    «عجلون – الريحان – …» and «لندن: …» are such starts; one that names people is not.
    """
    match = LEAD_DATELINE.match(lead)
    if not match:
        return byline
    start = read_byline(split_parts(match["line"]), byline.outlet)
    if start.authors:
        return byline
    return replace(byline, place=start.place, agency=start.agency)


def choose_authors(
    article: ExtractedArticle, byline: Byline, source: str
) -> tuple[str, ...]:
    """Return the authors that the best origin names: machine-readable or the byline.

    The newspaper and the section are no authors.
    """
    others = {
        name_key(name)
        for name in (
            source,
            *article.values_of("source"),
            *article.values_of("section"),
        )
    }
    for origin in AUTHOR_ORIGINS:
        if origin == "byline":
            names = list(byline.authors)
        else:
            names = stated_authors(article.values_of("author", origin), source)
        authors = [name for name in names if name_key(name) not in others]
        if authors:
            return tuple(dict.fromkeys(authors))
    return ()


def stated_authors(texts: list[str], source: str) -> list[str]:
    """Return the persons in machine-readable author names: «NAME», «NAME - القاهرة»."""
    names: list[str] = []
    for text in texts:
        names += (
            all_persons(text) or read_byline(parse_line(text).parts, source).authors
        )
    return names
