# SPDX-License-Identifier: AGPL-3.0-or-later
"""Extracted article → article: fields chosen, boilerplate cut, identity computed."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from arabic.spelling import name_key
from ingest.edit import boilerplate, dating
from ingest.edit.attribution import (
    AttributionLines,
    choose_authors,
    date_facts,
    extract_dateline,
    find_dateline,
    parse_attribution_lines,
    read_attribution,
)
from ingest.edit.byline import Byline, outlet_in_first_part
from ingest.edit.dating import PublicationDate, choose_date
from ingest.edit.lead_title import TITLE_SOURCE, lead_title
from ingest.edit.learned_boilerplate import EdgeLines, LearnedRules, edge_lines
from ingest.extract.sources.saudinewsnet import OUTLETS
from ingest.model.article import DAY, Article, article_id
from ingest.model.identity import (
    article_identity,
    canonical_url,
    is_root_url,
    split_url,
)
from ingest.model.options import ReadOptions
from ingest.model.record import (
    Cut,
    ExtractedArticle,
    Fact,
    Figure,
    RawArticle,
    RecordFields,
    UnreadableInput,
)
from ingest.pictures.in_page import merge_figures, prepare_figures
from ingest.text.language import detect_language

# White space is matched from its start only: from each of its signs, a long run of it
# would take quadratic time.
_SPACES, _ANY_SPACES = r"(?<!\s)\s++", r"(?:(?<!\s)\s++)?"
SITE_SEPARATOR = re.compile(rf"{_SPACES}[-–—|]\s+|{_ANY_SPACES}(?:\||::)\s*")
TITLE_SEPARATOR = re.compile(
    rf"{_SPACES}[-–—|]\s+|{_ANY_SPACES}(?:[|»«]|::)\s*|(?<=\w)\s*+:\s+"
)
SEPARATOR_SIGNS = frozenset("-–—|»«:")  # each separator contains one of them
MAX_FACT_LENGTH = 2000  # characters: URLs of Arabic titles reach 900
# Characters of fields that are a few words; longer values are text of the page.
MAX_LENGTHS = {"section": 60, "source": 100, "place": 60, "agency": 60, "tags": 100}
MAX_FACTS = 100  # of one field from one origin
TEMPORARY_HOST = re.compile(r"\d+\.\d+\.\d+\.\d+|localhost|\[.*")


@dataclass(frozen=True, slots=True)
class EditedArticle:
    """An article, its identity, and what its sidecar records of the editing."""

    article: Article
    identity: str
    other_urls: tuple[str, ...]  # of the page, if its first is another article's
    edges: EdgeLines
    figures: tuple[Figure, ...]  # whose images are to be attached
    facts: tuple[Fact, ...]
    cuts: tuple[Cut, ...]
    repairs: tuple[str, ...]
    fields: RecordFields


class ChosenFields(NamedTuple):
    """The fields of an article that are chosen among several candidates."""

    title: str
    title_source: str  # lead for a first sentence, "" for a title of its own
    source: str  # the outlet's name
    url: str  # canonical, "" without one
    published: PublicationDate
    byline: Byline
    byline_text: str  # as printed

    @property
    def identity(self) -> str:
        """The string whose digest is the article's id."""
        moment = self.published.moment
        day = moment.date().isoformat() if moment else ""
        return article_identity(self.url, self.source, self.title, day)


