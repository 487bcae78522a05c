# SPDX-License-Identifier: AGPL-3.0-or-later
"""Metadata of a page: candidates from machine-readable and from visible elements."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from arabic.date_labels import (
    is_update_label,
)
from arabic.spelling import name_key
from ingest.extract.article_region import (
    ArticleRegion,
    find_region,
)
from ingest.extract.headline import (
    find_headline,
    name_of_site,
    stated_title_keys,
    window_title,
)
from ingest.extract.page_facts.htmldate_day import date_by_htmldate
from ingest.extract.page_facts.marked_authors import marked_authors
from ingest.extract.page_facts.microformats import microformat_facts
from ingest.extract.page_facts.page_byline import find_byline
from ingest.extract.page_facts.rdfa import rdfa_facts
from ingest.extract.page_facts.saving_tools import saved_facts
from ingest.extract.page_facts.structured import structured_facts
from ingest.model.record import Fact
from ingest.text.normalise import normalise_line

# A folder named after a host; «data.old» is none.
HOST_FOLDER = re.compile(
    r"(?:^|[/#])(?:(?P<scheme>https?)(?:%3A|:)?/{1,2})?(?P<host>(?:[a-z0-9-]+\.)+"
    r"(?:com|net|org|info|news|press|edu|gov|tv|fm|example|[a-z]{2}))/(?P<path>[^#]*)$"
)
INDEX_FILE = re.compile(r"(?:^|(?<=/))index\.html?$")
BREADCRUMB_SEPARATOR = re.compile(r"[»/›>]")
AUTHOR_ELEMENTS = (
    "//*[@rel='author' or @itemprop='author' and not(ancestor::*[@itemscope])]"
)
# Lists of links that begin before the headline. To ask each element before it for its
# children takes a sixtieth of a page's time.
LINKS_BEFORE = "preceding::a[not(../*[not(self::a)])]/.."
MAX_SECTION = 40  # characters


def page_facts(tree: HtmlElement) -> list[Fact]:
    """Return all metadata of the page at *tree*, in document order by origin."""
    headline = find_headline(tree)
    region = find_region(tree, headline)
    titles = stated_title_keys(tree)
    if headline is not None:
        titles |= {name_key(headline.text_content())}
    facts = [
        *structured_facts(tree, titles),
        *microformat_facts(region),
        *rdfa_facts(region),
        *time_facts(region),
        *visible_facts(tree, region),
        *url_facts(tree),
        *language_facts(tree),
    ]
    if all(fact.field != "date" for fact in facts):
        facts += date_by_htmldate(tree, region)
    return facts


def language_facts(tree: HtmlElement) -> Iterator[Fact]:
    """Yield the language that the page states in ``<html>``, if it states one."""
    root = tree.getroottree().getroot()
    if stated := root.get("lang") or root.get(
        "{http://www.w3.org/XML/1998/namespace}lang"
    ):
        yield Fact("lang", stated, "html")


def time_facts(region: ArticleRegion) -> Iterator[Fact]:
    """Yield attribute and text of the article's first ``<time>``.

    Those after it belong to comments and related articles. One labelled as an update
    is a candidate for that only.
    """
    for element in region.elements:
        if element.tag != "time":
            continue
        text = normalise_line(element.text_content())
        moment = normalise_line(element.get("datetime") or "")
        if is_update_label(f"{label_before(element)} {text}"):
            yield Fact("updated", moment or text, "text")
            continue
        if moment:
            yield Fact("date", moment, "time")
        yield Fact("date", text, "text")
        return


def label_before(element: HtmlElement) -> str:
    """Return the text directly before an element: «آخر تحديث:»."""
    previous = next(element.itersiblings(etree.Element, preceding=True), None)
    parent = element.getparent()
    if previous is not None:
        return (previous.text_content() or "") + (previous.tail or "")
    return "" if parent is None else parent.text or ""


def visible_facts(tree: HtmlElement, region: ArticleRegion) -> Iterator[Fact]:
    """Yield visible metadata: titles, site name, byline, authors, section."""
    headline = region.headline
    shown_title = window_title(tree)
    if headline is not None:
        title = normalise_line(headline.text_content())
        yield Fact("title", title, "h1")
        if site := name_of_site(shown_title, title):
            yield Fact("source", site, "title element")
        yield from find_byline(region, headline)
    if shown_title:
        yield Fact("title", shown_title, "title element")
    for element in tree.xpath(AUTHOR_ELEMENTS):
        if region.contains(element):
            name = normalise_line(element.text_content())
            yield Fact("author", name, "rel=author")
    yield from marked_authors(region)
    if headline is not None:
        yield from section_of_breadcrumb(tree, headline)


def section_of_breadcrumb(tree: HtmlElement, headline: HtmlElement) -> Iterator[Fact]:
    """Yield the last step of the path «الرئيسية » القسم» above the headline."""
    breadcrumb = find_breadcrumb(tree, headline)
    if breadcrumb is None:
        return
    title = name_key(headline.text_content())
    texts = map(normalise_line, BREADCRUMB_SEPARATOR.split(breadcrumb.text_content()))
    steps = [text for text in texts if text and name_key(text) != title]
    if steps[1:] and len(steps[-1]) < MAX_SECTION:
        yield Fact("section", steps[-1], "breadcrumb")


def find_breadcrumb(tree: HtmlElement, headline: HtmlElement) -> HtmlElement | None:
    """Return the element that is marked as breadcrumb, else the last list of links."""
    marked = tree.xpath("//*[contains(@class, 'breadcrumb')]")
    if marked:
        return marked[0]
    around = set(headline.iterancestors())
    before = [each for each in headline.xpath(LINKS_BEFORE) if each not in around]
    return before[-1] if before else None


def url_facts(tree: HtmlElement) -> Iterator[Fact]:
    """Yield the page's URL: as it declares it, then as the tool that saved it did."""
    for link in tree.xpath("//link[@rel='canonical' and @href]"):
        yield Fact("url", link.get("href") or "", "canonical")
    yield from saved_facts(tree)


def url_of_folder(name: str) -> Iterator[Fact]:
    """Yield the URL of a file in the folders of wget and HTTrack, HOST/path.

    ``index.html`` is the page of its folder.
    """
    if match := HOST_FOLDER.search(name):
        path = INDEX_FILE.sub("", match["path"])
        scheme = (match["scheme"] or "http").lower()
        yield Fact("url", f"{scheme}://{match['host']}/{path}", "folder")
