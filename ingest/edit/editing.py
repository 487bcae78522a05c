# SPDX-License-Identifier: AGPL-3.0-or-later
"""Extracted article → article: fields chosen, boilerplate cut, identity computed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from ingest.edit import dating
from ingest.edit.boilerplate.learned import EdgeLines, LearnedRules, edge_lines
from ingest.edit.boilerplate.trim import TrimmedText, cut_heads, trim
from ingest.edit.bylines.attribution import (
    AttributionLines,
    choose_authors,
    date_facts,
    extract_dateline,
    find_dateline,
    parse_attribution_lines,
    read_attribution,
)
from ingest.edit.bylines.byline import Byline
from ingest.edit.dating import PublicationDate, choose_date
from ingest.edit.outlet import choose_source, permanent_urls
from ingest.edit.title import choose_title
from ingest.model.article import DAY, Article, article_id
from ingest.model.identity import (
    article_identity,
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

MAX_FACT_LENGTH = 2000  # characters: URLs of Arabic titles reach 900
# Characters of fields that are a few words; longer values are text of the page.
MAX_LENGTHS = {"section": 60, "source": 100, "place": 60, "agency": 60, "tags": 100}
MAX_FACTS = 100  # of one field from one origin


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
    extracted, lines = move_dateline(
        cut_joined_heads(extracted), lines, source, capture_day
    )
    trimmed = trim_blocks(extracted, learned.get(source, {}), urls)
    title, title_source = choose_title(extracted)
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


def trim_blocks(
    extracted: ExtractedArticle, rules: Mapping[str, str], urls: list[str]
) -> TrimmedText:
    """Return the blocks without boilerplate; *rules* are those of the newspaper.

    Raises ``UnreadableInput`` if nothing is left.
    """
    site = split_url(urls[0]).hostname or "" if urls else ""
    trimmed = trim(extracted.blocks, rules, extracted.places, site)
    if not trimmed.blocks:
        raise UnreadableInput("nothing but boilerplate")
    return trimmed


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


def cut_joined_heads(extracted: ExtractedArticle) -> ExtractedArticle:
    """Return *extracted* without boilerplate that joins the first words."""
    blocks, cuts = cut_heads(extracted.blocks)
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
