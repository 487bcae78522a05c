# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names in an article's body as links to their pages: the first mention of each, whole words, not a letter changed.

Rendering changes white space alone, so a place in the plain text is found again in the HTML by counting letters.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markupsafe import Markup, escape

from arabic.spelling import MARKS
from plugins.entities.build.entity_pages import Entity

TOKEN = re.compile(r"<(?P<slash>/?)(?P<tag>[a-zA-Z0-9]*)[^>]*>|[^<]+")
WORD = re.compile(r"\S+")
LETTER = re.compile(r"&#?\w+;|.")
UNMARKED = {
    "a",
    "code",
    "pre",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "th",
}  # already a link, or not prose
Place = tuple[
    int, int, Entity
]  # the first letter, the one behind the last, and whose name they are


def marked(article: Any, site: str) -> Markup:
    """Return the body of *article* with its ``named`` as links; *site* leads from its page to the site's root."""
    places = [
        (start, end, entity) for start, end, entity in article.named if entity.url
    ]
    return Markup(
        "".join(
            _pieces(article.content, list(in_letters(article.plain_text, places)), site)
        )
    )


def in_letters(text: str, places: Iterable[Place]) -> Iterator[Place]:
    """Yield *places* of *text*, which ascend, widened to whole words and counted in letters: all but white space.

    A link that begins inside a word would part letters that Arabic joins.
    """
    passed = letters = 0
    for start, end, entity in places:
        start = _word_start(text, start)
        first = letters + count(text[passed:start])
        passed, letters = end, first + count(text[start:end])
        yield first, letters, entity


def _word_start(text: str, at: int) -> int:
    while at and (text[at - 1].isalnum() or MARKS.fullmatch(text[at - 1])):
        at -= 1
    return at


def count(text: str) -> int:
    """Return how many letters *text* has."""
    return len("".join(text.split()))


def _pieces(body: str, places: list[Place], site: str) -> Iterator[str]:
    letters = depth = 0
    for token in TOKEN.finditer(body):
        run = token[0]
        if token["tag"] is not None:
            depth += (-1 if token["slash"] else 1) if token["tag"] in UNMARKED else 0
            yield run
            continue
        end = letters + count(html.unescape(run))
        inside = [
            (a - letters, b - letters, entity)
            for a, b, entity in places
            if letters <= a and b <= end
        ]
        yield run if depth or not inside else "".join(_linked(run, inside, site))
        letters = end


def _linked(run: str, places: Sequence[Place], site: str) -> Iterator[str]:
    ends = _spans(
        run, [letter for first, last, _ in places for letter in (first, last - 1)]
    )
    passed = 0
    for (start, _), (_, end), (_, _, entity) in zip(
        ends[::2], ends[1::2], places, strict=True
    ):
        yield f'{run[passed:start]}<a class="name" href="{escape(site)}/{entity.url}">{run[start:end]}</a>'
        passed = end
    yield run[passed:]


def _spans(run: str, letters: Iterable[int]) -> list[tuple[int, int]]:
    """Return where in *run* each of *letters*, which ascend, begins and ends; an escaped sign is one letter."""
    words = WORD.finditer(run)
    spans: list[tuple[int, int]] = []
    passed, held, start = 0, list[tuple[int, int]](), 0
    for letter in letters:
        while letter >= passed + len(held):
            passed += len(held)
            word = next(words)
            start, held = word.start(), _signs(word[0])
        first, last = held[letter - passed]
        spans.append((start + first, start + last))
    return spans


def _signs(word: str) -> list[tuple[int, int]]:
    if "&" not in word:
        return [(at, at + 1) for at in range(len(word))]
    return [
        sign.span() for sign in LETTER.finditer(word) if html.unescape(sign[0]).strip()
    ]
