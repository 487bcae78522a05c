# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reader for HTML pages saved by a browser, a crawler or SingleFile."""

import re
from collections.abc import Sequence

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from arabic.spelling import name_key
from ingest.extract import sources
from ingest.extract.article_region import find_region
from ingest.extract.headline import find_headline
from ingest.extract.page_data import data_scripts, find_data_article
from ingest.extract.page_facts.metadata import page_facts, url_of_folder
from ingest.extract.page_facts.saving_tools import (
    resolve_archive_urls,
    without_http_headers,
    without_toolbar,
)
from ingest.extract.page_kind import (
    find_teasers,
    kind_before_extraction,
    kind_of_text,
)
from ingest.extract.page_text.body import (
    SUSPICIOUS_SHARE,
    Body,
    extract_body,
    text_length,
)
from ingest.extract.page_text.layout_cells import remove_outer_cells
from ingest.extract.page_text.lost_text import is_fused, restore_lost
from ingest.extract.page_text.region_paragraphs import (
    block_places,
    blocks_of_region,
    own_paragraphs,
)
from ingest.extract.page_text.unrelated_text import remove_teasers, remove_unrelated
from ingest.extract.page_text.verbatim_blocks import replace_verbatim, restore_verbatim
from ingest.extract.text_blocks import mark_paragraph_breaks
from ingest.model.identity import is_root_url
from ingest.model.options import ReadOptions
from ingest.model.record import (
    Block,
    ExtractedArticle,
    Fact,
    RawArticle,
    SetAside,
    UnreadableInput,
    known_facts,
)
from ingest.pictures.in_page import (
    NO_LAYOUT,
    distinct_captions,
    map_layout,
    may_have_captions,
    select_figures,
    without_captions,
)
from ingest.text.decode import decode_and_repair

SHORT_TEXT = 1_500  # characters: a longer text is not looked for in the page's data
NO_BODY = Body([], "", 0.0, 0.0)
# Origins of the URLs that a page declares; the others state where it was fetched.
DECLARED_URLS = frozenset(("canonical", "meta", "json-ld", "microdata"))
# libxml2 accepts control characters, then every tool fails that handles their text. The
# references have a pattern of their own: its fixed start «&#» makes it fast to search.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CONTROL_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])(?:;|(?!\d))"
    r"|x0*(?:[0-8bcef]|1[\da-f]|fff[ef])(?:;|(?![\da-f])))",
    re.IGNORECASE,
)
# lxml.html calls a Python function to choose the class of each element. Nothing here
# needs its classes for forms, so a table without a function does.
ELEMENT_CLASSES = etree.ElementDefaultClassLookup(
    element=lxml.html.HtmlElement,
    comment=lxml.html.HtmlComment,
    pi=lxml.html.HtmlProcessingInstruction,
    entity=lxml.html.HtmlEntity,
)


def read_page(raw: RawArticle, options: ReadOptions) -> ExtractedArticle:
    """Return the article of a page; a module of its source may parse the body.

    Raises ``UnreadableInput``, ``SetAside`` for a page that is no article.
    """
    text, repairs = decode_page(raw)
    try:
        tree = parse_html(text)
        facts = resolve_archive_urls(
            (*raw.facts, *page_facts(tree), *url_of_folder(raw.name))
        )
        with known_facts(facts):
            article = read_tree(tree, text, facts, options)
    except RecursionError as error:
        raise UnreadableInput("elements nested too deeply") from error
    return article._replace(repairs=repairs)


def read_tree(
    tree: HtmlElement, text: str, facts: tuple[Fact, ...], options: ReadOptions
) -> ExtractedArticle:
    """Return the article of a page with these *facts*, given as tree and as *text*.

    Changes *tree*. Raises ``UnreadableInput``.
    """
    teasers = find_teasers(tree)
    check_kind("a front page" if is_front_page(facts) else "")
    check_kind(kind_before_extraction(tree, facts, teasers))
    # The layout is needed for images and captions, and has to be mapped before
    # extractors change the tree.
    layout = NO_LAYOUT
    if options.keep_images or may_have_captions(tree, text):
        layout = map_layout(tree)
    body, blocks, facts = read_body(tree, text, facts)
    check_kind(kind_of_text(blocks, teasers, facts))
    figures = distinct_captions(select_figures(layout, blocks), blocks)
    return ExtractedArticle(
        facts=facts,
        blocks=without_captions(blocks, figures),
        method=body.method,
        confidence=body.confidence,
        kept_share=body.kept_share,
        cuts=body.cuts,
        places=body.places,
        figures=figures,
        page_letters=layout.letters,
    )


def check_kind(kind: str) -> None:
    """Raise ``SetAside`` if *kind* names what a page is instead of an article."""
    if kind:
        raise SetAside(kind)


