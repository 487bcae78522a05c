# SPDX-License-Identifier: AGPL-3.0-or-later
"""Body text of a page, with a guard against text that extractors drop silently."""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

import trafilatura
from lxml import etree
from lxml.html import HtmlElement
from readability import Document
from trafilatura.settings import Document as TextDocument
from trafilatura.settings import Extractor

from ingest.extract.text_blocks import blocks_of_markup, blocks_of_tree
from ingest.model.record import Block, BlockPlace, Cut, UnreadableInput
from ingest.text.normalise import normalise_line

# If trafilatura keeps a smaller share of what another extractor keeps, it lost text.
SUSPICIOUS_SHARE = 0.35
# Of a page. trafilatura's time is quadratic in it; articles have a tenth of it.
MAX_ELEMENTS = 20_000
# The recall mode is used if its text is longer by this factor.
RECALL_GAIN = 1.5
# Visible text outside links. Most text nodes are white space between elements: they are
# excluded first, the ancestors are checked last.
TEXT_OUTSIDE_LINKS = (
    "/html/body//text()[normalize-space()]"
    "[not(parent::script or parent::style or parent::noscript or ancestor::a)]"
)


class Body(NamedTuple):
    """The blocks of a page, the method that found them, and its confidence (0..1)."""

    blocks: list[Block]
    method: str
    confidence: float
    kept_share: float  # of the characters of the longest credible extraction
    cuts: tuple[Cut, ...] = ()  # paragraphs of the article that were left out
    places: Mapping[str, BlockPlace] = MappingProxyType({})  # by letters of blocks


@cache
def trafilatura_options(*, recall: bool) -> Extractor:
    """Return the options of trafilatura's precision mode, or of its recall mode.

    With any output format but «python», trafilatura does not serialise the text, too.
    """
    return Extractor(
        fast=True,
        precision=not recall,
        recall=recall,
        comments=False,
        output_format="xml",
    )


def extract_body(tree: HtmlElement, page: str) -> Body:
    """Return the body of a page, given as a *tree* and as text.

    That is trafilatura's extraction in precision mode, unless readability or the
    element with the most paragraphs keeps much more. Raises ``UnreadableInput`` without
    any text.
    """
    paragraphs = longest_paragraphs(tree)
    if is_too_large(tree):
        return body_of_paragraphs(paragraphs)
    precise = extract_by_trafilatura(tree, recall=False)
    if dropped_repetitions(precise, paragraphs):
        return Body(paragraphs, "paragraphs", 0.8, 1.0)
    method, longest = longest_alternative(tree, page, precise, paragraphs)
    if not precise and not longest:
        raise UnreadableInput("no article text in the page")
    threshold = SUSPICIOUS_SHARE * text_length(longest)
    if text_length(precise) >= threshold:
        return Body(precise, "trafilatura", 0.9, length_share(precise, paragraphs))
    recalled = extract_by_trafilatura(tree, recall=True)
    is_longer = text_length(recalled) > RECALL_GAIN * text_length(precise)
    if is_longer and text_length(recalled) >= threshold:
        share = length_share(recalled, longest)
        return Body(recalled, "trafilatura-recall", 0.6, share)
    if not precise:
        return Body(longest, method, 0.4, 1.0)
    return Body(precise, "trafilatura", 0.3, length_share(precise, longest))


def longest_alternative(
    tree: HtmlElement, page: str, precise: list[Block], paragraphs: list[Block]
) -> tuple[str, list[Block]]:
    """Return the name and the blocks of the longest extraction beside trafilatura's.

    readability ignores links. It takes half of a page's time, so it runs only if
    *precise* has too little of the text outside links.
    """
    by_readability: list[Block] = []
    if not (precise and has_enough_text(precise, tree)):
        by_readability = extract_by_readability(page)
    if text_length(by_readability) >= text_length(paragraphs):
        return "readability", by_readability
    return "paragraphs", paragraphs


def has_enough_text(blocks: list[Block], tree: HtmlElement) -> bool:
    """Return whether *blocks* have a credible share of the page's text."""
    in_page = count_characters_outside_links(tree)
    return text_length(blocks) >= SUSPICIOUS_SHARE * in_page


def is_too_large(tree: HtmlElement) -> bool:
    """Return whether a page has too many elements for tools of quadratic time."""
    return sum(1 for _ in tree.iter()) > MAX_ELEMENTS


def body_of_paragraphs(paragraphs: list[Block]) -> Body:
    """Return the body of a page too large for extractors.

    Raises ``UnreadableInput`` without paragraphs.
    """
    if not paragraphs:
        raise UnreadableInput(
            f"a page of more than {MAX_ELEMENTS:,} elements and no paragraphs"
        )
    return Body(paragraphs, "paragraphs", 0.4, 1.0)


def dropped_repetitions(extracted: list[Block], paragraphs: list[Block]) -> bool:
    """Return whether trafilatura merged a series of equal paragraphs into one."""
    unique = {block.text for block in paragraphs}
    return (
        len(unique) < len(paragraphs)
        and unique <= {block.text for block in extracted}
        and len(extracted) < len(paragraphs)
    )


def extract_by_trafilatura(tree: HtmlElement, *, recall: bool) -> list[Block]:
    """Return trafilatura's extraction as blocks."""
    document = trafilatura.bare_extraction(
        tree, options=trafilatura_options(recall=recall)
    )
    if not isinstance(document, TextDocument):
        return []
    return blocks_of_tree(document.body)


def extract_by_readability(page: str) -> list[Block]:
    """Return readability's extraction as blocks."""
    try:
        return blocks_of_markup(Document(page).summary(html_partial=True))
    except (etree.ParserError, ValueError):
        return []


def longest_paragraphs(tree: HtmlElement) -> list[Block]:
    """Return the ``<p>`` children of the element that has most text in them."""
    by_parent: dict[HtmlElement, list[Block]] = {}
    for paragraph in tree.iter("p"):
        parent = paragraph.getparent()
        if parent is None:
            continue
        if next(paragraph.iter("br"), None) is not None:
            by_parent.setdefault(parent, []).extend(blocks_of_tree(paragraph))
        elif text := normalise_line(paragraph.text_content()):
            by_parent.setdefault(parent, []).append(Block("paragraph", text))
    return max(by_parent.values(), key=text_length, default=[])


def count_characters_outside_links(tree: HtmlElement) -> int:
    """Return the number of visible characters outside links: menus are links."""
    return sum(
        len(" ".join(text.split())) + 1
        for text in tree.xpath(TEXT_OUTSIDE_LINKS, smart_strings=False)
    )


def text_length(blocks: Sequence[Block]) -> int:
    """Return the number of characters in *blocks*."""
    return sum(len(block.text) for block in blocks)


def length_share(blocks: list[Block], reference: list[Block]) -> float:
    """Return the length of *blocks* as a share of *reference*, at most 1."""
    share = text_length(blocks) / max(1, text_length(reference))
    return round(min(1.0, share), 2)
