# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links the first mention of each entity in an article's HTML to the entity's page.

Mentions are offsets in the plain text. HTML and plain text differ in tags and white
space only, so a position is found again by counting the other characters, here called
letters. In ``<p>من دمشق</p>`` the mention دمشق, characters 3 to 7 of the plain text
«من دمشق», is letters 2 to 6.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup, escape

from arabic.spelling import MARKS
from plugins.contract import ArchiveArticle, EntityMention

TAG_OR_TEXT = re.compile(r"<(?P<slash>/?)(?P<tag>[a-zA-Z0-9]*)[^>]*>|[^<]+")
WORD = re.compile(r"\S+")
CHARACTER = re.compile(r"&#?\w+;|.")
# Elements that are links already, or no prose.
UNLINKED = {"a", "code", "pre", "h2", "h3", "h4", "h5", "h6", "th"}


def link_mentions(article: ArchiveArticle, site: str) -> Markup:
    """Return the HTML of *article* with its first mentions as links.

    *site* is the relative URL from its page to the site's root.
    """
    mentions = [mention for mention in article.named if mention[2].url]
    in_letters = list(convert_to_letters(article.plain_text, mentions))
    return Markup("".join(linked_html(article.content, in_letters, site)))


def convert_to_letters(
    text: str, mentions: Iterable[EntityMention]
) -> Iterator[EntityMention]:
    """Yield *mentions*, in ascending order, with offsets in letters.

    They are extended to whole words: a link that begins inside a word would separate
    letters that Arabic joins.
    """
    converted_to = letters = 0
    for start, end, entity in mentions:
        start_of_word = find_word_start(text, start)
        first = letters + count_letters(text[converted_to:start_of_word])
        last = first + count_letters(text[start_of_word:end])
        converted_to, letters = end, last
        yield first, last, entity


def find_word_start(text: str, at: int) -> int:
    """Return where the word at *at* begins."""
    while at and (text[at - 1].isalnum() or MARKS.fullmatch(text[at - 1])):
        at -= 1
    return at


def count_letters(text: str) -> int:
    """Return the number of characters that are no white space."""
    return len("".join(text.split()))


def linked_html(
    body: str, mentions: Sequence[EntityMention], site: str
) -> Iterator[str]:
    """Yield the tags and texts of *body*, with links in the texts."""
    letters = depth = 0  # depth counts the open elements that get no links
    for token in TAG_OR_TEXT.finditer(body):
        if token["tag"] is not None:
            if token["tag"] in UNLINKED:
                depth += -1 if token["slash"] else 1
            yield token[0]
            continue
        text = token[0]
        end = letters + count_letters(html.unescape(text))
        inside = [
            (first - letters, last - letters, entity)
            for first, last, entity in mentions
            if letters <= first and last <= end
        ]
        if inside and not depth:
            yield from link_text(text, inside, site)
        else:
            yield text
        letters = end


def link_text(text: str, mentions: Sequence[EntityMention], site: str) -> Iterator[str]:
    """Yield *text* of the HTML with *mentions*, offsets in its letters, as links."""
    outer_letters: list[int] = []
    for first, last, _ in mentions:
        outer_letters += (first, last - 1)
    spans = iter(locate_letters(text, outer_letters))
    linked_to = 0
    for _, _, entity in mentions:
        start, _ = next(spans)
        _, end = next(spans)
        yield text[linked_to:start]
        yield f'<a href="{escape(site)}/{entity.url}">'
        yield f"{text[start:end]}</a>"
        linked_to = end
    yield text[linked_to:]


def locate_letters(text: str, letters: Iterable[int]) -> list[tuple[int, int]]:
    """Return start and end in *text* of each of *letters*, which ascend.

    A character reference such as ``&amp;`` is one letter.
    """
    words = WORD.finditer(text)
    located: list[tuple[int, int]] = []
    passed, start = 0, 0  # letters before the current word; where it begins
    spans: list[tuple[int, int]] = []  # of the letters of the current word
    for letter in letters:
        while letter >= passed + len(spans):
            passed += len(spans)
            word = next(words)
            start, spans = word.start(), letter_spans(word[0])
        first, last = spans[letter - passed]
        located.append((start + first, start + last))
    return located


def letter_spans(word: str) -> list[tuple[int, int]]:
    """Return start and end of each letter of a word of the HTML."""
    if "&" not in word:
        return [(at, at + 1) for at in range(len(word))]
    return [
        character.span()
        for character in CHARACTER.finditer(word)
        if html.unescape(character[0]).strip()
    ]
