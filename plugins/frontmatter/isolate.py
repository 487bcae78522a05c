# SPDX-License-Identifier: AGPL-3.0-or-later
"""Isolates the left-to-right runs of a body's HTML, as arabic.bidi finds them.

A run may contain whole inline elements: «The <em>bridge</em> is open!» is one run.
"""

import html
import re
from collections.abc import Iterator, Sequence

from arabic.bidi import left_to_right_runs

TOKEN = re.compile(r"<(?P<slash>/?)(?P<tag>[a-zA-Z0-9]*)[^>]*>|[^<]+")
# Elements inside a line; every other tag ends the text in which runs are sought.
INLINE_TAGS = {"a", "em", "strong", "sub", "sup"}
# Elements whose text the style sheet isolates.
CODE_TAGS = {"code", "pre"}
OPEN, CLOSE = '<bdi dir="ltr">', "</bdi>"
NO_BREAK_SPACE = "\u00a0"

Token = re.Match[str]
# Position in the text of a line, and the tag at it.
PlacedTag = tuple[int, Token]


def isolate_runs(body: str) -> str:
    """Return the HTML *body* with ``<bdi dir="ltr">`` around each run."""
    parts: list[str] = []
    line: list[Token] = []
    code_depth = 0
    for token in TOKEN.finditer(body):
        if code_depth == 0 and (token["tag"] is None or token["tag"] in INLINE_TAGS):
            line.append(token)
            continue
        parts += isolate_line(line)
        line = []
        parts.append(token[0])
        if token["tag"] in CODE_TAGS:
            code_depth += -1 if token["slash"] else 1
    parts += isolate_line(line)
    return "".join(parts)


def isolate_line(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield texts and inline tags of a line, with runs isolated."""
    texts = [html.unescape(token[0]) for token in tokens if token["tag"] is None]
    text = "".join(texts)
    runs = list(left_to_right_runs(text))
    if not runs:
        yield from (token[0] for token in tokens)
        return
    tags = place_tags(tokens)
    insertions = [tag_at(position, tag) for position, tag in tags]
    for start, end in runs:
        insert_isolate(insertions, tags, start, end)
    yield from merge(text, insertions)


def place_tags(tokens: Sequence[Token]) -> list[PlacedTag]:
    """Return the tags of a line with their positions in its text."""
    placed: list[PlacedTag] = []
    position = 0
    for token in tokens:
        if token["tag"] is None:
            position += len(html.unescape(token[0]))
        else:
            placed.append((position, token))
    return placed


def tag_at(position: int, tag: Token) -> tuple[int, str]:
    """Return where a tag is inserted, and its text."""
    return position, tag[0]


def insert_isolate(
    insertions: list[tuple[int, str]], tags: Sequence[PlacedTag], start: int, end: int
) -> None:
    """Insert the tags of an isolate where they enclose whole elements.

    A run that begins inside an element and ends outside of it is left as it is.
    """
    inner = [tag for position, tag in tags if start < position < end]
    if is_balanced(inner):
        opening = sum(position <= start for position, _ in insertions)
        closing = sum(position < end for position, _ in insertions)
    else:
        outer = [tag for position, tag in tags if start <= position <= end]
        if not is_balanced(outer):
            return
        opening = sum(position < start for position, _ in insertions)
        closing = sum(position <= end for position, _ in insertions)
    insertions.insert(closing, (end, CLOSE))
    insertions.insert(opening, (start, OPEN))


def is_balanced(tags: Sequence[Token]) -> bool:
    """Return whether every element that *tags* open is closed, and vice versa."""
    depth = 0
    for tag in tags:
        depth += -1 if tag["slash"] else 1
        if depth < 0:
            return False
    return depth == 0


def merge(text: str, insertions: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Yield *text* as HTML, with tags inserted at ascending positions."""
    done = 0
    for position, tag in insertions:
        yield escape_text(text[done:position])
        yield tag
        done = position
    yield escape_text(text[done:])


def escape_text(text: str) -> str:
    """Return *text* as the sanitiser writes it."""
    return html.escape(text, quote=False).replace(NO_BREAK_SPACE, "&nbsp;")
