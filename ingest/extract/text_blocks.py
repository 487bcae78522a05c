# SPDX-License-Identifier: AGPL-3.0-or-later
"""The text of a tree of elements as blocks: paragraphs, headings, quotes, items."""

from statistics import median

import lxml.html
from lxml import etree

from ingest.extract.page_text.verbatim_blocks import replace_verbatim, restore_verbatim
from ingest.model.record import Block
from ingest.text.normalise import normalise_line

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
PARAGRAPH_BREAK = "\ue005"  # of private use: in no page after its text is cleaned
PARAGRAPH_LINE = 60  # characters: lines of verse are shorter


def blocks_of_markup(markup: str) -> list[Block]:
    """Return the blocks of a fragment of HTML."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True)
    tree = lxml.html.document_fromstring(
        f"<div>{markup}</div>".encode(), parser=parser, ensure_head_body=True
    )
    verbatim = replace_verbatim(tree)
    mark_paragraph_breaks(tree)
    return restore_verbatim(blocks_of_tree(tree), verbatim)


def mark_paragraph_breaks(tree: etree._Element) -> None:
    """Mark in *tree* where two line breaks follow each other: a paragraph ends.

    Extractors keep one of the breaks.
    """
    for line_break in tree.iter("br"):
        previous = line_break.getprevious()
        if previous is not None and previous.tag == "br" and is_blank(previous.tail):
            line_break.tail = f"{PARAGRAPH_BREAK} " + (line_break.tail or "")


def is_blank(text: str | None) -> bool:
    """Return whether there is no text but white space."""
    return not (text or "").strip()


def blocks_of_tree(tree: etree._Element) -> list[Block]:
    """Return the text of *tree* as blocks; text between blocks is a paragraph."""
    runs: list[tuple[str, list[str]]] = [("paragraph", [])]
    collect_text(tree, "paragraph", runs)
    blocks = []
    for kind, texts in runs:
        for part in "".join(texts).split(PARAGRAPH_BREAK):
            if text := normalise_block(part):
                blocks += split_long_lines(Block(kind, text))
    return blocks


def split_long_lines(block: Block) -> list[Block]:
    """Return the lines of a paragraph as blocks if they are as long as paragraphs.

    Old pages separate paragraphs by line breaks only. The lines of a poem or of an
    address are short.
    """
    lines = block.text.split("\n")
    if block.kind != "paragraph" or median(map(len, lines)) < PARAGRAPH_LINE:
        return [block]
    return [Block(block.kind, line) for line in lines]


def normalise_block(text: str) -> str:
    """Return the lines of a block, normalised; only line breaks separate lines."""
    lines = map(normalise_line, text.split(LINE_BREAK))
    return "\n".join(line for line in lines if line)


def collect_text(
    element: etree._Element, kind: str, runs: list[tuple[str, list[str]]]
) -> None:
    """Append the texts in *element* to *runs* in document order.

    A run is the kind of a block and its texts. *kind* is that of the parent.
    """
    tag = element.tag
    if not isinstance(tag, str) or tag in WITHOUT_TEXT:
        return
    is_block = tag in BLOCK_ELEMENTS
    inner_kind = block_kind(tag, kind) if is_block else kind
    if is_block:
        runs.append((inner_kind, []))
    elif tag in LINE_BREAKS:
        runs[-1][1].append(LINE_BREAK)
    if text := element.text:
        runs[-1][1].append(text)
    for child in element:
        collect_text(child, inner_kind, runs)
        if tail := child.tail:
            runs[-1][1].append(tail)
    if is_block:
        runs.append((kind, []))


def block_kind(tag: str, parent_kind: str) -> str:
    """Return the kind of a block; paragraphs in a quote or an item belong to it."""
    kind = BLOCK_KINDS.get(tag, parent_kind)
    if kind == "paragraph" and parent_kind in {"quote", "item"}:
        return parent_kind
    return kind
