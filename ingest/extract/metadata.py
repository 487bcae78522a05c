# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page says of itself: candidates with their origin, told to machines and standing in sight."""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from itertools import islice
from urllib.parse import urlsplit

from htmldate import find_date as find_page_date
from lxml import etree
from lxml.html import HtmlElement

from arabic.datelines import find_date
from arabic.spelling import name_key
from ingest.extract.body import vast
from ingest.extract.structured import machine_facts
from ingest.model.record import Fact
from ingest.text.normalise import normalise_line

SAVED_FROM = re.compile(
    r"saved from url=\(\d+\)(\S+)|^\s*url:\s*(\S+)|Mirrored from (\S+) by HTTrack",
    re.MULTILINE,
)
# A folder named after a host; «data.old» is none.
HOST_FOLDER = re.compile(
    r"(?:^|[/#])(?P<host>(?:[a-z0-9-]+\.)+(?:com|net|org|info|news|press|edu|gov|tv|fm|example|[a-z]{2}))/(?P<path>[^#]*)$"
)
SEPARATOR = re.compile(r"\s*(?:::|[|»«–—\-:])\s*")
FOREIGN = (
    "a",
    "aside",
    "footer",
    "form",
    "img",
    "link",
    "nav",
    "script",
    "style",
)  # what dates other things
UNSEEN = frozenset(("script", "style"))
LONGEST_BYLINE = 140
MOST_PARTS = 40  # of a line that is shorter than that, with what stands between them
MOST_LOOKED_AT = 200  # short texts with figures above the headline, comments
BYLINE_WITHIN = 12  # elements after the headline


def page_facts(tree: HtmlElement) -> list[Fact]:
    """Return everything that the page at *tree* says of itself, in document order within each origin."""
    found = [*machine_facts(tree), *times(tree), *in_sight(tree), *addresses(tree)]
    return (
        found
        if any(fact.field == "date" for fact in found)
        else [*found, *by_htmldate(tree)]
    )


def times(tree: HtmlElement) -> Iterator[Fact]:
    """Yield what the article's first ``<time>`` says and shows; the next ones date comments and related articles."""
    for element in first_article(tree).iter("time"):
        if element.get("datetime"):
            yield Fact("date", normalise_line(element.get("datetime") or ""), "meta")
        yield Fact("date", normalise_line(element.text_content()), "text")
        break


def by_htmldate(tree: HtmlElement) -> Iterator[Fact]:
    """Yield the day that htmldate finds where nothing else tells one, in its fast mode: the other one guesses.

    It takes the day of a linked issue or a picture's folder for the page's, and makes a bare year the first of January:
    the former it does not get to see, the latter is refused. Its time grows with the square of a page's elements.
    """
    if vast(tree):
        return
    own = deepcopy(tree)
    etree.strip_elements(own, *FOREIGN, with_tail=False)
    day = find_page_date(own, extensive_search=False, original_date=True)
    if day and not day.endswith("-01-01"):
        yield Fact("date", day, "htmldate")


def first_article(tree: HtmlElement) -> HtmlElement:
    """Return the page's ``<article>``, else the page: clocks in a site's header tell today."""
    return next(tree.iter("article"), tree)


def in_sight(tree: HtmlElement) -> Iterator[Fact]:
    """Yield what a reader of the page sees: headline, window title with the site's name, byline, author, path."""
    headline = next(
        (h for h in tree.iter("h1") if normalise_line(h.text_content())), None
    )
    window = next(
        (normalise_line(title.text_content()) for title in tree.iter("title")), ""
    )
    if headline is not None:
        title = normalise_line(headline.text_content())
        yield Fact("title", title, "h1")
        yield from site_name(window, title)
        yield from byline(headline)
    if window:
        yield Fact("title", window, "title element")
    for element in tree.xpath(
        "//*[@rel='author' or @itemprop='author' and not(ancestor::*[@itemscope])]"
    ):
        yield Fact("author", normalise_line(element.text_content()), "rel=author")
    if headline is not None:
        yield from breadcrumb(tree, headline)


