# SPDX-License-Identifier: AGPL-3.0-or-later
"""Template text, learned by its position in the DOM from three pages of a site on.

A block of a page has a place: the site, and the tags and classes around it. The same
text at the same place of three pages with different articles is the site's, where that
place is a box of its own («div.newsletter > p»). In the running text an author repeats
himself, too: there a block counts only at the same distance from the start or the end,
on most pages of the site, and a sentence only if it is long and on nearly all.

A located line is a block with its place, «⟨site path⟩ text», and is counted, decided
and stored like the other lines of learned boilerplate.

Worked example: three pages of a site end their articles with ``<div class="box"><p>
حمّلوا تطبيقنا``. The line «⟨sada.example article > div.box > p⟩ حمّلوا تطبيقنا» is in
three articles, whose longest blocks differ: it is cut from all of them, and written to
boilerplate.yml. «والله ولي التوفيق.» ends the text of three columns: it is a short
sentence of the running text and remains.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ingest.extract.page_text.verbatim_blocks import letters_of
from ingest.model.record import Block, BlockPlace

TEMPLATE_RULE = "template"  # name of the rule in sidecars
PLACE_START, PLACE_END = "⟨", "⟩ "
MIN_PAGES = 3  # with different articles
BOX_SHARE = 0.005  # of a source's articles that have a box
TEXT_SHARE, SENTENCE_SHARE = 0.6, 0.9  # of those that have a line of the running text
SENTENCE_WORDS = 8  # fewer words may be an author's formula
LONGEST = 600  # characters of a template block
SHOWN = 120  # characters of a block in its line; a longer one has its digest
EDGE = 3  # blocks at either end of the running text


class LineCount(NamedTuple):
    """How many articles of a source have a line, and with how many longest blocks."""

    articles: int
    longest_blocks: int
    of_source: int


def located_lines(
    blocks: Sequence[Block], places: Mapping[str, BlockPlace], site: str
) -> list[tuple[str, ...]]:
    """Return the lines of each of *blocks*, none for one without a place.

    *places* are by the letters of the blocks; what is no page has none.
    """
    if not places:
        return [()] * len(blocks)
    return [
        lines_of_block(block, places, site, (position, position - len(blocks)))
        for position, block in enumerate(blocks)
    ]


def lines_of_block(
    block: Block,
    places: Mapping[str, BlockPlace],
    site: str,
    positions: tuple[int, int],
) -> tuple[str, ...]:
    """Return the lines of a block with its positions from the start and the end."""
    place = places.get(letters_of(block.text))
    if place is None or len(block.text) > LONGEST:
        return ()
    text = shown_text(block.text)
    if not place.in_text:
        return (f"{PLACE_START}{site} {place.path}{PLACE_END}{text}",)
    if block.kind == "heading":  # of a series: «الجواب»
        return ()
    from_start, from_end = positions
    at = [from_start] if from_start < EDGE else []
    at += [from_end] if from_end >= -EDGE else []
    return tuple(
        f"{PLACE_START}{site} {place.path} {position:+}{PLACE_END}{text}"
        for position in at
    )


def shown_text(text: str) -> str:
    """Return *text* on one line; of a long one the start and its digest."""
    line = " ".join(text.split())
    if len(line) <= SHOWN:
        return line
    return f"{line[:SHOWN]}… {wording_of(line)}"


def wording_of(text: str) -> str:
    """Return the digest of a text, 16 hexadecimal digits."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()


def longest_wording(blocks: Sequence[Block]) -> str:
    """Return the digest of the longest block: that of two versions is the same."""
    return wording_of(max((block.text for block in blocks), key=len, default=""))


def is_located(line: str) -> bool:
    """Return whether a line has a place."""
    return line.startswith(PLACE_START)


def is_template(line: str, count: LineCount, *, is_sentence: bool) -> bool:
    """Return whether a located line is text of the site."""
    if count.longest_blocks < MIN_PAGES:
        return False
    place, _, text = line.partition(PLACE_END)
    share = count.articles / max(count.of_source, 1)
    if not place[-1].isdigit():
        return share >= BOX_SHARE
    if not is_sentence:
        return share >= TEXT_SHARE
    return share >= SENTENCE_SHARE and len(text.split()) >= SENTENCE_WORDS
