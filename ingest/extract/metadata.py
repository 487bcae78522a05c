# SPDX-License-Identifier: AGPL-3.0-or-later
"""Metadata of a page: candidates from machine-readable and from visible elements."""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from itertools import islice
from urllib.parse import urlsplit

from htmldate import find_date as find_page_date
from lxml import etree
from lxml.html import HtmlElement

from arabic.datelines import Dateline, find_date
from arabic.spelling import name_key
from ingest.extract.body import is_too_large
from ingest.extract.structured import structured_facts
from ingest.model.record import Fact
from ingest.text.normalise import normalise_line

SAVED_FROM = re.compile(
    r"saved from url=\(\d+\)(\S+)|^\s*url:\s*(\S+)|Mirrored from (\S+) by HTTrack",
    re.MULTILINE,
)
# A folder named after a host; «data.old» is none.
HOST_FOLDER = re.compile(
    r"(?:^|[/#])(?P<host>(?:[a-z0-9-]+\.)+"
    r"(?:com|net|org|info|news|press|edu|gov|tv|fm|example|[a-z]{2}))/(?P<path>[^#]*)$"
)
INDEX_FILE = re.compile(r"(?:^|(?<=/))index\.html?$")
TITLE_SEPARATOR = re.compile(r"\s*(?:::|[|»«–—\-:])\s*")
BREADCRUMB_SEPARATOR = re.compile(r"[»/›>]")
# Removed before htmldate runs: their dates are not the article's.
ELEMENTS_WITH_OTHER_DATES = (
    "a",
    "aside",
    "footer",
    "form",
    "img",
    "link",
    "nav",
    "script",
    "style",
)
INVISIBLE = frozenset(("script", "style"))
AUTHOR_ELEMENTS = (
    "//*[@rel='author' or @itemprop='author' and not(ancestor::*[@itemscope])]"
)
# A list of links before the headline.
LINKS_BEFORE = "preceding::*[not(*[not(self::a)])][a]"
MAX_BYLINE = 140  # characters
MAX_BYLINE_TEXTS = 40  # text nodes of an element that may be a byline
MAX_INSPECTED = 200  # short texts with digits above the headline, comments
BYLINE_WITHIN = 12  # elements after the headline
MAX_SECTION = 40  # characters


def page_facts(tree: HtmlElement) -> list[Fact]:
    """Return all metadata of the page at *tree*, in document order by origin."""
    facts = [
        *structured_facts(tree),
        *time_facts(tree),
        *visible_facts(tree),
        *url_facts(tree),
    ]
    if all(fact.field != "date" for fact in facts):
        facts += date_by_htmldate(tree)
    return facts


def time_facts(tree: HtmlElement) -> Iterator[Fact]:
    """Yield attribute and text of the article's first ``<time>``.

    Those after it belong to comments and related articles.
    """
    element = next(first_article(tree).iter("time"), None)
    if element is None:
        return
    if moment := element.get("datetime"):
        yield Fact("date", normalise_line(moment), "meta")
    yield Fact("date", normalise_line(element.text_content()), "text")


def date_by_htmldate(tree: HtmlElement) -> list[Fact]:
    """Return the day that htmldate finds, if any: a fallback.

    Its extensive search would guess. Its fast mode, too, takes the day of a linked
    issue or of an image's folder for the page's: such elements are removed first. It
    makes a bare year the first of January: such a day is refused. Its time is quadratic
    in the number of elements.
    """
    if is_too_large(tree):
        return []
    article = deepcopy(tree)
    etree.strip_elements(article, *ELEMENTS_WITH_OTHER_DATES, with_tail=False)
    day = find_page_date(article, extensive_search=False, original_date=True)
    if not day or day.endswith("-01-01"):
        return []
    return [Fact("date", day, "htmldate")]


def first_article(tree: HtmlElement) -> HtmlElement:
    """Return the page's ``<article>``, else the page.

    A clock in the site's header shows today, so it must not be searched.
    """
    return next(tree.iter("article"), tree)


def visible_facts(tree: HtmlElement) -> Iterator[Fact]:
    """Yield visible metadata: titles, site name, byline, authors, section."""
    headline = first_headline(tree)
    window_title = first_window_title(tree)
    if headline is not None:
        title = normalise_line(headline.text_content())
        yield Fact("title", title, "h1")
        yield from site_name(window_title, title)
        yield from find_byline(headline)
    if window_title:
        yield Fact("title", window_title, "title element")
    for element in tree.xpath(AUTHOR_ELEMENTS):
        yield Fact("author", normalise_line(element.text_content()), "rel=author")
    if headline is not None:
        yield from section_of_breadcrumb(tree, headline)


