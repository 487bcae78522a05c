# SPDX-License-Identifier: AGPL-3.0-or-later
"""Page → the blocks of its text, with a guard against the losses that extractors keep silent about."""

from collections.abc import Iterator
from typing import NamedTuple

import lxml.html
import trafilatura
from lxml import etree
from lxml.html import HtmlElement
from readability import Document
from trafilatura.settings import Document as TextDocument
from trafilatura.settings import Extractor

from ingest.extract import trafilatura_patch
from ingest.model.record import Block, UnreadableInput
from ingest.text.normalise import normalise_line

trafilatura_patch.remember()

# Options made once; with any format but «python» the text is not written out a second time for us.
PRECISE = Extractor(fast=True, precision=True, comments=False, output_format="xml")
WIDE = Extractor(fast=True, recall=True, comments=False, output_format="xml")
SUSPICIOUS = 0.35  # trafilatura keeps less than this share of what another reading keeps: it lost something
MOST_ELEMENTS = (
    20_000  # trafilatura's time grows with their square; articles have a tenth of it
)
WORTH_IT = 1.5  # how many times longer the second reading has to be
KINDS = {
    **dict.fromkeys(
        ("p", "div", "td", "dd", "dt", "figcaption", "pre", "address"), "paragraph"
    ),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "head"), "heading"),
    **dict.fromkeys(("blockquote", "quote"), "quote"),
    **dict.fromkeys(("li", "item"), "item"),
}
CONTAINERS = frozenset(
    (
        *KINDS,
        "ul",
        "ol",
        "list",
        "table",
        "tr",
        "row",
        "cell",
        "section",
        "article",
        "main",
        "body",
    )
)
SILENT = frozenset(
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
BREAKS = frozenset(("br", "lb"))
# Most texts of a page are the space between elements: they go first, ancestors are asked for last.
RUNNING = "/html/body//text()[normalize-space()][not(parent::script or parent::style or parent::noscript or ancestor::a)]"


class Body(NamedTuple):
    """The blocks of a page, how they were found and how far that can be trusted (0..1)."""

    blocks: list[Block]
    method: str
    confidence: float
    kept: float  # share of the characters that the fullest credible reading keeps


def extract(tree: HtmlElement, page: str) -> Body:
    """Return the body of a page, given as a *tree* and as text.

    trafilatura's precise reading, unless readability or the fullest element of paragraphs holds far more.
    Raises ``UnreadableInput`` when no reading finds any text.
    """
    paragraphs = fullest_paragraphs(tree)
    if vast(tree):
        return of_paragraphs_alone(paragraphs)
    precise = by_trafilatura(tree, PRECISE)
    if repeats_were_dropped(precise, paragraphs):
        return Body(paragraphs, "paragraphs", 0.8, 1.0)
    # readability takes links for no text: where too little else is shown, it, half of a page's time, is not asked.
    whole = precise and size(precise) >= SUSPICIOUS * running(tree)
    others = {
        "readability": [] if whole else by_readability(page),
        "paragraphs": paragraphs,
    }
    method, longest = max(others.items(), key=lambda reading: size(reading[1]))
    if not precise and not longest:
        raise UnreadableInput("no article text in the page")
    if size(precise) >= SUSPICIOUS * size(longest):
        return Body(precise, "trafilatura", 0.9, share(precise, paragraphs))
    wide = by_trafilatura(tree, WIDE)
    if size(wide) > WORTH_IT * size(precise) and size(wide) >= SUSPICIOUS * size(
        longest
    ):
        return Body(wide, "trafilatura-recall", 0.6, share(wide, longest))
    if not precise:
        return Body(longest, method, 0.4, 1.0)
    return Body(precise, "trafilatura", 0.3, share(precise, longest))


def vast(tree: HtmlElement) -> bool:
    """Say whether a page has too many elements for tools that look at each from each other."""
    return sum(1 for _ in tree.iter()) > MOST_ELEMENTS


def of_paragraphs_alone(paragraphs: list[Block]) -> Body:
    """Return the reading of a page too large for any other. Raises ``UnreadableInput`` where there is none."""
    if not paragraphs:
        raise UnreadableInput(
            f"a page of more than {MOST_ELEMENTS:,} elements and no paragraphs"
        )
    return Body(paragraphs, "paragraphs", 0.4, 1.0)


def repeats_were_dropped(found: list[Block], paragraphs: list[Block]) -> bool:
    """Say whether trafilatura took a run of equal paragraphs for a single one."""
    unique = {block.text for block in paragraphs}
    return (
        len(unique) < len(paragraphs)
        and unique <= {block.text for block in found}
        and len(found) < len(paragraphs)
    )


def by_trafilatura(tree: HtmlElement, options: Extractor) -> list[Block]:
    """Return what trafilatura takes for the text, as blocks."""
    found = trafilatura.bare_extraction(tree, options=options)
    return blocks_of(found.body) if isinstance(found, TextDocument) else []


def by_readability(page: str) -> list[Block]:
    """Return what readability takes for the text, as blocks."""
    try:
        return fragment_blocks(Document(page).summary(html_partial=True))
    except (etree.ParserError, ValueError):
        return []


def fullest_paragraphs(tree: HtmlElement) -> list[Block]:
    """Return the text of the ``<p>`` of the element that holds most of it."""
    held: dict[HtmlElement, list[Block]] = {}
    for paragraph in tree.iter("p"):
        text = normalise_line(paragraph.text_content())
        if text and (parent := paragraph.getparent()) is not None:
            held.setdefault(parent, []).append(Block("paragraph", text))
    return max(held.values(), key=size, default=[])


def fragment_blocks(markup: str) -> list[Block]:
    """Return the blocks of a piece of HTML."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True)
    tree = lxml.html.document_fromstring(
        f"<div>{markup}</div>".encode(), parser=parser, ensure_head_body=True
    )
    return blocks_of(tree)


def blocks_of(tree: etree._Element) -> list[Block]:
    """Return the text of *tree* as blocks; loose text between blocks is a paragraph."""
    rows: list[tuple[str, list[str]]] = [("paragraph", [])]
    for kind, text in pieces(tree, "paragraph"):
        if text is None:
            rows.append((kind, []))
        else:
            rows[-1][1].append(text)
    return [
        Block(kind, text) for kind, parts in rows if (text := rows_of("".join(parts)))
    ]


def rows_of(text: str) -> str:
    """Return the lines of a block, cleaned; only explicit breaks (U+001F here) part lines."""
    return "\n".join(
        row for part in text.split("\x1f") if (row := normalise_line(part))
    )


def pieces(element: etree._Element, kind: str) -> Iterator[tuple[str, str | None]]:
    """Yield the text below *element* in order; ``None`` where a new block of *kind* begins."""
    if not isinstance(element.tag, str) or element.tag in SILENT:
        return
    inner = KINDS.get(element.tag, kind) if element.tag in CONTAINERS else kind
    if kind in {"quote", "item"} and inner == "paragraph":
        inner = kind
    if element.tag in CONTAINERS:
        yield inner, None
    if element.tag in BREAKS:
        yield inner, "\x1f"
    yield inner, element.text or ""
    for child in element:
        yield from pieces(child, inner)
        yield inner, child.tail or ""
    if element.tag in CONTAINERS:
        yield kind, None


def running(tree: HtmlElement) -> int:
    """Return the number of characters that the page shows outside links; menus and lists of articles are links."""
    return sum(
        len(" ".join(text.split())) + 1
        for text in tree.xpath(RUNNING, smart_strings=False)
    )


def size(blocks: list[Block]) -> int:
    """Return the number of characters in *blocks*."""
    return sum(len(block.text) for block in blocks)


def share(blocks: list[Block], whole: list[Block]) -> float:
    """Return how much of *whole* the *blocks* hold, at most 1."""
    return round(min(1.0, size(blocks) / max(1, size(whole))), 2)
