# SPDX-License-Identifier: AGPL-3.0-or-later
"""Record → article: every fact decided among its candidates, the site's lines cut, the identity fixed."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import tzinfo
from urllib.parse import urlsplit

from arabic.datelines import find_date
from arabic.spelling import name_key
from ingest import boilerplate, dating
from ingest.article import Article, article_id
from ingest.byline import Byline, people, read_byline
from ingest.cleaning import line
from ingest.identity import canonical, identity
from ingest.language import language
from ingest.record import Cut, Fact, Piece, Record, UnreadableInput

SEPARATORS = re.compile(r"\s+[-–—|]\s+|\s*[|»«]\s*|\s*::\s*|(?<=\w)\s*:\s+")
LONGEST_DATELINE = 90  # characters of a first line that is all place, agency and date
GLUED = re.compile(r"^(?P<line>[^.،؛]{3,50}?)(?:\s[-–—]\s|\s?:\s)(?=\S+ \S+)")
ADDRESS = re.compile(r"\d+\.\d+\.\d+\.\d+|localhost|\[.*")


@dataclass(frozen=True, slots=True)
class Edited:
    """An article with its identity and everything that a sidecar keeps of the way it came about."""

    article: Article
    identity: str
    facts: tuple[Fact, ...]
    cuts: tuple[Cut, ...]
    repairs: tuple[str, ...]


def edit(record: Record, piece: Piece, zone: tzinfo) -> Edited:
    """Return the article of *record*. Raises ``UnreadableInput`` without title, source or text."""
    record = with_datelines(record)
    blocks, cuts = boilerplate.cut(record.blocks)
    if not blocks:
        raise UnreadableInput("nothing but lines of the site")
    title, url, dated = choose_title(record), choose_url(record), dating.decide(record, zone)
    source, line_read = who(record, url)
    name = identity(url, source, title, dated.date.date().isoformat() if dated.date else "")
    article = Article(
        id=article_id(name),
        title=title,
        date=dated.date,
        date_source=dated.source,
        date_text=dated.text,
        date_flags=dated.flags,
        hijri_stated=dated.hijri,
        source=source,
        url=url,
        authors=authors(record, line_read, source),
        agency=line_read.agency,
        place=line_read.place,
        byline=written_line(record),
        section=" / ".join(dict.fromkeys(record.values("section")[:1])),
        tags=tuple(dict.fromkeys(record.values("tags"))),
        lang=language(" ".join(block.text for block in blocks)),
        updated=first(record.values("updated")),
        captured=first(record.values("captured")),
        sha256=piece.sha256,
        original=piece.original,
        extraction={"method": record.method, "confidence": record.confidence, "kept": record.kept},
        blocks=blocks,
    )
    return Edited(article, name, record.facts, (*record.cuts, *cuts), record.repairs)


def with_datelines(record: Record) -> Record:
    """Return *record* with the dates that its byline and its first line hold among the facts."""
    opening = record.blocks[0].text if record.blocks else ""
    facts = [Fact("date", value, "byline") for value in record.values("byline")]
    if len(opening) < LONGEST_DATELINE and find_date(opening):
        facts.append(Fact("date", opening, "dateline"))
    return record.with_facts(*facts)


def choose_title(record: Record) -> str:
    """Return the title most candidates agree on, the first of those; raises ``UnreadableInput`` without any."""
    site_names = {name_key(value) for value in record.values("source")}
    titles = [without_site(title, site_names) for title in record.values("title")]
    titles = [title for title in titles if name_key(title) and name_key(title) not in site_names]
    if not titles:
        raise UnreadableInput("no title")
    counts = Counter(map(name_key, titles))
    return max(titles, key=lambda title: counts[name_key(title)])


def without_site(title: str, names: set[str]) -> str:
    """Return *title* without one of the site's *names* set off at its end or its start («عنوان - اليوم السابع»)."""
    for separator in SEPARATORS.finditer(title):
        before, after = title[: separator.start()], title[separator.end() :]
        if name_key(after) in names:
            return before
        if name_key(before) in names:
            return after
    return title


def choose_url(record: Record) -> str:
    """Return the canonical address, "" without one that lasts."""
    addresses = [canonical(value) for value in record.values("url")]
    return first([url for url in addresses if url and not ADDRESS.fullmatch(urlsplit(url).hostname or "")])


def who(record: Record, url: str) -> tuple[str, Byline]:
    """Return the outlet's name and what the byline says. Raises ``UnreadableInput`` if nothing names an outlet."""
    stated = first(record.values("source"))
    found = read_byline(without_date(written_line(record)), stated, outlet_first=record.method == "dump")
    if not found.place and not found.agency:
        found = with_glued(found, record.blocks[0].text, stated)
    source = stated or found.outlet or (urlsplit(url).hostname or "").removeprefix("www.")
    if not source:
        raise UnreadableInput("nothing names its source: give --source")
    return source, found


def written_line(record: Record) -> str:
    """Return the raw byline: a line of the page, or what a data set has in the author's field."""
    return first(record.values("byline")) or first(record.values("author", "field"))


def with_glued(found: Byline, opening: str, outlet: str) -> Byline:
    """Return *found* with the place and agency that the lead is glued to («عجلون – الريحان – …», «لندن: …»)."""
    match = GLUED.match(opening)
    glued = read_byline(match["line"], outlet) if match else Byline()
    if not (glued.place or glued.agency) or glued.authors:
        return found
    return replace(found, place=glued.place, agency=glued.agency)


def without_date(text: str) -> str:
    """Return *text* with each date in it replaced by a dash."""
    while found := find_date(text):
        text = f"{text[: found.start]} - {text[found.end :]}"
    return line(text)


def authors(record: Record, byline: Byline, source: str) -> tuple[str, ...]:
    """Return the people: those of machine-readable candidates, else those of the byline."""
    stated = [name for value in record.values("author", "json-ld", "rel=author", "meta") for name in people(value)]
    names = [name for name in dict.fromkeys(stated) if name_key(name) != name_key(source)]
    return tuple(names) or byline.authors


def first(values: list[str]) -> str:
    """Return the first of *values*, "" if there is none."""
    return values[0] if values else ""
