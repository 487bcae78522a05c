# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks of one page: structure, description, JSON-LD, metas, plausible values."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from upkeep.check.site_pages import Page

# Characters. A longer title or section is a body that was read as one.
MAX_TITLE = 300
MAX_SECTION = 60
MIN_BODY_WORDS = 8
EARLIEST_YEAR = 1800
# A day, a month or a year, or a moment with its zone: ISO 8601 as schema.org has it.
ISO_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d|Z))?)?)?")
MIDNIGHT = re.compile(r".*T00:00(:00)?([+-]\d\d:\d\d|Z)")
REQUIRED_IN_ARTICLE = ("headline", "publisher", "isPartOf", "inLanguage")
# Metas that programs read: link previews from every page, Zotero and catalogues from an
# article.
PAGE_METAS = ("og:title", "og:locale")
ARTICLE_METAS = ("DC.title", "DC.type", "DC.source")


def structure_problems(page: Page) -> Iterator[str]:
    """Yield what is wrong with the language, direction, heading and ids of *page*."""
    for attribute in ("lang", "dir"):
        if not page.tree.get(attribute):
            yield f"<html> has no {attribute}"
    headings = len(page.tree.findall(".//h1"))
    if headings != 1:
        yield f"{headings} <h1>, not one"
    ids = Counter(page.tree.xpath("//@id"))
    for element_id, uses in ids.items():
        if uses > 1:
            yield f"{uses} elements have the id {element_id!r}"


def description_problems(page: Page) -> Iterator[str]:
    """Yield whether *page* lacks a title or description for search engines."""
    if not page.is_indexed or page.is_redirect:
        return
    if not page.tree.findtext(".//title", "").strip():
        yield "it has no title"
    descriptions = page.tree.xpath("//meta[@name='description']/@content")
    if not any(text.strip() for text in descriptions):
        yield "it has no description"


def json_ld_problems(page: Page) -> Iterator[str]:
    """Yield what is wrong with the JSON-LD of *page*; an article must have some."""
    types = set()
    for text in page.tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            thing = json.loads(text)
        except ValueError as error:
            yield f"its JSON-LD cannot be read: {error}"
            continue
        types.add(thing.get("@type"))
        yield from thing_problems(thing)
    if is_article(page) and page.is_indexed and "NewsArticle" not in types:
        yield "it has no JSON-LD of a NewsArticle"


def thing_problems(thing: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a thing of schema.org."""
    if "schema.org" not in str(thing.get("@context", "")):
        yield "its JSON-LD has no context of schema.org"
    if thing.get("@type") != "NewsArticle":
        return
    for name in REQUIRED_IN_ARTICLE:
        if not thing.get(name):
            yield f"its JSON-LD has no {name}"
    for name in ("datePublished", "dateModified"):
        if name in thing:
            yield from iso_date_problems(name, str(thing[name]))


def iso_date_problems(name: str, text: str) -> Iterator[str]:
    """Yield what is wrong with a date; an article is hardly ever of midnight sharp."""
    if not ISO_DATE.fullmatch(text):
        yield f"the {name} {text!r} of its JSON-LD is no ISO date"
    if MIDNIGHT.fullmatch(text):
        yield f"the {name} {text!r} of its JSON-LD has the hour of a day without one"


def meta_problems(page: Page) -> Iterator[str]:
    """Yield the metas that *page* lacks."""
    if not page.is_indexed or page.is_redirect:
        return
    names = set(page.tree.xpath("//meta/@name | //meta/@property"))
    required = (*PAGE_METAS, *(ARTICLE_METAS if is_article(page) else ()))
    for name in required:
        if name not in names:
            yield f"it has no meta {name}"


def value_problems(page: Page) -> Iterator[str]:
    """Yield values of an article that cannot be right."""
    if not is_article(page) or not page.is_indexed:
        return
    title = page.tree.xpath("string(//h1)").strip()
    if len(title) > MAX_TITLE:
        yield f"its title has {len(title)} characters"
    words = len(page.tree.xpath("string(//div[@class='text'])").split())
    has_image = bool(page.tree.xpath("//div[@class='text']//img"))
    if words < MIN_BODY_WORDS and not has_image:
        yield f"its text has {words} words"
    for section in page.tree.xpath("//meta[@property='article:section']/@content"):
        if len(section) > MAX_SECTION:
            yield f"its section has {len(section)} characters"
    yield from date_problems(page)


def date_problems(page: Page) -> Iterator[str]:
    """Yield a date of publication before printed news or in the future."""
    name = "//meta[@property='article:published_time']/@content"
    for published in page.tree.xpath(name):
        year = int(published[:4]) if published[:4].isdigit() else 0
        if not EARLIEST_YEAR <= year <= date.today().year:  # noqa: DTZ011 - the reader's day
            yield f"its date is {published}"


def is_article(page: Page) -> bool:
    """Return whether *page* is the page of an article."""
    return page.path.startswith("a/")