def first_headline(tree: HtmlElement) -> HtmlElement | None:
    """Return the first ``<h1>`` with text."""
    for element in tree.iter("h1"):
        if normalise_line(element.text_content()):
            return element
    return None


def first_window_title(tree: HtmlElement) -> str:
    """Return the text of the first ``<title>``, "" without one."""
    element = next(tree.iter("title"), None)
    return "" if element is None else normalise_line(element.text_content())


def site_name(window_title: str, title: str) -> Iterator[Fact]:
    """Yield the rest of the window's title, if it is on one side of the headline."""
    before, found, after = window_title.partition(title)
    names = [TITLE_SEPARATOR.sub("", part) for part in (before, after)]
    if found and names.count("") == 1:
        yield Fact("source", "".join(names), "title element")


def find_byline(headline: HtmlElement) -> Iterator[Fact]:
    """Yield the first short line with a date after the headline.

    It is none if the site's header shows the same day: then it is the page's clock.
    """
    for element in elements_after(headline):
        line = joined_texts(element)
        if not line or len(line) >= MAX_BYLINE:
            continue
        if printed := find_date(line):
            if not is_clock(printed, headline):
                yield Fact("byline", line, "byline")
            return


def joined_texts(element: HtmlElement) -> str:
    """Return the first texts in *element* with a separator between them."""
    texts = filter(None, map(normalise_line, element.itertext()))
    return " | ".join(islice(texts, MAX_BYLINE_TEXTS))


def elements_after(headline: HtmlElement) -> Iterator[HtmlElement]:
    """Return the first elements after the headline, in document order.

    XPath's ``following`` would collect all elements first.
    """
    return islice(all_elements_after(headline), BYLINE_WITHIN)


def all_elements_after(headline: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the visible elements after the headline, in document order."""
    for ancestor in (headline, *headline.iterancestors()):
        for sibling in ancestor.itersiblings(etree.Element):
            for element in sibling.iter(etree.Element):
                if element.tag not in INVISIBLE:
                    yield element


def is_clock(printed: Dateline, headline: HtmlElement) -> bool:
    """Return whether a text above the headline shows the day of *printed* too."""
    if printed.time is not None:
        return False
    with_digits = (
        text
        for text in texts_before(headline)
        if len(text) < MAX_BYLINE and any(map(str.isdigit, text))
    )
    return any(
        day_in(normalise_line(text)) == printed.day
        for text in islice(with_digits, MAX_INSPECTED)
    )


def texts_before(headline: HtmlElement) -> Iterator[str]:
    """Yield the texts before the headline; XPath's ``preceding`` is quadratic."""
    ancestors = set(headline.iterancestors())
    for element in headline.getroottree().iter():
        if element is headline:
            return
        if isinstance(element.tag, str) and element.tag not in INVISIBLE:
            yield element.text or ""
        if element not in ancestors:
            yield element.tail or ""


def day_in(text: str) -> date | None:
    """Return the day that *text* names, if any."""
    found = find_date(text)
    return found.day if found else None


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
    lists_of_links = headline.xpath(LINKS_BEFORE)
    return lists_of_links[-1] if lists_of_links else None


def url_facts(tree: HtmlElement) -> Iterator[Fact]:
    """Yield the page's URL: as it declares it, then as the tool that saved it did."""
    for link in tree.xpath("//link[@rel='canonical' and @href]"):
        yield Fact("url", link.get("href") or "", "canonical")
    for comment in islice(document_comments(tree), MAX_INSPECTED):
        if url := url_in_comment(comment.text or ""):
            yield Fact("url", url, "saved from")


def url_in_comment(text: str) -> str:
    """Return the URL that a saving program has noted in a comment, "" if none has."""
    match = SAVED_FROM.search(text)
    if match is None:
        return ""
    address = next(filter(None, match.groups()))
    has_scheme = urlsplit(address).scheme
    return address if has_scheme else f"http://{address}"


def document_comments(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the comments before ``<html>``, inside it and after it, in that order.

    Chrome and Edge write "saved from url" before ``<html>``; ``iter`` does not visit
    the siblings of the root element.
    """
    root = tree.getroottree().getroot()
    before = list(root.itersiblings(etree.Comment, preceding=True))
    yield from reversed(before)
    yield from root.iter(etree.Comment)
    yield from root.itersiblings(etree.Comment)


def url_of_folder(name: str) -> Iterator[Fact]:
    """Yield the URL of a file in the folders of wget and HTTrack, HOST/path.

    ``index.html`` is the page of its folder.
    """
    if match := HOST_FOLDER.search(name):
        path = INDEX_FILE.sub("", match["path"])
        yield Fact("url", f"http://{match['host']}/{path}", "folder")