def edit_article(
    extracted: ExtractedArticle,
    raw: RawArticle,
    options: ReadOptions,
    learned: LearnedRules,
) -> EditedArticle:
    """Return the article of *extracted*; *learned* has the boilerplate of each source.

    Raises ``UnreadableInput`` without title, source or text.
    """
    extracted = drop_implausible_facts(extracted)
    captured = dating.capture_time(extracted, options.zone)
    capture_day = captured.date() if captured else None
    lines = parse_attribution_lines(extracted, capture_day)
    urls = permanent_urls(extracted)
    source = choose_source(extracted, lines)
    extracted, lines = move_dateline(cut_heads(extracted), lines, source, capture_day)
    site = split_url(urls[0]).hostname or "" if urls else ""
    trimmed = boilerplate.trim(
        extracted.blocks, learned.get(source, {}), extracted.places, site
    )
    if not trimmed.blocks:
        raise UnreadableInput("nothing but boilerplate")
    title, title_source = choose_title(extracted), ""
    if not title:
        title, title_source = lead_title(extracted.blocks), TITLE_SOURCE
    keep_images = options.keep_images and raw.scrape_file is not None
    figures = prepare_figures(extracted.figures, title, keep_images=keep_images)
    extracted = extracted._replace(
        blocks=tuple(trimmed.blocks), figures=figures
    ).with_facts(*trimmed.facts)
    chosen = ChosenFields(
        title=title,
        title_source=title_source,
        source=source,
        url=urls[0] if urls else "",
        published=choose_date(extracted, captured, options.zone, lines.dates()),
        byline=read_attribution(lines, extracted.blocks[0].text, source),
        byline_text=lines.byline.text,
    )
    return EditedArticle(
        article=compose_article(extracted, raw, chosen),
        identity=chosen.identity,
        other_urls=tuple(urls[1:]),
        edges=edge_lines(source, trimmed.unlearned, trimmed.located),
        figures=figures if keep_images else (),
        facts=extracted.facts,
        cuts=(*extracted.cuts, *trimmed.cuts),
        repairs=extracted.repairs,
        fields=extracted.fields,
    )


def drop_implausible_facts(extracted: ExtractedArticle) -> ExtractedArticle:
    """Return *extracted* without facts that are too long or too many of one kind."""
    counts = Counter[tuple[str, str]]()
    plausible = []
    for fact in extracted.facts:
        kind = fact.field, fact.origin
        counts[kind] += 1
        longest = MAX_LENGTHS.get(fact.field, MAX_FACT_LENGTH)
        if len(fact.value) <= longest and counts[kind] <= MAX_FACTS:
            plausible.append(fact)
    if len(plausible) == len(extracted.facts):
        return extracted
    return extracted._replace(facts=tuple(plausible))


def cut_heads(extracted: ExtractedArticle) -> ExtractedArticle:
    """Return *extracted* without boilerplate that joins the first words."""
    blocks, cuts = boilerplate.cut_heads(extracted.blocks)
    return extracted._replace(blocks=blocks, cuts=(*extracted.cuts, *cuts))


def move_dateline(
    extracted: ExtractedArticle,
    lines: AttributionLines,
    source: str,
    capture_day: date | None,
) -> tuple[ExtractedArticle, AttributionLines]:
    """Return *extracted* with its bylines as date candidates, the dateline as a fact.

    The dateline is one of the first two blocks, unless it is the only one.
    """
    index = find_dateline(extracted.blocks, source)
    extracted = extracted.with_facts(*date_facts(lines))
    if index is None or len(extracted.blocks) == 1:
        return extracted, lines
    extracted, dateline = extract_dateline(extracted, index, capture_day)
    return extracted, replace(lines, dateline=dateline)


def compose_article(
    extracted: ExtractedArticle, raw: RawArticle, chosen: ChosenFields
) -> Article:
    """Return the article of the chosen fields and of those with one candidate."""
    published, byline = chosen.published, chosen.byline
    return Article(
        id=article_id(chosen.identity),
        title=chosen.title,
        title_source=chosen.title_source,
        body_source=extracted.first_value("body_source"),
        date=published.moment,
        date_precision=DAY if published.is_day else "",
        date_source=published.origin,
        date_text=published.printed,
        date_flags=published.flags,
        hijri_stated=published.hijri,
        source=chosen.source,
        url=chosen.url,
        authors=choose_authors(extracted, byline, chosen.source),
        agency=byline.agency or extracted.first_value("agency"),
        place=byline.place,
        credit=extracted.first_value("credit"),
        byline=chosen.byline_text,
        section=extracted.first_value("section"),
        tags=tuple(dict.fromkeys(extracted.values_of("tags"))),
        lang=detect_language(
            " ".join(block.text for block in extracted.blocks),
            extracted.first_value("lang"),
        ),
        updated=extracted.first_value("updated"),
        captured=extracted.first_value("captured"),
        sha256=raw.sha256,
        original=raw.original,
        extraction={
            "method": extracted.method,
            "confidence": extracted.confidence,
            "kept": extracted.kept_share,
        },
        blocks=merge_figures(
            extracted.blocks, extracted.figures, extracted.page_letters
        ),
    )


