# SPDX-License-Identifier: AGPL-3.0-or-later
"""The article of a page in microdata: the properties of its own item."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from lxml import etree
from lxml.html import HtmlElement

from arabic.spelling import name_key
from ingest.extract.page_facts.schema_org import (
    ARTICLE_TYPES,
    PROPERTIES,
    is_same_title,
)
from ingest.model.record import Fact
from ingest.text.normalise import unescape_line


def microdata_facts(tree: HtmlElement, titles: AbstractSet[str]) -> Iterator[Fact]:
    """Yield the facts of the page's own schema.org article in microdata.

    Properties of its parts, such as comments, are not the article's.
    """
    article = own_microdata_article(tree, titles)
    if article is None:
        return
    for element in article.iter():
        for name in (element.get("itemprop") or "").split():
            if name not in PROPERTIES or owner_of(element) is not article:
                continue
            if value := microdata_value(element):
                yield Fact(PROPERTIES[name], value, "microdata")


def own_microdata_article(
    tree: HtmlElement, titles: AbstractSet[str]
) -> HtmlElement | None:
    """Return the first element whose item is an article with one of *titles*.

    An article without a headline in its properties counts if it is the only one.
    """
    articles = [
        element
        for element in tree.xpath("descendant-or-self::*[@itemtype]")
        if ARTICLE_TYPES.match(element.get("itemtype"))
    ]
    for article in articles:
        headlines = filter(None, map(name_key, microdata_headlines(article)))
        if any(not titles or is_same_title(key, titles) for key in headlines):
            return article
    if len(articles) == 1 and not any(microdata_headlines(articles[0])):
        return articles[0]
    return None


def microdata_headlines(article: HtmlElement) -> Iterator[str]:
    """Yield the headline of an article in microdata, and its headings."""
    for element in article.iter(etree.Element):
        is_headline = element.get("itemprop") in {"headline", "name"}
        if is_headline and owner_of(element) is article:
            yield microdata_value(element)
        elif element.tag in {"h1", "h2"}:
            yield unescape_line(element.text_content())


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
