# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables and code of a page, which extractors would take apart.

Before extraction each is replaced by a paragraph with its text. That paragraph is
recognised among the extracted ones by its letters, whichever extractor found it, and
becomes a block of its own kind again.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from lxml import etree

from ingest.extract.data_table import is_data_table, table_text
from ingest.model.record import Block
from ingest.text.normalise import clean_text

BLANK_LINES = re.compile(r"\n\s*\n")
ARABIC_LETTER = re.compile("[\u0621-\u064a]")
LETTER = re.compile(r"[^\W\d_]")
# A longer <pre> in Arabic with such lines is prose.
LONG_PROSE = 400  # characters
PROSE_LINE = 40  # characters of a line, on average
ARABIC_SHARE = 0.6  # of the letters
LARGEST = 100_000  # characters


def replace_verbatim(tree: etree._Element) -> dict[str, Block]:
    """Replace tables of data and code in *tree* by paragraphs; return their blocks.

    The keys are their texts without white space.
    """
    blocks: dict[str, Block] = {}
    for element in list(tree.iter("table", "pre")):
        parent = element.getparent()
        block = verbatim_block(element)
        if parent is None or block is None:
            continue
        paragraph = parent.makeelement("p")
        paragraph.text = " ".join(block.text.split())
        paragraph.tail = element.tail
        parent.replace(element, paragraph)
        if parent.tag == "figure":
            parent.tag = "div"  # extractors take a figure for an image
        caption = next(element.iter("caption"), None)
        if caption is not None:
            insert_caption(caption, paragraph)
        blocks[letters_of(block.text)] = block
    return blocks


def insert_caption(caption: etree._Element, paragraph: etree._Element) -> None:
    """Insert the text of a table's caption as a paragraph before it."""
    before = paragraph.makeelement("p")
    before.text = "".join(map(str, caption.itertext()))
    paragraph.addprevious(before)


def verbatim_block(element: etree._Element) -> Block | None:
    """Return a table of data or code as a block, ``None`` if it is neither."""
    if element.tag == "table":
        if not is_data_table(element):
            return None
        block = Block("table", table_text(element))
    else:
        block = Block("code", code_text(element))
        if is_prose(block.text):
            set_as_paragraphs(element, block.text)
            return None
    return block if 0 < len(block.text.strip()) <= LARGEST else None


def code_text(element: etree._Element) -> str:
    """Return the lines of a ``<pre>`` without trailing white space."""
    for line_break in element.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    text = clean_text("".join(map(str, element.itertext())))
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))


def is_prose(text: str) -> bool:
    """Return whether the text of a ``<pre>`` is Arabic prose, set by a typewriter."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(text) < LONG_PROSE or len(text) < PROSE_LINE * len(lines):
        return False
    arabic = len(ARABIC_LETTER.findall(text))
    return arabic >= ARABIC_SHARE * len(LETTER.findall(text))


def set_as_paragraphs(element: etree._Element, text: str) -> None:
    """Replace what is in a ``<pre>`` by the paragraphs of *text*, its text.

    Blank lines separate them; without any, each line is one.
    """
    tail = element.tail
    element.clear()
    element.tag, element.tail = "div", tail
    paragraphs = BLANK_LINES.split(text)
    for lines in paragraphs if paragraphs[1:] else text.split("\n"):
        etree.SubElement(element, "p").text = " ".join(lines.split())


@lru_cache(512)  # of one page: several stages compare the same paragraphs
def letters_of(text: str) -> str:
    """Return *text* without white space."""
    return "".join(text.split())


def restore_verbatim(
    blocks: Iterable[Block], verbatim: Mapping[str, Block]
) -> list[Block]:
    """Return *blocks* with tables and code in place of the paragraphs for them."""
    if not verbatim:
        return list(blocks)
    return [verbatim.get(letters_of(block.text), block) for block in blocks]
