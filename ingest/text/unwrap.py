# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines that a program or a printed column has broken, joined to paragraphs again.

In such a text most lines have no room for the first word of the next, few end with
their sentence, and sentences end inside lines. The lines of a poem are shorter and
differ in length; where each paragraph has one line, lines end with their sentence.
"""

import re
from collections.abc import Set
from itertools import pairwise

from ingest.text.normalise import normalise_line

FULL_LINES = range(45, 111)  # characters of the longest line; poems have shorter ones
FEWEST_LINES = 4  # that end no paragraph
NO_ROOM = 0.85  # of the longest line: with the next word, a full line would be longer
NO_ROOM_SHARE = 0.8  # of the lines that end with no sentence
UNFINISHED_SHARE = 0.65  # of the lines, at least: they end with no sentence
INNER_SIGNS_SHARE = 0.1  # of the lines, at least
SENTENCE_END = re.compile(r"[.!?؟:…][»\"”)]?$")
INNER_SIGN = re.compile(r"[.،؛؟!] ")
LIST_ITEM = re.compile(r"[-–—•*▪◾●]|\(?\d{1,2}[.)–-] ")


def paragraphs_of(text: str) -> list[str]:
    """Return the paragraphs of a plain *text*: its lines, joined if it is wrapped."""
    rows = [normalise_line(row) for row in text.splitlines()]
    return unwrap([row for row in rows if row], lines_before_blanks(rows))


def lines_before_blanks(rows: list[str]) -> set[str]:
    """Return the lines behind which an empty one ends the paragraph."""
    return {row for row, following in pairwise(rows) if not following}


def unwrap(lines: list[str], last_lines: Set[str]) -> list[str]:
    """Return *lines*, none empty, with broken paragraphs in one line each.

    *last_lines* end their paragraphs. A text that is not wrapped is returned as it is.
    """
    full = full_length(lines, last_lines)
    if not full:
        return lines
    paragraphs = lines[:1]
    for line, following in pairwise(lines):
        if line in last_lines or has_room(line, following, full):
            paragraphs.append(following)
        else:
            paragraphs[-1] = f"{paragraphs[-1]} {following}"
    return paragraphs


def full_length(lines: list[str], last_lines: Set[str]) -> int:
    """Return the length of the longest line of a wrapped text, 0 for another text."""
    full = max(map(len, lines), default=0)
    inner = [pair for pair in pairwise(lines) if pair[0] not in last_lines]
    if full not in FULL_LINES or len(inner) < FEWEST_LINES:
        return 0
    unfinished = [pair for pair in inner if not SENTENCE_END.search(pair[0])]
    without_room = sum(not has_room(*pair, full) for pair in unfinished)
    punctuated = sum(INNER_SIGN.search(line) is not None for line, _ in inner)
    is_wrapped = (
        len(unfinished) >= UNFINISHED_SHARE * len(inner)
        and without_room >= NO_ROOM_SHARE * len(unfinished)
        and punctuated >= INNER_SIGNS_SHARE * len(inner)
    )
    return full if is_wrapped else 0


def has_room(line: str, following: str, full: int) -> bool:
    """Return whether *line* ended before it was full: a paragraph ends, or a list.

    With the first word of the next line it would still be short.
    """
    if LIST_ITEM.match(following):
        return True
    return len(line) + 1 + len(following.split(" ", 1)[0]) <= NO_ROOM * full
