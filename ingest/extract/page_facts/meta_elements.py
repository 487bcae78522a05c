# SPDX-License-Identifier: AGPL-3.0-or-later
"""The facts that a page states in ``<meta>`` elements, Open Graph among them."""

from functools import lru_cache

from lxml.html import HtmlElement

from ingest.extract.page_facts.microdata import owner_of
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
    "publish-date": "date",
    "publication_date": "date",
    "dc.date.issued": "date",
    "dcterms.issued": "date",
    "dcterms.created": "date",
    "parsely-pub-date": "date",
    "sailthru.date": "date",
    "cxenseparse:recs:publishtime": "date",
    "article:modified_time": "updated",
    "article:section": "section",
    "parsely-section": "section",
    "article:tag": "tags",
    "author": "author",
    "article:author": "author",
    "dc.creator": "author",
    "dcterms.creator": "author",
    "parsely-author": "author",
    "sailthru.author": "author",
}


def meta_values(tree: HtmlElement, field: str) -> list[str]:
    """Return the values of *field* in ``<meta>`` elements."""
    return [fact.value for fact in meta_facts(tree) if fact.field == field]


@lru_cache(1)  # of the page that is read: several stages need them
def meta_facts(tree: HtmlElement) -> tuple[Fact, ...]:
    """Return the facts of ``<meta>`` elements, those of Open Graph among them.

    Properties of an item in microdata are that item's, which may be another article.
    """
    facts = []
    for element in tree.iter("meta"):
        name = meta_name(element)
        if name not in META_NAMES:
            continue
        if element.get("itemprop") and owner_of(element) is not None:
            continue
        if content := unescape_line(element.get("content") or ""):
            facts.append(Fact(META_NAMES[name], content, "meta"))
    return tuple(facts)


def meta_name(element: HtmlElement) -> str:
    """Return the name of a ``<meta>`` element, in whichever attribute it has it."""
    name = element.get("property") or element.get("name") or element.get("itemprop")
    return (name or "").lower()
