# SPDX-License-Identifier: AGPL-3.0-or-later
"""The byline of a page: the first short line with a date near the headline.

A line with the day that the site's header shows too is the page's clock.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

from lxml.html import HtmlElement

from arabic.date_labels import find_publication_date, find_update_date
from arabic.datelines import Dateline, find_date
from arabic.spelling import name_key
from ingest.extract.article_region import ArticleRegion, enclosing_article
from ingest.extract.page_facts.byline_lines import (
    NAME_WORDS,
    PART_WORDS,
    is_event,
    is_prose,
    may_be_sentence,
)
from ingest.model.record import Fact
from ingest.text.normalise import normalise_line

INVISIBLE = frozenset(("script", "style"))
MAX_BYLINE = 140  # characters
MAX_BYLINE_ABOVE = 80
TIME_AGO = re.compile(r"\s*(?:منذ|قبل)\s")
MAX_SPLIT_DATE = 40  # characters of a line whose date is in several elements
MAX_TIME_AGO = 30  # characters
MAX_BYLINE_TEXTS = 40  # text nodes of an element that may be a byline
MAX_INSPECTED = 200  # short texts with digits above the headline, comments
BYLINE_WITHIN = 12  # elements after the headline
BYLINE_JOIN = " | "
MENU_LINKS = "//nav//a | //header//a | //footer//a | //*[contains(@class, 'menu')]//a"


def find_byline(region: ArticleRegion, headline: HtmlElement) -> Iterator[Fact]:
    """Yield the first short line with a date after the headline, and an update's date.

    It is no byline if the site's header shows the same day: then it is the page's
    clock. Below the first paragraph, a sentence with a date is none either.
    """
    for line in lines_after(region, headline):
        if update := find_update_date(line):
            yield Fact("updated", update.day.isoformat(), "byline")
        # «<span>07</span> <span>مايو</span> <span>2021</span>»
        joined = line.replace(BYLINE_JOIN, " ")
        if len(joined) < MAX_SPLIT_DATE and find_date(line) is None:
            line = joined if find_date(joined) else line
        if printed := find_publication_date(line):
            if not is_clock(printed, headline):
                line = without_menu_labels(line, headline)
                yield Fact("byline", line, "byline")
            return
        if any(map(is_time_ago, line.split(BYLINE_JOIN))):
            yield Fact("byline", without_menu_labels(line, headline), "byline")
            return
    yield from byline_above(region, headline)


def is_time_ago(part: str) -> bool:
    """Return whether *part* of a line is a time before the capture: «منذ 3 أيام»."""
    if not TIME_AGO.match(part) or len(part) > MAX_TIME_AGO:
        return False
    dateline = find_date(part, date(2000, 1, 1))
    if dateline is None:
        return False
    return dateline.end - dateline.start >= len(part) - 1


def byline_above(region: ArticleRegion, headline: HtmlElement) -> Iterator[Fact]:
    """Yield a short dated line above the headline, in an element of the article's own.

    Elsewhere such a line is the page's clock.
    """
    if enclosing_article(headline) not in region.roots:
        return
    inside = set(headline.iterancestors())
    for element in region.elements:
        if element is headline:
            return
        if element in inside:
            continue
        line = visible_line(element, region)
        is_short = 0 < len(line) < MAX_BYLINE_ABOVE
        if is_short and not is_prose(line, NAME_WORDS) and find_publication_date(line):
            yield Fact("byline", without_menu_labels(line, headline), "byline")
            return


def lines_after(region: ArticleRegion, headline: HtmlElement) -> Iterator[str]:
    """Yield the lines after the headline that are short enough and no prose."""
    below_text = False
    for element in islice(elements_after(region, headline), BYLINE_WITHIN):
        line = visible_line(element, region)
        if len(line) >= MAX_BYLINE or is_prose(line, PART_WORDS):
            below_text = below_text or element.tag == "p"
            continue
        if not line or (below_text and may_be_sentence(line)) or is_event(line):
            continue
        yield line


def without_menu_labels(line: str, headline: HtmlElement) -> str:
    """Return *line* without the parts that are also labels of the site's menus."""
    links = headline.getroottree().xpath(MENU_LINKS)
    labels = {name_key(link.text_content()) for link in links}
    parts = [part for part in line.split(BYLINE_JOIN) if name_key(part) not in labels]
    return BYLINE_JOIN.join(parts)


def elements_after(
    region: ArticleRegion, headline: HtmlElement
) -> Iterator[HtmlElement]:
    """Yield the article's elements behind the headline, in document order."""
    inside = set(headline.iter())
    is_behind = False
    for element in region.elements:
        if element in inside:
            is_behind = True
        elif is_behind:
            yield element


def visible_line(element: HtmlElement, region: ArticleRegion) -> str:
    """Return the first texts in *element* with a separator between them.

    Buttons and other elements that are not the article's are left out.
    """
    texts = map(normalise_line, own_texts(element, region))
    return BYLINE_JOIN.join(islice(filter(None, texts), MAX_BYLINE_TEXTS))


def own_texts(element: HtmlElement, region: ArticleRegion) -> Iterator[str]:
    """Yield the texts in *element* that are the article's, in document order."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and not region.is_foreign(child):
            yield from own_texts(child, region)
        yield child.tail or ""


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
    dateline = find_date(text)
    return dateline.day if dateline else None
