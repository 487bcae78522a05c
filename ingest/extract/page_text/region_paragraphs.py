# SPDX-License-Identifier: AGPL-3.0-or-later
"""The paragraphs of an article's region, in document order, and how they are marked."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from lxml.html import HtmlElement

from ingest.extract.article_region import (
    INLINE_TAGS,
    ArticleRegion,
    has_word,
    is_certain_foreign,
)
from ingest.extract.headline import class_and_id
from ingest.extract.page_text.verbatim_blocks import letters_of
from ingest.extract.text_blocks import (
    BLOCK_ELEMENTS,
    LINE_BREAK,
    LINE_BREAKS,
    PARAGRAPH_BREAK,
    WITHOUT_TEXT,
    block_kind,
    is_blank,
    normalise_block,
    split_long_lines,
)
from ingest.model.record import Block, BlockPlace

LEAD_CLASS = re.compile(
    r"(?:^|[\s_-])(?:lead|lede|sapo|chapo|standfirst|summary|excerpt|intro\w*|dec?k"
    r"|abstract|desc\w*|synopsis)(?:$|[\s_-])",
    re.IGNORECASE,
)
# A second headline: a lead only if it is a sentence.
SUBTITLE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:sub-?(?:title|head\w*|line)|tagline)", re.IGNORECASE
)
LINKED_SHARE = 0.5  # of the characters: more is a list of other articles
# Words in the class of a box that is no part of the text, wherever it is.
BOX_WORD = re.compile(
    r"authors?|writer|bio|about|profile|subscri\w*|sign|login|cookies?|consent|modal"
    r"|popup|overlay|notice|privacy|terms|rating|survey|donat\w*|apps?|tools?|contact"
    r"|disclaimer|editor|tags?|meta|byline|print|reader|audio|player|rights",
    re.IGNORECASE,
)
CAPTION_STEP = re.compile(r"figcaption\b")
STEP = " > "  # between the steps of a path
CLASS_WORD = re.compile(r"[\w-]+")
DIGIT = re.compile(r"\d")
PLAIN_STEPS = frozenset(("p", "br"))
TEXT_STEP = re.compile(r"(?:h[2-6]|[uo]l|li|blockquote|dl|dt|dd)(?:\.|$)")
# What an element puts between the texts around it.
SEPARATORS = {**dict.fromkeys(LINE_BREAKS, LINE_BREAK), "img": PARAGRAPH_BREAK}


class Marks(NamedTuple):
    """How the elements around a text are marked."""

    is_foreign: bool = False  # as something else than the text
    is_lead: bool = False
    is_subtitle: bool = False
    is_link: bool = False
    is_left_out: bool = False  # certainly no part of the text: a caption, a menu
    path: str = ""  # tags and classes of the elements

    @property
    def is_explained(self) -> bool:
        """Whether the marks explain why a paragraph is not in the text."""
        return self.is_foreign or self.is_subtitle


class Paragraph(NamedTuple):
    """A paragraph of the region and its part: before, lead, text or after."""

    kind: str
    text: str
    part: str
    marks: Marks
    linked: int  # characters in links

    @property
    def words(self) -> int:
        """The number of words."""
        return len(self.text.split())

    @property
    def is_no_text(self) -> bool:
        """Whether it is certainly none, or most of it is in links."""
        is_linked = self.linked > LINKED_SHARE * len(self.text)
        return self.marks.is_left_out or is_linked


def own_paragraphs(region: ArticleRegion) -> list[Paragraph]:
    """Return the paragraphs of the region that are long enough to be missed."""
    walker = RegionWalker(region)
    for root in region.roots:
        if root.getparent() is not None:
            walker.walk(root, "paragraph", Marks())
    walker.end_paragraph("paragraph", Marks())
    return walker.paragraphs


class RegionWalker:
    """Collects the paragraphs of a region in document order."""

    def __init__(self, region: ArticleRegion) -> None:
        self.region = region
        self.part = "before"
        self.kind, self.marks = "paragraph", Marks()
        self.texts: list[str] = []
        self.linked = 0
        self.paragraphs: list[Paragraph] = []

    def walk(self, element: HtmlElement, kind: str, marks: Marks) -> None:
        """Collect the paragraphs in *element*, whose parent has *kind* and *marks*."""
        tag = element.tag
        if not isinstance(tag, str) or tag in WITHOUT_TEXT:
            return
        self.texts.append(SEPARATORS.get(tag, ""))
        is_block = self.is_block(element)
        inner_kind = block_kind(tag, kind) if is_block else kind
        inner_marks = self.marks_of(element, marks)
        if is_block:
            self.end_paragraph(inner_kind, inner_marks)
        if element is self.region.text:
            self.part = "text"
        self.add_text(element.text, inner_marks)
        for child in element:
            self.walk(child, inner_kind, inner_marks)
            self.add_text(child.tail, inner_marks)
        if is_block:
            self.end_paragraph(kind, marks)
        self.leave(element)

    def is_block(self, element: HtmlElement) -> bool:
        """Return whether a paragraph ends where *element* begins and ends."""
        if element.tag in BLOCK_ELEMENTS or element is self.region.headline:
            return True
        return is_separate_span(element)

    def is_left_out(self, element: HtmlElement) -> bool:
        """Return whether an element is certainly no part of the text: a caption."""
        return element not in self.region.own_chain and is_certain_foreign(element)

    def marks_of(self, element: HtmlElement, around: Marks) -> Marks:
        """Return the marks of *element* and of those *around* it."""
        own = class_and_id(element)
        is_left_out = around.is_left_out or self.is_left_out(element)
        is_foreign = is_left_out or around.is_foreign or self.region.is_foreign(element)
        if not is_foreign and element not in self.region.own_chain:
            is_foreign = has_word(BOX_WORD, own)
        return Marks(
            is_foreign,
            around.is_lead or matches(LEAD_CLASS, own),
            around.is_subtitle or matches(SUBTITLE_CLASS, own),
            around.is_link or element.tag == "a",
            is_left_out,
            extend_path(around.path, element.tag, element.get("class") or ""),
        )

    def leave(self, element: HtmlElement) -> None:
        """Note that the headline or the text's element ends."""
        if element is self.region.text:
            self.part = "after"
        elif element is self.region.headline:
            self.texts.clear()
            self.paragraphs.clear()
            self.part = "lead" if self.part == "before" else self.part

    def add_text(self, text: str | None, marks: Marks) -> None:
        """Add *text* to the paragraph that is read."""
        if text:
            self.texts.append(text)
            self.linked += len(text.strip()) if marks.is_link else 0

    def end_paragraph(self, kind: str, marks: Marks) -> None:
        """Add the paragraphs that were read; the next has *kind* and *marks*."""
        for part in "".join(self.texts).split(PARAGRAPH_BREAK):
            if text := normalise_block(part):
                self.paragraphs.append(
                    Paragraph(self.kind, text, self.part, self.marks, self.linked)
                )
        self.kind, self.marks, self.linked = kind, marks, 0
        self.texts.clear()


