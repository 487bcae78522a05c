# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text that is only in a page's data: JSON-LD, and the state of a script framework.

Pages of Next.js, Nuxt and the like are built in the browser. What a scraper saved has
an empty body, and the article as JSON in a script: ``__NEXT_DATA__``,
``window.__INITIAL_STATE__ = {…}``.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from lxml.html import HtmlElement

from arabic.spelling import name_key
from ingest.extract.page_facts.json_ld import parse_json
from ingest.extract.page_facts.schema_org import is_same_title
from ingest.extract.text_blocks import blocks_of_markup
from ingest.model.record import Block, Fact
from ingest.text.normalise import clean_text, unescape_line
from ingest.text.unwrap import paragraphs_of

MIN_BODY = 150  # characters of a text in data that may be an article
MIN_WORDS = 20
MAX_DEPTH = 40  # of objects inside each other
STATE = re.compile(
    r"(?:window|self|globalThis)\.?\[?[\"']?__?\w+[\"']?\]?\s*=\s*(?=[{\[])"
)
JSON_TYPE = re.compile(r"application/(?:[\w.+-]*\+)?json")
MARKUP = re.compile(r"</?(?:p|br|div|h[1-6]|ul|span|a|strong)\b[^<>]*>", re.IGNORECASE)
NAME_WORDS = re.compile(r"[\W_]+")
BODY_NAMES = frozenset(
    (
        "articlebody",
        "body",
        "bodyhtml",
        "bodytext",
        "content",
        "contenthtml",
        "fulltext",
        "html",
        "maincontent",
        "story",
        "text",
        "details",
        "paragraphs",
    )
)
# What an object or a list in place of a text may have its parts under.
PART_NAMES = (
    "rendered",
    "html",
    "text",
    "value",
    "content",
    "children",
    "body",
    "data",
)
FIELD_NAMES = {
    "headline": "title",
    "title": "title",
    "datepublished": "date",
    "publishedat": "date",
    "publishdate": "date",
    "publisheddate": "date",
    "published": "date",
    "pubdate": "date",
    "date": "date",
    "author": "author",
    "authors": "author",
    "authorname": "author",
    "writer": "author",
    "byline": "author",
    "category": "section",
    "section": "section",
    "articlesection": "section",
}


class DataArticle(NamedTuple):
    """An article in a page's data."""

    blocks: list[Block]
    facts: tuple[Fact, ...]


def data_scripts(tree: HtmlElement) -> list[str]:
    """Return the JSON in a page's scripts.

    To be called before extractors change the tree.
    """
    texts: list[str] = []
    for script in tree.iter("script"):
        text = script.text or ""
        if JSON_TYPE.match((script.get("type") or "").strip().lower()):
            texts.append(text)
        elif state := STATE.search(text):
            texts.append(text[state.end() :])
    return texts


def find_data_article(
    scripts: Sequence[str], titles: AbstractSet[str]
) -> DataArticle | None:
    """Return the longest article of a page's data, one with its title if there is one.

    *titles* are the keys of the page's titles.
    """
    best_rank: tuple[bool, int] = (False, 0)
    best: tuple[Mapping[str, object], str] | None = None
    for value in map(parse_state, scripts):
        for candidate in objects_in(value):
            text = body_of(candidate)
            is_own = has_title(candidate, titles)
            if is_prose(text) and (is_own, len(text)) > best_rank:
                best_rank, best = (is_own, len(text)), (candidate, text)
    if best is None:
        return None
    article, text = best
    return DataArticle(blocks_of_text(text), tuple(facts_of_object(article)))


def parse_state(text: str) -> object:
    """Return the JSON at the start of a script, ``None`` if it is broken."""
    value = parse_json(text)
    if value is not None:
        return value
    try:
        return json.JSONDecoder(strict=False).raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return None


def objects_in(value: object, depth: int = 0) -> Iterator[Mapping[str, object]]:
    """Yield all objects in *value*."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, Mapping):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for member in value:
            yield from objects_in(member, depth + 1)


def plain_name(name: str) -> str:
    """Return the name of a member without case and signs: published_at, publishedAt."""
    return NAME_WORDS.sub("", name).lower()


def body_of(candidate: Mapping[str, object]) -> str:
    """Return the longest text of an object that is named as a body, "" without one."""
    texts = (
        joined_text(value)
        for name, value in candidate.items()
        if plain_name(name) in BODY_NAMES
    )
    return max(texts, key=len, default="")


def joined_text(value: object, depth: int = 0) -> str:
    """Return a text, also one that is stored as a list of paragraphs or blocks."""
    if isinstance(value, str):
        return value
    if depth > MAX_DEPTH:
        return ""
    if isinstance(value, list):
        parts = (joined_text(member, depth + 1) for member in value)
        return "\n".join(part for part in parts if part)
    if isinstance(value, Mapping):
        for name in PART_NAMES:
            if text := joined_text(value.get(name), depth + 1):
                return text
    return ""


def is_prose(text: str) -> bool:
    """Return whether *text* is long enough for an article and has words."""
    return len(text) >= MIN_BODY and len(MARKUP.sub(" ", text).split()) >= MIN_WORDS


def has_title(candidate: Mapping[str, object], titles: AbstractSet[str]) -> bool:
    """Return whether an object's title is that of the page."""
    stated = (fact for fact in facts_of_object(candidate) if fact.field == "title")
    return any(is_same_title(name_key(fact.value), titles) for fact in stated)


def facts_of_object(candidate: Mapping[str, object]) -> Iterator[Fact]:
    """Yield the metadata that an object in a page's data states."""
    for name, value in candidate.items():
        if field := FIELD_NAMES.get(plain_name(name)):
            for text in short_texts(value):
                yield Fact(field, text, "page data")


def short_texts(value: object) -> list[str]:
    """Return *value* as texts: itself, its members, an object's name or title."""
    if isinstance(value, list):
        return [text for member in value for text in short_texts(member)]
    if isinstance(value, Mapping):
        named = (value.get(name) for name in ("name", "title", "rendered", "fullName"))
        return short_texts(next(filter(None, named), None))
    text = unescape_line(MARKUP.sub("", value)) if isinstance(value, str) else ""
    return [text] if text else []


def blocks_of_text(text: str) -> list[Block]:
    """Return the blocks of a text that may have markup."""
    if MARKUP.search(text):
        return blocks_of_markup(clean_text(text))
    return [Block("paragraph", line) for line in paragraphs_of(text)]