def read_body(
    tree: HtmlElement, text: str, facts: tuple[Fact, ...]
) -> tuple[Body, list[Block], tuple[Fact, ...]]:
    """Return the body of a page, its blocks without the headline, and all facts.

    The text in the page's data is taken where the page itself has little. Changes
    *tree*. Raises ``UnreadableInput`` without a text.
    """
    scripts = data_scripts(tree)
    try:
        body = extract_whole_body(tree, text, facts)
    except UnreadableInput:
        if not scripts:
            raise
        body = NO_BODY
    blocks = without_head(body.blocks, facts)
    if text_length(blocks) >= SHORT_TEXT or not scripts:
        return body, blocks, facts
    body, data_facts = longer_in_data(body, blocks, scripts, facts)
    facts = (*facts, *data_facts)
    return body, without_head(body.blocks, facts), facts


def extract_whole_body(tree: HtmlElement, text: str, facts: Sequence[Fact]) -> Body:
    """Return the body of a page with the paragraphs that the extractor left out.

    Changes *tree*. Raises ``UnreadableInput`` without a text.
    """
    urls = [fact.value for fact in facts if fact.field == "url"]
    if body := sources.parse_body(text, urls):
        return body
    headline = find_headline(tree)
    region = find_region(tree, headline)
    remove_outer_cells(tree, region)
    remove_teasers(tree, headline)
    remove_unrelated(tree)
    verbatim = replace_verbatim(tree)
    mark_paragraph_breaks(tree)
    paragraphs = own_paragraphs(region)
    title = "" if headline is None else headline.text_content()
    body = extract_body(tree, text)
    if is_fused(body.blocks, paragraphs, title):
        body = Body(blocks_of_region(paragraphs), "region", 0.6, 1.0)
    restored = restore_lost(body.blocks, paragraphs, title)
    return body._replace(
        blocks=restore_verbatim(restored.blocks, verbatim),
        confidence=min(body.confidence, 0.4 if restored.is_doubtful else 1.0),
        cuts=restored.cuts,
        places=block_places(paragraphs),
    )


def longer_in_data(
    body: Body, blocks: Sequence[Block], scripts: Sequence[str], facts: Sequence[Fact]
) -> tuple[Body, tuple[Fact, ...]]:
    """Return the text in a page's data and its facts, if much longer than *blocks*.

    Those are the blocks of *body* without the headline. Raises ``UnreadableInput``
    without a text in either.
    """
    titles = {name_key(fact.value) for fact in facts if fact.field == "title"}
    article = find_data_article(scripts, titles)
    if article is None:
        if not blocks:
            raise UnreadableInput("no article text in the page or its data")
        return body, ()
    if text_length(blocks) > SUSPICIOUS_SHARE * text_length(article.blocks):
        return body, ()
    return Body(article.blocks, "page data", 0.8, 1.0), article.facts


def decode_page(raw: RawArticle) -> tuple[str, tuple[str, ...]]:
    """Return the text of a page without control characters, and the repairs made."""
    charsets = (fact.value for fact in raw.facts if fact.field == "charset")
    text, repairs = decode_and_repair(
        without_http_headers(raw.data), next(charsets, "")
    )
    text = without_toolbar(CONTROL_REFERENCE.sub("", CONTROL.sub("", text)))
    return text, repairs


def is_front_page(facts: tuple[Fact, ...]) -> bool:
    """Return whether the address that the page was fetched from is a site's root.

    What the page declares is no evidence: on some sites each article declares the front
    page as its canonical URL.
    """
    return any(
        is_root_url(fact.value)
        for fact in facts
        if fact.field == "url" and fact.origin not in DECLARED_URLS
    )


def without_head(blocks: list[Block], facts: tuple[Fact, ...]) -> list[Block]:
    """Return *blocks* without those that repeat the title or the byline."""
    head = {name_key(fact.value) for fact in facts if fact.field in {"title", "byline"}}
    return [block for block in blocks if name_key(block.text) not in head]


def parse_html(text: str) -> lxml.html.HtmlElement:
    """Return the tree of a page.

    libxml2 drops elements nested deeper than 256 levels and reports it only in its log:
    then the page is parsed again without a limit.
    """
    for parser in PARSERS:
        try:
            tree = lxml.html.document_fromstring(
                text.encode("utf-8", "replace"), parser=parser, ensure_head_body=True
            )
        except etree.ParserError as error:
            raise UnreadableInput(f"not HTML: {error}") from error
        errors = {entry.type_name for entry in parser.error_log}
        if "ERR_RESOURCE_LIMIT" not in errors:
            return tree
    raise UnreadableInput("elements nested deeper than the parser follows")


def create_parser(*, huge: bool) -> lxml.html.HTMLParser:
    """Return a parser; its log is that of the page parsed last."""
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=huge)
    parser.set_element_class_lookup(ELEMENT_CLASSES)
    return parser


PARSERS = (create_parser(huge=False), create_parser(huge=True))
