# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page says of itself to machines: JSON-LD, microdata, meta elements; each value with where it stands."""

import json
import re
from collections.abc import Iterator, Mapping

from lxml.html import HtmlElement

from ingest.model.record import Fact
from ingest.text.normalise import unescape_line

META = {
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
LD = {
    "headline": "title",
    "datePublished": "date",
    "dateModified": "updated",
    "articleSection": "section",
}
LD_ARTICLES = re.compile(r".*(?:Article|Report|BlogPosting|Posting)$")
# Of schema.org, in JSON-LD as keys and in microdata as itemprop.
PEOPLE = {"author": "author", "publisher": "source"}


def machine_facts(tree: HtmlElement) -> Iterator[Fact]:
    """Yield the facts of the page at *tree*, JSON-LD first: it alone tells times with their offset."""
    yield from json_ld(tree)
    yield from microdata(tree)
    yield from meta(tree)


def json_ld(tree: HtmlElement) -> Iterator[Fact]:
    """Yield the facts of the page's schema.org article."""
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json":
            for thing in ld_articles(ld_value(script.text_content())):
                yield from ld_facts(thing)


def ld_value(text: str) -> object:
    """Return the JSON of a script; ``None`` if it is broken, as plenty are."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def ld_articles(value: object) -> Iterator[Mapping[str, object]]:
    """Yield the objects of article types, however they are nested in lists and graphs."""
    if isinstance(value, list):
        for member in value:
            yield from ld_articles(member)
    elif isinstance(value, Mapping):
        kinds = value.get("@type")
        if any(
            LD_ARTICLES.match(str(kind))
            for kind in (kinds if isinstance(kinds, list) else [kinds])
        ):
            yield value
        yield from ld_articles(value.get("@graph"))


def ld_facts(thing: Mapping[str, object]) -> Iterator[Fact]:
    """Yield the facts of one article object."""
    for name, field in LD.items():
        yield from (Fact(field, text, "json-ld") for text in names(thing.get(name)))
    for name, field in PEOPLE.items():
        yield from (Fact(field, text, "json-ld") for text in names(thing.get(name)))


def names(value: object) -> list[str]:
    """Return the strings of a JSON-LD value: itself, its members, the name of an object."""
    if isinstance(value, list):
        return [name for member in value for name in names(member)]
    if isinstance(value, Mapping):
        return names(value.get("name"))
    return [text] if isinstance(value, str) and (text := unescape_line(value)) else []


def microdata(tree: HtmlElement) -> Iterator[Fact]:
    """Yield the facts of the page's first schema.org article in microdata; what its own parts describe is not its."""
    scopes = (
        e
        for e in tree.xpath("descendant-or-self::*[@itemtype]")
        if LD_ARTICLES.match(e.get("itemtype"))
    )
    for scope in scopes:
        for element in scope.iter():
            for name in (element.get("itemprop") or "").split():
                field = LD.get(name) or PEOPLE.get(name)
                if field and owner(element) is scope and (value := said(element)):
                    yield Fact(field, value, "microdata")
        return


def owner(element: HtmlElement) -> HtmlElement | None:
    """Return the thing that *element* describes."""
    return next(
        (
            around
            for around in element.iterancestors()
            if around.get("itemscope") is not None
        ),
        None,
    )


def said(element: HtmlElement) -> str:
    """Return the value of a microdata property: its attribute for machines, the name of a thing, else its text."""
    stated = element.get("content") or element.get("datetime")
    named = next(
        (inner for inner in element.iter() if inner.get("itemprop") == "name"), element
    )
    return unescape_line(stated or named.get("content") or named.text_content())


def meta(tree: HtmlElement) -> Iterator[Fact]:
    """Yield the facts of ``<meta>`` elements, those of Open Graph among them."""
    for element in tree.iter("meta"):
        name = (
            element.get("property")
            or element.get("name")
            or element.get("itemprop")
            or ""
        )
        content = unescape_line(element.get("content") or "")
        if content and name.lower() in META:
            yield Fact(META[name.lower()], content, "meta")
