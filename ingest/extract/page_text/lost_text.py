# SPDX-License-Identifier: AGPL-3.0-or-later
"""Paragraphs of the article's own element that an extractor left out.

Extractors judge each paragraph alone and drop a lead beside the headline, or a second
column. The paragraphs of the article's region are therefore collected before extraction
and compared with what was extracted:

- a lead between headline and text, and a paragraph of the text's own element, are put
  back where they are in the page;
- any other paragraph is recorded as a cut. It makes the extraction doubtful, unless it
  is in an element that is marked as something else: a box, a pulled quote.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from arabic.datelines import find_date
from ingest.extract.page_text.region_paragraphs import Paragraph
from ingest.extract.page_text.verbatim_blocks import letters_of
from ingest.model.record import Block, Cut

EXCERPT, NOT_IN_TEXT = "excerpt", "not-in-text"  # names of rules in sidecars
MIN_WORDS = 20  # of a paragraph whose loss is noticed
SHORTEST = 30  # characters of a paragraph that is compared
LEAD_WORDS = 12  # of a lead; fewer where its class says that it is one
MARKED_LEAD_WORDS = 6
SENTENCE_END = re.compile(r"[.!؟?…»\"”]\W*$")
PRESENT_SHARE = 0.5  # of the word trigrams of a paragraph that was extracted


class Restored(NamedTuple):
    """The blocks of a text with what was lost, and the paragraphs left out."""

    blocks: list[Block]
    cuts: tuple[Cut, ...] = ()
    is_doubtful: bool = False


def is_fused(
    blocks: Sequence[Block], paragraphs: Sequence[Paragraph], title: str
) -> bool:
    """Return whether the only one of *blocks* is headline and text of a page in one.

    So trafilatura answers if it recognises no paragraph, as in a gallery.
    """
    if len(blocks) != 1 or not title:
        return False
    letters = letters_of(blocks[0].text)
    if letters_of(title) not in letters or not paragraphs:
        return False
    return all(letters not in letters_of(each.text) for each in paragraphs)


def restore_lost(
    blocks: Sequence[Block], paragraphs: Sequence[Paragraph], title: str
) -> Restored:
    """Return *blocks* with the lost of *paragraphs*, and those left out as cuts.

    The article has the *title*, which is no paragraph.
    """
    excerpt, restored = split_excerpt(list(blocks))
    extracted = ExtractedText(restored)
    left_out: list[Paragraph] = []
    position = 0
    for paragraph in paragraphs:
        if len(paragraph.text) < SHORTEST or paragraph.is_no_text:
            continue
        if extracted.contains(paragraph.text):
            position = position_after(restored, paragraph.text, position)
        elif is_lead(paragraph, title) or is_of_text(paragraph):
            kind = "paragraph" if paragraph.part == "lead" else paragraph.kind
            restored.insert(position, Block(kind, paragraph.text))
            position += 1
        elif paragraph.words >= MIN_WORDS and paragraph.part != "before":
            left_out.append(paragraph)
    cuts = [Cut(NOT_IN_TEXT, position, paragraph.text) for paragraph in left_out]
    is_doubtful = any(not paragraph.marks.is_explained for paragraph in left_out)
    return Restored(restored, (*excerpt, *cuts), is_doubtful)


def split_excerpt(blocks: list[Block]) -> tuple[list[Cut], list[Block]]:
    """Return the first of *blocks* as a cut if it is the start of the second and «…».

    The second value has the other blocks.
    """
    first = blocks[0].text if blocks[1:] else ""
    start = letters_of(first.rstrip(" .…"))
    is_cut_off = first.endswith(("…", "..."))
    if is_cut_off and letters_of(blocks[1].text).startswith(start):
        return [Cut(EXCERPT, 0, first)], blocks[1:]
    return [], blocks


def is_of_text(paragraph: Paragraph) -> bool:
    """Return whether a lost paragraph is one of the text's own element."""
    is_long = paragraph.words >= MIN_WORDS
    return is_long and paragraph.part == "text" and not paragraph.marks.is_foreign


def is_lead(paragraph: Paragraph, title: str) -> bool:
    """Return whether a lost paragraph is a lead: between headline and text."""
    if paragraph.part != "lead" or paragraph.marks.is_foreign:
        return False
    if paragraph.marks.is_subtitle and not SENTENCE_END.search(paragraph.text):
        return False
    least = MARKED_LEAD_WORDS if paragraph.marks.is_lead else LEAD_WORDS
    if paragraph.words < least or letters_of(paragraph.text) in letters_of(title):
        return False
    # A byline has a date and is short.
    return paragraph.words >= MIN_WORDS or find_date(paragraph.text) is None


class ExtractedText:
    """What was extracted, to look up paragraphs in it."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.letters = "".join(letters_of(block.text) for block in blocks)
        self.words = " ".join(block.text for block in blocks).split()
        self.trigrams: set[tuple[str, ...]] = set()

    def contains(self, text: str) -> bool:
        """Return whether *text* was extracted, perhaps without some of its words."""
        if letters_of(text.rstrip(" .…")) in self.letters:
            return True
        if not self.trigrams:
            self.trigrams = trigrams_of(self.words)
        own = trigrams_of(text.split())
        return len(own & self.trigrams) >= PRESENT_SHARE * max(1, len(own))


def trigrams_of(words: Sequence[str]) -> set[tuple[str, ...]]:
    """Return the runs of three words."""
    return set(zip(words, words[1:], words[2:], strict=False))


def position_after(blocks: Sequence[Block], text: str, start: int) -> int:
    """Return the position after the block with *text*, *start* if there is none."""
    letters = letters_of(text.rstrip(" .…"))
    for position in range(max(0, start - 1), len(blocks)):
        own = letters_of(blocks[position].text)
        if letters in own or (own and own in letters):
            return position + 1
    return start