def choose_title(extracted: ExtractedArticle) -> str:
    """Return the title that most candidates agree on, the first of several.

    "" without any: the first sentence of the text will do.
    """
    site_names = {name_key(name) for name in extracted.values_of("source")}
    titles = []
    for candidate in extracted.values_of("title"):
        title = remove_site_name(candidate, site_names)
        if name_key(title) and name_key(title) not in site_names:
            titles.append(title)
    if not titles:
        return ""
    votes = Counter(key for title in titles for key in keys_of_sides(title))
    return max(titles, key=lambda title: votes[name_key(title)])


def keys_of_sides(title: str) -> set[str]:
    """Return the keys of *title* and of both sides of each of its bars and dashes.

    «عنوان - الضفة» is a vote for «عنوان», too.
    """
    keys = {name_key(title)}
    if SEPARATOR_SIGNS.isdisjoint(title):
        return keys
    for separator in SITE_SEPARATOR.finditer(title):
        keys.add(name_key(title[: separator.start()]))
        keys.add(name_key(title[separator.end() :]))
    return keys


def remove_site_name(title: str, names: set[str]) -> str:
    """Return *title* without one of the site's *names* at its end or its start.

    «عنوان - اليوم السابع» becomes «عنوان». *names* are keys.
    """
    if SEPARATOR_SIGNS.isdisjoint(title):
        return title
    for separator in TITLE_SEPARATOR.finditer(title):
        before, after = title[: separator.start()], title[separator.end() :]
        if name_key(after) in names:
            return before
        if name_key(before) in names:
            return after
    return title


def permanent_urls(extracted: ExtractedArticle) -> list[str]:
    """Return the canonical URLs with a permanent host that may be an article's.

    The root of a site is no article's URL, though pages declare it.
    """
    urls: dict[str, None] = {}
    for address in extracted.values_of("url"):
        url = canonical_url(address)
        if not url or is_root_url(url):
            continue
        if not TEMPORARY_HOST.fullmatch(split_url(url).hostname or ""):
            urls[url] = None
    return list(urls)


def hosts_of(extracted: ExtractedArticle) -> Iterator[str]:
    """Yield the permanent hosts of all URLs of a page."""
    for address in extracted.values_of("url"):
        host = split_url(canonical_url(address)).hostname or ""
        if host and not TEMPORARY_HOST.fullmatch(host):
            yield host


def choose_source(extracted: ExtractedArticle, lines: AttributionLines) -> str:
    """Return the outlet's name: stated, in the byline of a text dump, or the host.

    Raises ``UnreadableInput`` if there is none.
    """
    if stated := stated_source(extracted):
        return stated
    if extracted.method == "dump" and (
        outlet := outlet_in_first_part(lines.byline.parts)
    ):
        return outlet
    if host := source_of_host(extracted):
        return host
    raise UnreadableInput("nothing names its source: give --source")


def stated_source(extracted: ExtractedArticle) -> str:
    """Return the outlet's name that a record or page states, "" without one."""
    stated = extracted.first_value("source")
    return OUTLETS.get(stated, stated)


def source_of_host(extracted: ExtractedArticle) -> str:
    """Return the host of the first URL as the name of its outlet, "" without one."""
    return next(hosts_of(extracted), "").removeprefix("www.")
