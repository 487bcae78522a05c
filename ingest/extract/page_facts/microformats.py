# SPDX-License-Identifier: AGPL-3.0-or-later
"""Facts of microformats: ``hentry`` as blogs of Blogger and WordPress mark articles.

A class names the property; its value is in the attribute of an ``<abbr>`` or
``<time>``, else the text. They may be in the footer of the post.
Source: https://microformats.org/wiki/hatom
"""

from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from ingest.extract.article_region import ArticleRegion, is_hentry
from ingest.model.record import Fact
from ingest.text.normalise import normalise_line

DATES = {
    "published": "date",
    "dt-published": "date",
    "updated": "updated",
    "dt-updated": "updated",
}
NAMES = frozenset(("fn", "p-author"))
CARDS = frozenset(("vcard", "author", "h-card", "p-author"))
# Blogger prints the day above the posts of that day.
DAY_ABOVE = "preceding::*[contains(@class, 'date-header')][1]"


def microformat_facts(region: ArticleRegion) -> Iterator[Fact]:
    """Yield dates and authors of the region, if it is one ``hentry``."""
    if len(region.roots) != 1 or not is_hentry(region.roots[0]):
        return
    root = region.roots[0]
    for element in own_elements(root):
        classes = (element.get("class") or "").split()
        for name in DATES.keys() & set(classes):
            if moment := element.get("title") or element.get("datetime"):
                yield Fact(DATES[name], normalise_line(moment), "microdata")
        if not NAMES.isdisjoint(classes) and is_in_card(element):
            yield Fact("author", normalise_line(element.text_content()), "rel=author")
    for day in root.xpath(DAY_ABOVE):
        yield Fact("date", normalise_line(day.text_content()), "text")


def own_elements(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements in *element* with a class, not those of another post."""
    for child in element.iterchildren(etree.Element):
        if not is_hentry(child):
            if child.get("class"):
                yield child
            yield from own_elements(child)


def is_in_card(element: HtmlElement) -> bool:
    """Return whether an element or one around it is a person's card."""
    return any(
        not CARDS.isdisjoint((ancestor.get("class") or "").split())
        for ancestor in (element, *element.iterancestors())
    )
