# SPDX-License-Identifier: AGPL-3.0-or-later
"""The title of a text without one: its first line or sentence."""

import re

from ingest.model.record import Block, UnreadableInput

TITLE_SOURCE = "lead"  # title_source in the front matter
SENTENCE_END = re.compile(r"(?<=[\w»\")])[.!؟?…](?=\s|$)")
LONGEST_TITLE = 140  # characters
FEWEST_LETTERS = 10  # in a title


def lead_title(blocks: tuple[Block, ...]) -> str:
    """Return the first sentence of the first block with words, cut at a word.

    Raises ``UnreadableInput`` if no block has words.
    """
    for block in blocks:
        first_line = block.text.split("\n")[0]
        is_text = block.kind not in {"table", "code"}
        if is_text and sum(map(str.isalpha, first_line)) >= FEWEST_LETTERS:
            return shorten(SENTENCE_END.split(first_line, 1)[0].strip())
    raise UnreadableInput("no title, and no sentence that could be one")


def shorten(sentence: str) -> str:
    """Return *sentence*, cut before the word that makes it longer than a title."""
    if len(sentence) <= LONGEST_TITLE:
        return sentence
    cut = sentence[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip("،,؛;:- ")
    return f"{cut}…"