@lru_cache(4096)  # the pages of a site have the same classes
def matches(pattern: re.Pattern[str], marks: str) -> bool:
    """Return whether a class or an id has *pattern*."""
    return pattern.search(marks) is not None


def remove_numbered(name: str) -> str:
    """Return the name of a class without its words that have a digit."""
    return CLASS_WORD.sub(lambda word: "" if DIGIT.search(word[0]) else word[0], name)


@lru_cache(4096)
def extend_path(path: str, tag: str, classes: str) -> str:
    """Return the *path* of the parent with a step for an element: «div.box > p».

    Inline elements are no steps. Numbers are left out: «post-123» is of one page.
    """
    if tag in INLINE_TAGS and not classes:
        return path
    names = map(remove_numbered, classes.split())
    step = ".".join((tag, *sorted(set(filter(None, names)))))
    return f"{path}{STEP}{step}" if path else step


def block_places(paragraphs: Sequence[Paragraph]) -> dict[str, BlockPlace]:
    """Return the place of each paragraph, by its letters.

    The running text is where most characters are, with the headings, lists and quotes
    beside them.
    """
    lengths = Counter[str]()
    for paragraph in paragraphs:
        if not paragraph.marks.is_left_out:
            lengths[paragraph.marks.path] += len(paragraph.text)
    main_path = max(lengths, key=lengths.__getitem__, default="")
    return {
        letters_of(paragraph.text): BlockPlace(
            paragraph.marks.path, is_in_text(paragraph.marks.path, main_path)
        )
        for paragraph in paragraphs
    }


def is_in_text(path: str, main_path: str) -> bool:
    """Return whether a block at *path* is in the running text at *main_path*."""
    if path == main_path:
        return True
    container, _, _ = main_path.rpartition(STEP)
    if container and not path.startswith(f"{container}{STEP}"):
        return False
    steps = path.removeprefix(container).removeprefix(STEP).split(STEP)
    return all(step in PLAIN_STEPS or TEXT_STEP.match(step) for step in steps)


def is_separate_span(element: HtmlElement) -> bool:
    """Return whether a ``<span>`` with a class has only elements beside it.

    It is a line of its own, as in the byline of a gallery: no part of a sentence.
    """
    parent = element.getparent()
    if element.tag != "span" or not element.get("class") or parent is None:
        return False
    if parent.tag not in {"div", "td", "section", "article", "figure"}:
        return False
    previous = element.getprevious()
    before = parent.text if previous is None else previous.tail
    return len(parent) > 1 and is_blank(before) and is_blank(element.tail)


def blocks_of_region(paragraphs: Sequence[Paragraph]) -> list[Block]:
    """Return the text of a region as blocks, without what is marked as foreign.

    If a caption is its text, as in a gallery, all captions at that place are.
    """
    captions = {
        paragraph.marks.path
        for paragraph in paragraphs
        if CAPTION_STEP.match(paragraph.marks.path.split(STEP)[-1])
        and not paragraph.marks.is_foreign
    }
    blocks: list[Block] = []
    for paragraph in paragraphs:
        is_foreign = paragraph.marks.is_foreign or paragraph.is_no_text
        if paragraph.marks.path in captions or not is_foreign:
            blocks += split_long_lines(Block(paragraph.kind, paragraph.text))
    return blocks
