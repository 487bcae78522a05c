# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page's own article in JSON-LD, and the dates of the page itself."""

import json
import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache

from lxml.html import HtmlElement

from arabic.spelling import name_key
from ingest.extract.page_facts.meta_elements import meta_values
from ingest.extract.page_facts.schema_org import (
    ARTICLE_TYPES,
    PROPERTIES,
    is_same_title,
)
from ingest.model.identity import split_url
from ingest.model.record import Fact
from ingest.text.normalise import unescape_line

# A page that states its own dates beside its article, or without one.
PAGE_TYPES = frozenset(("WebPage", "ItemPage"))
PAGE_ORIGIN = "page data"  # a page about the site has dates, too
PAGE_DATES = ("datePublished", "dateModified")
JSON_LD = "application/ld+json"
# What surrounds JSON in a script: CDATA, an HTML comment, a semicolon.
SCRIPT_OPENING = re.compile(r"(?:(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?|<!--)?\s*")
SCRIPT_CLOSING = re.compile(r";?\s*(?:(?://|/\*)?\s*\]\]>(?:\s*\*/)?|(?://\s*)?-->)?\Z")
LONGEST_CLOSING = 60  # characters, where the closing is looked for
TRAILING_COMMA = re.compile(r",\s*([\]}])")
# Properties whose objects are the page's own; those of lists are other pages.
OWN_PARTS = ("@graph", "mainEntity", "mainEntityOfPage", "author", "publisher")


def json_ld_facts(tree: HtmlElement, titles: AbstractSet[str]) -> Iterator[Fact]:
    """Yield the facts of the page's own schema.org article in JSON-LD."""
    objects = json_ld_objects(tree)
    by_id = {str(value["@id"]): value for value in objects if has_properties(value)}
    addresses = page_addresses(tree)
    for article in filter(is_article, objects):
        if is_own_article(article, titles, addresses):
            yield from facts_of_json_ld(article, by_id)
    for page in objects:
        if page.get("@type") in PAGE_TYPES and is_page_itself(page, titles, addresses):
            yield from dates_of_page(page)


def is_page_itself(
    page: Mapping[str, object], titles: AbstractSet[str], addresses: AbstractSet[str]
) -> bool:
    """Return whether a ``WebPage`` is the page it stands in: by its URL or its name."""
    if not addresses.isdisjoint(addresses_of(page)):
        return True
    names = map(name_key, json_ld_strings(page.get("name")))
    return any(is_same_title(name, titles) for name in names)


def dates_of_page(page: Mapping[str, object]) -> Iterator[Fact]:
    """Yield the dates that a ``WebPage`` states for itself."""
    for name in PAGE_DATES:
        for text in json_ld_strings(page.get(name)):
            yield Fact(PROPERTIES[name], text, PAGE_ORIGIN)


def has_properties(value: Mapping[str, object]) -> bool:
    """Return whether an object has an id and more than that: no mere reference."""
    return "@id" in value and len(value) > 1


def json_ld_headlines(tree: HtmlElement) -> list[str]:
    """Return the headline of the page's article in JSON-LD, if it has only one."""
    articles = list(filter(is_article, json_ld_objects(tree)))
    return json_ld_strings(articles[0].get("headline")) if len(articles) == 1 else []


def json_ld_objects(tree: HtmlElement) -> list[Mapping[str, object]]:
    """Return the objects of the page's JSON-LD, those inside others included."""
    objects: list[Mapping[str, object]] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower().startswith(JSON_LD):
            objects += nested_objects(parse_json(script.text_content()))
    return objects


@lru_cache(16)  # of one page: several stages read it
def parse_json(text: str) -> object:
    """Return the JSON of a script; ``None`` if it is broken beyond small mistakes."""
    text = unwrap_script(text)
    for attempt in (text, TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def unwrap_script(text: str) -> str:
    """Return a script without the comment or CDATA section around its content."""
    text = SCRIPT_OPENING.sub("", text.strip(), count=1)
    closing = SCRIPT_CLOSING.search(text, max(0, len(text) - LONGEST_CLOSING))
    return text[: closing.start()].rstrip() if closing else text


def nested_objects(value: object) -> Iterator[Mapping[str, object]]:
    """Yield the objects in *value* that may be the page's own, not those of a list."""
    if isinstance(value, list):
        for member in value:
            yield from nested_objects(member)
    elif isinstance(value, Mapping):
        yield value
        for name in OWN_PARTS:
            yield from nested_objects(value.get(name))


def is_article(value: Mapping[str, object]) -> bool:
    """Return whether one of the types of an object is an article's."""
    types = value.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(ARTICLE_TYPES.match(str(name)) for name in names)


def is_own_article(
    article: Mapping[str, object], titles: AbstractSet[str], addresses: AbstractSet[str]
) -> bool:
    """Return whether an article of JSON-LD is the page's: by its headline or URL.

    One without a headline is, too; on a page without titles each is.
    """
    headlines = json_ld_strings(article.get("headline") or article.get("name"))
    if not headlines or not titles:
        return True
    if any(is_same_title(name_key(headline), titles) for headline in headlines):
        return True
    return not addresses.isdisjoint(addresses_of(article))


def addresses_of(article: Mapping[str, object]) -> set[str]:
    """Return the URLs that an article of JSON-LD states for itself."""
    addresses: set[str] = set()
    for name in ("url", "mainEntityOfPage", "@id"):
        value = article.get(name)
        if isinstance(value, Mapping):
            value = value.get("@id")
        if isinstance(value, str):
            addresses.add(value.partition("#")[0].rstrip("/"))
    return addresses


def page_addresses(tree: HtmlElement) -> set[str]:
    """Return the URLs that a page declares for itself, those of a front page not."""
    links = tree.xpath("//link[@rel='canonical']/@href")
    declared = [str(link) for link in links]
    declared += meta_values(tree, "url")
    return {
        url.partition("#")[0].rstrip("/")
        for url in declared
        if split_url(url).path.strip("/")
    }


def facts_of_json_ld(
    article: Mapping[str, object], by_id: Mapping[str, Mapping[str, object]]
) -> Iterator[Fact]:
    """Yield the facts of one article object; *by_id* has the objects it refers to."""
    for name, field in PROPERTIES.items():
        for text in json_ld_strings(resolve(article.get(name), by_id)):
            yield Fact(field, text, "json-ld")


def resolve(value: object, by_id: Mapping[str, Mapping[str, object]]) -> object:
    """Return *value* with each reference to an object replaced by that object."""
    if isinstance(value, list):
        return [resolve(member, by_id) for member in value]
    if isinstance(value, Mapping) and "name" not in value:
        return by_id.get(str(value.get("@id")), value)
    return value


def json_ld_strings(value: object) -> list[str]:
    """Return the strings of a JSON-LD value: itself, its members, an object's name."""
    if isinstance(value, list):
        return [text for member in value for text in json_ld_strings(member)]
    if isinstance(value, Mapping):
        return json_ld_strings(value.get("name"))
    text = unescape_line(value) if isinstance(value, str) else ""
    return [text] if text else []