def site_name(window: str, title: str) -> Iterator[Fact]:
    """Yield what the window's title holds beside the headline."""
    before, found, after = window.partition(title)
    rest = [SEPARATOR.sub("", part) for part in (before, after)]
    if found and sum(map(bool, rest)) == 1:
        yield Fact("source", "".join(rest), "title element")


def byline(headline: HtmlElement) -> Iterator[Fact]:
    """Yield the first short line with a date after the headline."""
    texts = (
        " | ".join(
            islice(filter(None, map(normalise_line, element.itertext())), MOST_PARTS)
        )
        for element in below(headline)
    )
    found = next(
        (
            text
            for text in texts
            if text and len(text) < LONGEST_BYLINE and find_date(text)
        ),
        None,
    )
    if found and not is_clock(found, headline):
        yield Fact("byline", found, "byline")


def below(headline: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the first elements that begin after the headline ends; XPath's ``following`` looks for all of them."""
    around = (headline, *headline.iterancestors())
    behind = (
        late for element in around for late in element.itersiblings(etree.Element)
    )
    inside = (
        inner
        for element in behind
        for inner in element.iter(etree.Element)
        if inner.tag not in UNSEEN
    )
    return islice(inside, BYLINE_WITHIN)


def is_clock(text: str, headline: HtmlElement) -> bool:
    """Say whether the site's header, above the headline, shows the day of *text* too: then it is the page's clock."""
    printed = find_date(text)
    if printed is None or printed.time is not None:
        return False
    dated = (
        shown
        for shown in above(headline)
        if len(shown) < LONGEST_BYLINE and any(map(str.isdigit, shown))
    )
    return any(
        printed.day in days(normalise_line(shown))
        for shown in islice(dated, MOST_LOOKED_AT)
    )


def above(headline: HtmlElement) -> Iterator[str]:
    """Yield the texts before the headline; XPath's ``preceding`` takes the square of their number."""
    around = set(headline.iterancestors())
    for element in headline.getroottree().iter():
        if element is headline:
            return
        if isinstance(element.tag, str) and element.tag not in UNSEEN:
            yield element.text or ""
        if element not in around:
            yield element.tail or ""


def days(text: str) -> list[date]:
    """Return the day that *text* names, if any."""
    found = find_date(text)
    return [found.day] if found else []


def breadcrumb(tree: HtmlElement, headline: HtmlElement) -> Iterator[Fact]:
    """Yield the last step of the path «الرئيسية » القسم» above the headline."""
    marked = tree.xpath("//*[contains(@class, 'breadcrumb')]")
    for element in (
        marked[:1] or headline.xpath("preceding::*[not(*[not(self::a)])][a]")[-1:]
    ):
        steps = [
            normalise_line(step) for step in re.split(r"[»/›>]", element.text_content())
        ]
        steps = [
            step
            for step in steps
            if step and name_key(step) != name_key(headline.text_content())
        ]
        if len(steps) > 1 and len(steps[-1]) < 40:
            yield Fact("section", steps[-1], "breadcrumb")


def addresses(tree: HtmlElement) -> Iterator[Fact]:
    """Yield the page's address: as it declares it, then as the tool that saved it noted it."""
    for link in tree.xpath("//link[@rel='canonical' and @href]"):
        yield Fact("url", link.get("href") or "", "canonical")
    for comment in islice(document_comments(tree), MOST_LOOKED_AT):
        if match := SAVED_FROM.search(comment.text or ""):
            address = next(filter(None, match.groups()))
            yield Fact(
                "url",
                address if urlsplit(address).scheme else f"http://{address}",
                "saved from",
            )


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


def by_folder(name: str) -> Iterator[Fact]:
    """Yield the address that wget's and HTTrack's folders spell: HOST/path, ``index.html`` for a folder itself."""
    if match := HOST_FOLDER.search(name):
        path = re.sub(r"(?:^|(?<=/))index\.html?$", "", match["path"])
        yield Fact("url", f"http://{match['host']}/{path}", "folder")
