# SPDX-License-Identifier: AGPL-3.0-or-later
"""Body text of a page, with a guard against text that extractors drop silently."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import lxml.html
import trafilatura
from lxml import etree
from lxml.html import HtmlElement
from readability import Document
from trafilatura.settings import Document as TextDocument
from trafilatura.settings import Extractor

from ingest.model.record import Block, UnreadableInput
from ingest.text.normalise import normalise_line

# If trafilatura keeps a smaller share of what another extractor keeps, it lost text.
SUSPICIOUS_SHARE = 0.35
# Of a page. trafilatura's time is quadratic in it; articles have a tenth of it.
MAX_ELEMENTS = 20_000
# The recall mode is used if its text is longer by this factor.
RECALL_GAIN = 1.5
BLOCK_KINDS = {
    **dict.fromkeys(
        ("p", "div", "td", "dd", "dt", "figcaption", "pre", "address"), "paragraph"
    ),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "head"), "heading"),
    **dict.fromkeys(("blockquote", "quote"), "quote"),
    **dict.fromkeys(("li", "item"), "item"),
}
# Elements that begin a new block; those without a kind keep that of their parent.
STRUCTURAL = frozenset(
    ("ul", "ol", "list", "table", "tr", "row", "cell", "section", "article", "main")
)
BLOCK_ELEMENTS = frozenset((*BLOCK_KINDS, *STRUCTURAL, "body"))
WITHOUT_TEXT = frozenset(
    (
        "script",
        "style",
        "noscript",
        "iframe",
        "template",
        "svg",
        "math",
        "form",
        "button",
        "object",
    )
)
LINE_BREAKS = frozenset(("br", "lb"))
LINE_BREAK = "\x1f"
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
        text = normalise_line(paragraph.text_content())
        parent = paragraph.getparent()
        if text and parent is not None:
            by_parent.setdefault(parent, []).append(Block("paragraph", text))
    return max(by_parent.values(), key=text_length, default=[])


def blocks_of_markup(markup: str) -> list[Block]:
    """Return the blocks of a fragment of HTML."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True)
    tree = lxml.html.document_fromstring(
        f"<div>{markup}</div>".encode(), parser=parser, ensure_head_body=True
    )
    return blocks_of_tree(tree)


def blocks_of_tree(tree: etree._Element) -> list[Block]:
    """Return the text of *tree* as blocks; text between blocks is a paragraph."""
    kinds, texts = ["paragraph"], [list[str]()]
    for kind, text in walk_text(tree, "paragraph"):
        if text is None:
            kinds.append(kind)
            texts.append([])
        else:
            texts[-1].append(text)
    blocks = []
    for kind, parts in zip(kinds, texts, strict=True):
        if text := normalise_block("".join(parts)):
            blocks.append(Block(kind, text))
    return blocks


def normalise_block(text: str) -> str:
    """Return the lines of a block, normalised; only line breaks separate lines."""
    lines = map(normalise_line, text.split(LINE_BREAK))
    return "\n".join(line for line in lines if line)


def walk_text(element: etree._Element, kind: str) -> Iterator[tuple[str, str | None]]:
    """Yield the text in *element* in document order, with the kind of its block.

    ``None`` in place of a text begins a new block. *kind* is that of the parent.
    """
    tag = element.tag
    if not isinstance(tag, str) or tag in WITHOUT_TEXT:
        return
    is_block = tag in BLOCK_ELEMENTS
    inner_kind = block_kind(tag, kind) if is_block else kind
    if is_block:
        yield inner_kind, None
    elif tag in LINE_BREAKS:
        yield inner_kind, LINE_BREAK
    yield inner_kind, element.text or ""
    for child in element:
        yield from walk_text(child, inner_kind)
        yield inner_kind, child.tail or ""
    if is_block:
        yield kind, None


def block_kind(tag: str, parent_kind: str) -> str:
    """Return the kind of a block; paragraphs in a quote or an item belong to it."""
    kind = BLOCK_KINDS.get(tag, parent_kind)
    if kind == "paragraph" and parent_kind in {"quote", "item"}:
        return parent_kind
    return kind


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
