# SPDX-License-Identifier: AGPL-3.0-or-later
"""Record → article: every fact decided among its candidates, the site's lines cut, the identity fixed."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import NamedTuple
from urllib.parse import urlsplit

from arabic.spelling import name_key
from ingest.edit import boilerplate, dating
from ingest.edit.attribution import (
    authors,
    read_lines,
    with_dateline,
    without_date,
    written_line,
)
from ingest.edit.byline import read_byline
from ingest.edit.learned_boilerplate import Edges, edges
from ingest.edit.places import OUTLETS
from ingest.model.article import Article, article_id
from ingest.model.identity import article_identity, canonical_url
from ingest.model.options import ReadOptions
from ingest.model.record import Cut, ExtractedArticle, Fact, RawArticle, UnreadableInput
from ingest.pictures.in_page import merge_figures, prepare_figures
from ingest.text.language import detect_language

SEPARATORS = re.compile(r"\s+[-–—|]\s+|\s*[|»«]\s*|\s*::\s*|(?<=\w)\s*:\s+")
SEPARATING = frozenset("-–—|»«:")  # of which each of them holds one
LONGEST_FACT = 2000  # characters: addresses of Arabic titles reach 900
MOST_FACTS = 100  # of one field from one origin
ADDRESS = re.compile(r"\d+\.\d+\.\d+\.\d+|localhost|\[.*")

Repeated = Mapping[str, Mapping[str, str]]  # source → line → rule


@dataclass(frozen=True, slots=True)
class Edited:
    """An article with its identity and everything that a sidecar keeps of the way it came about."""

    article: Article
    identity: str
    edges: Edges  # what its source may repeat
    pictures: tuple[tuple[str, ...], ...]  # where each that is wanted may be found
    facts: tuple[Fact, ...]
    cuts: tuple[Cut, ...]
    repairs: tuple[str, ...]


class Head(NamedTuple):
    """What an article's identity is made of, the day apart."""

    title: str
    source: str  # the outlet's name
    url: str  # canonical, "" without one


def edit(
    record: ExtractedArticle,
    piece: RawArticle,
    options: ReadOptions,
    repeated: Repeated,
) -> Edited:
    """Return the article of *record*; *repeated* maps a source's repeated lines to the rule that cuts them.

    Raises ``UnreadableInput`` without title, source or text.
    """
    record = credible(record)
    url = choose_url(record)
    source = choose_source(record, url)
    blocks, heads = boilerplate.without_heads(record.blocks)
    record = with_dateline(
        record._replace(blocks=blocks, cuts=(*record.cuts, *heads)), source
    )
    trimmed = boilerplate.trim(record.blocks, repeated.get(source, {}))
    if not trimmed.blocks:
        raise UnreadableInput("nothing but lines of the site")
    head = Head(choose_title(record), source, url)
    shown = prepare_figures(record.figures, head.title, wanted=options.keep_images)
    record = record._replace(blocks=tuple(trimmed.blocks), figures=shown).with_facts(
        *trimmed.facts
    )
    article, name = write(record, piece, options.zone, head)
    return Edited(
        article=article,
        identity=name,
        edges=edges(source, trimmed.seen),
        pictures=tuple(figure.addresses for figure in shown if figure.file),
        facts=record.facts,
        cuts=(*record.cuts, *trimmed.cuts),
        repairs=record.repairs,
    )


def credible(record: ExtractedArticle) -> ExtractedArticle:
    """Return *record* without facts too long to be any, and with no more of a kind than a page can mean."""
    if len(record.facts) <= MOST_FACTS and all(
        len(fact.value) <= LONGEST_FACT for fact in record.facts
    ):
        return record
    seen = Counter[tuple[str, str]]()
    kept = []
    for fact in record.facts:
        seen[fact.field, fact.origin] += 1
        if (
            len(fact.value) <= LONGEST_FACT
            and seen[fact.field, fact.origin] <= MOST_FACTS
        ):
            kept.append(fact)
    return record._replace(facts=tuple(kept))


def write(
    record: ExtractedArticle, piece: RawArticle, zone: tzinfo, head: Head
) -> tuple[Article, str]:
    """Return the article with every fact decided, and its identity."""
    title, source, url = head
    dated, line_read = dating.decide(record, zone), read_lines(record, source)
    name = article_identity(
        url, source, title, dated.date.date().isoformat() if dated.date else ""
    )
    extraction: dict[str, str | float] = {
        "method": record.method,
        "confidence": record.confidence,
        "kept": record.kept_share,
    }
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
        agency=line_read.agency or record.first_value("agency"),
        place=line_read.place,
        credit=record.first_value("credit"),
        byline=written_line(record),
        section=record.first_value("section"),
        tags=tuple(dict.fromkeys(record.values_of("tags"))),
        lang=detect_language(" ".join(block.text for block in record.blocks)),
        updated=record.first_value("updated"),
        captured=record.first_value("captured"),
        sha256=piece.sha256,
        original=piece.original,
        extraction=extraction,
        blocks=merge_figures(record.blocks, record.figures, record.page_letters),
    )
    return article, name


def choose_title(record: ExtractedArticle) -> str:
    """Return the title most candidates agree on, the first of those; raises ``UnreadableInput`` without any."""
    site_names = {name_key(value) for value in record.values_of("source")}
    titles = [without_site(title, site_names) for title in record.values_of("title")]
    titles = [
        title
        for title in titles
        if name_key(title) and name_key(title) not in site_names
    ]
    if not titles:
        raise UnreadableInput("no title")
    counts = Counter(map(name_key, titles))
    return max(titles, key=lambda title: counts[name_key(title)])


def without_site(title: str, names: set[str]) -> str:
    """Return *title* without one of the site's *names* set off at its end or its start («عنوان - اليوم السابع»)."""
    if SEPARATING.isdisjoint(title):
        return title
    for separator in SEPARATORS.finditer(title):
        before, after = title[: separator.start()], title[separator.end() :]
        if name_key(after) in names:
            return before
        if name_key(before) in names:
            return after
    return title


def choose_url(record: ExtractedArticle) -> str:
    """Return the canonical address, "" without one that lasts."""
    addresses = [canonical_url(value) for value in record.values_of("url")]
    return next(
        (
            url
            for url in addresses
            if url and not ADDRESS.fullmatch(urlsplit(url).hostname or "")
        ),
        "",
    )


def choose_source(record: ExtractedArticle, url: str) -> str:
    """Return the outlet's name. Raises ``UnreadableInput`` if nothing names one."""
    if stated := record.first_value("source"):
        return OUTLETS.get(stated, stated)
    written = read_byline(
        without_date(written_line(record)), outlet_first=record.method == "dump"
    ).outlet
    source = written or (urlsplit(url).hostname or "").removeprefix("www.")
    if not source:
        raise UnreadableInput("nothing names its source: give --source")
    return source
