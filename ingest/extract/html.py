# SPDX-License-Identifier: AGPL-3.0-or-later
"""A saved page, as a browser, a crawler or SingleFile leaves it."""

import re
from urllib.parse import urlsplit

import lxml.html
from lxml import etree

from arabic.spelling import name_key
from ingest.extract import body, sources
from ingest.extract.metadata import by_folder, page_facts
from ingest.model.options import ReadOptions
from ingest.model.record import ExtractedArticle, RawArticle, SetAside, UnreadableInput
from ingest.pictures.in_page import (
    NO_LAYOUT,
    map_layout,
    may_have_captions,
    select_figures,
    without_captions,
)
from ingest.text.decode import decode_and_repair

# libxml2 lets them in, and every tool that then touches their text fails. As references they are looked for apart:
# what begins with two letters that never change is found far sooner.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CONTROL_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])(?:;|(?!\d))|x0*(?:[0-8bcef]|1[\da-f]|fff[ef])(?:;|(?![\da-f])))",
    re.IGNORECASE,
)
# lxml.html asks a Python function for the class of every element that is looked at; nothing here needs those of forms.
CLASSES = etree.ElementDefaultClassLookup(
    element=lxml.html.HtmlElement,
    comment=lxml.html.HtmlComment,
    pi=lxml.html.HtmlProcessingInstruction,
    entity=lxml.html.HtmlEntity,
)


def read(piece: RawArticle, options: ReadOptions) -> ExtractedArticle:
    """Return the record of a page; a source's own module may read its text. Raises ``UnreadableInput``."""
    declared = next((fact.value for fact in piece.facts if fact.field == "charset"), "")
    text, repairs = decode_and_repair(piece.data, declared)
    text = CONTROL_REFERENCE.sub("", CONTROL.sub("", text))
    tree = parse(text)
    facts = (*piece.facts, *page_facts(tree), *by_folder(piece.name))
    if any(
        urlsplit(fact.value).path == "/" and not urlsplit(fact.value).query
        for fact in facts
        if fact.field == "url"
    ):
        raise SetAside("a front page")
    wanted = options.keep_images or may_have_captions(
        tree, text
    )  # others come into no article
    layout = map_layout(tree) if wanted else NO_LAYOUT
    own = sources.parse(text, [fact.value for fact in facts if fact.field == "url"])
    found = own or body.extract(tree, text)
    shown = {
        name_key(fact.value) for fact in facts if fact.field in {"title", "byline"}
    }
    blocks = [block for block in found.blocks if name_key(block.text) not in shown]
    figures = select_figures(layout, blocks)
    return ExtractedArticle(
        facts=facts,
        blocks=without_captions(blocks, figures),
        method=found.method,
        confidence=found.confidence,
        kept_share=found.kept,
        repairs=repairs,
        figures=figures,
        page_letters=layout.letters,
    )


def parse(text: str) -> lxml.html.HtmlElement:
    """Return the tree of a page.

    libxml2 drops what lies below 256 nested elements and says so in its log alone: then it is parsed without a limit.
    """
    for parser in PARSERS:
        try:
            tree = lxml.html.document_fromstring(
                text.encode("utf-8", "replace"), parser=parser, ensure_head_body=True
            )
        except etree.ParserError as error:
            raise UnreadableInput(f"not HTML: {error}") from error
        if not any(
            entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log
        ):
            return tree
    raise UnreadableInput("elements nested deeper than the parser follows")


def parser(*, huge: bool) -> lxml.html.HTMLParser:
    """Return a parser, made once, whose log is that of the page it has read last."""
    made = lxml.html.HTMLParser(encoding="utf-8", huge_tree=huge)
    made.set_element_class_lookup(CLASSES)
    return made


PARSERS = (parser(huge=False), parser(huge=True))
