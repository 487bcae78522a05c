# SPDX-License-Identifier: AGPL-3.0-or-later
"""Machine-readable metadata of a page: JSON-LD, microdata, meta elements."""

import json
import re
from collections.abc import Iterator, Mapping

from lxml.html import HtmlElement

from ingest.model.record import Fact
from ingest.text.normalise import unescape_line

META_NAMES = {
    "og:title": "title",
    "twitter:title": "title",
    "og:site_name": "source",
    "og:url": "url",
    "article:published_time": "date",
    "datepublished": "date",
    "publishdate": "date",
    "pubdate": "date",
    "dc.date.issued": "date",
    "article:modified_time": "updated",
    "article:section": "section",
    "article:tag": "tags",
    "author": "author",
    "article:author": "author",
}
ARTICLE_TYPES = re.compile(r".*(?:Article|Report|BlogPosting|Posting)$")
# Properties of schema.org, in JSON-LD as keys and in microdata as itemprop.
PROPERTIES = {
    "headline": "title",
    "datePublished": "date",
    "dateModified": "updated",
    "articleSection": "section",
    "author": "author",
    "publisher": "source",
}


def structured_facts(tree: HtmlElement) -> Iterator[Fact]:
    """Yield the facts of the page at *tree*.

    JSON-LD is first, because only its times have their offset.
    """
    yield from json_ld_facts(tree)
    yield from microdata_facts(tree)
    yield from meta_facts(tree)


def json_ld_facts(tree: HtmlElement) -> Iterator[Fact]:
    """Yield the facts of the page's schema.org articles in JSON-LD."""
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json":
            for article in json_ld_articles(parse_json(script.text_content())):
                yield from facts_of_json_ld(article)


def parse_json(text: str) -> object:
    """Return the JSON of a script; ``None`` if it is broken, as many are."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def json_ld_articles(value: object) -> Iterator[Mapping[str, object]]:
    """Yield the objects of article types, however they are nested."""
    if isinstance(value, list):
        for member in value:
            yield from json_ld_articles(member)
    elif isinstance(value, Mapping):
        if is_article(value.get("@type")):
            yield value
        yield from json_ld_articles(value.get("@graph"))


def is_article(types: object) -> bool:
    """Return whether one of the *types* of an object is an article's."""
    names = types if isinstance(types, list) else [types]
    return any(ARTICLE_TYPES.match(str(name)) for name in names)


def facts_of_json_ld(article: Mapping[str, object]) -> Iterator[Fact]:
    """Yield the facts of one article object."""
    for name, field in PROPERTIES.items():
        for text in json_ld_strings(article.get(name)):
            yield Fact(field, text, "json-ld")


def json_ld_strings(value: object) -> list[str]:
    """Return the strings of a JSON-LD value: itself, its members, an object's name."""
    if isinstance(value, list):
        return [text for member in value for text in json_ld_strings(member)]
    if isinstance(value, Mapping):
        return json_ld_strings(value.get("name"))
    text = unescape_line(value) if isinstance(value, str) else ""
    return [text] if text else []


def microdata_facts(tree: HtmlElement) -> Iterator[Fact]:
    """Yield the facts of the page's first schema.org article in microdata.

    Properties of its parts, such as comments, are not the article's.
    """
    article = first_microdata_article(tree)
    if article is None:
        return
    for element in article.iter():
        for name in (element.get("itemprop") or "").split():
            if name not in PROPERTIES or owner_of(element) is not article:
                continue
            if value := microdata_value(element):
                yield Fact(PROPERTIES[name], value, "microdata")


def first_microdata_article(tree: HtmlElement) -> HtmlElement | None:
    """Return the first element whose item is an article."""
    for element in tree.xpath("descendant-or-self::*[@itemtype]"):
        if ARTICLE_TYPES.match(element.get("itemtype")):
            return element
    return None


def owner_of(element: HtmlElement) -> HtmlElement | None:
    """Return the element of the item that *element* is a property of."""
    for ancestor in element.iterancestors():
        if ancestor.get("itemscope") is not None:
            return ancestor
    return None


def microdata_value(element: HtmlElement) -> str:
    """Return the value of a property: its attribute, the name of an item, its text."""
    attribute = element.get("content") or element.get("datetime")
    if attribute:
        return unescape_line(attribute)
    name = element_of_name(element)
    return unescape_line(name.get("content") or name.text_content())


def element_of_name(element: HtmlElement) -> HtmlElement:
    """Return the element in *element* that is the name of its item, else *element*."""
    for inner in element.iter():
        if inner.get("itemprop") == "name":
            return inner
    return element


def meta_facts(tree: HtmlElement) -> Iterator[Fact]:
    """Yield the facts of ``<meta>`` elements, those of Open Graph among them."""
    for element in tree.iter("meta"):
        name = meta_name(element)
        content = unescape_line(element.get("content") or "")
        if content and name in META_NAMES:
            yield Fact(META_NAMES[name], content, "meta")


def meta_name(element: HtmlElement) -> str:
    """Return the name of a ``<meta>`` element, in whichever attribute it has it."""
    attributes = (element.get(name) for name in ("property", "name", "itemprop"))
    return next(filter(None, attributes), "").lower()
