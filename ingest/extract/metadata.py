# SPDX-License-Identifier: AGPL-3.0-or-later
"""Metadata of a page: candidates from machine-readable and from visible elements."""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from itertools import islice

import lxml.html
from htmldate import find_date as find_page_date
from lxml import etree
from lxml.html import HtmlElement

from arabic.date_labels import (
    find_publication_date,
    find_update_date,
    is_update_label,
)
from arabic.datelines import Dateline, find_date
from arabic.spelling import name_key
from ingest.extract.article_region import (
    ArticleRegion,
    enclosing_article,
    find_region,
    has_word,
    is_labelled_list,
    is_marked_foreign,
)
from ingest.extract.body import is_too_large
from ingest.extract.byline_lines import (
    NAME_WORDS,
    PART_WORDS,
    is_event,
    is_prose,
    may_be_sentence,
)
from ingest.extract.headline import (
    class_and_id,
    find_headline,
    name_of_site,
    stated_title_keys,
    window_title,
)
from ingest.extract.marked_authors import AUTHOR_WORD, marked_authors
from ingest.extract.microformats import microformat_facts
from ingest.extract.saving_tools import saved_facts
from ingest.extract.structured import structured_facts
from ingest.model.record import Fact
from ingest.text.normalise import normalise_line

# A folder named after a host; «data.old» is none.
HOST_FOLDER = re.compile(
    r"(?:^|[/#])(?:(?P<scheme>https?)(?:%3A|:)?/{1,2})?(?P<host>(?:[a-z0-9-]+\.)+"
    r"(?:com|net|org|info|news|press|edu|gov|tv|fm|example|[a-z]{2}))/(?P<path>[^#]*)$"
)
INDEX_FILE = re.compile(r"(?:^|(?<=/))index\.html?$")
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
# Names of metadata that date an update, an expiry, the site, not the publication.
NAME_ATTRIBUTES = ("name", "property", "itemprop")
UPDATE_NAME = re.compile(r"modif|updat|revis|expir|copyright", re.IGNORECASE)
INVISIBLE = frozenset(("script", "style"))
AUTHOR_ELEMENTS = (
    "//*[@rel='author' or @itemprop='author' and not(ancestor::*[@itemscope])]"
)
# Lists of links that begin before the headline. To ask each element before it for its
# children takes a sixtieth of a page's time.
LINKS_BEFORE = "preceding::a[not(../*[not(self::a)])]/.."
MAX_BYLINE = 140  # characters
MAX_BYLINE_ABOVE = 80
TIME_AGO = re.compile(r"\s*(?:منذ|قبل)\s")
MAX_TIME_AGO = 30  # characters
MAX_BYLINE_TEXTS = 40  # text nodes of an element that may be a byline
MAX_INSPECTED = 200  # short texts with digits above the headline, comments
BYLINE_WITHIN = 12  # elements after the headline
BYLINE_JOIN = " | "
MENU_LINKS = "//nav//a | //header//a | //footer//a | //*[contains(@class, 'menu')]//a"
EMPTY_PAGE = "<html><head></head><body></body></html>"
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


def date_by_htmldate(tree: HtmlElement, region: ArticleRegion) -> list[Fact]:
    """Return the day that htmldate finds in the page's head or its article, if any.

    Its extensive search would guess. Its fast mode, too, takes the day of a linked
    issue or of an image's folder for the page's: such elements are removed first, and
    so are days of updates. It makes a bare year the first of January: such a day is
    refused. Its time is quadratic in the number of elements.
    """
    if is_too_large(tree):
        return []
    article = lxml.html.document_fromstring(EMPTY_PAGE)
    head, body = article
    for element in tree.iter("head"):
        head.extend(deepcopy(element))
    body.extend(deepcopy(root) for root in region.roots)
    remove_other_dates(body)
    remove_metadata_of_updates(head)
    etree.strip_elements(article, *ELEMENTS_WITH_OTHER_DATES, with_tail=False)
    day = find_page_date(article, extensive_search=False, original_date=True)
    if not day or day.endswith("-01-01"):
        return []
    return [Fact("date", day, "htmldate")]


def remove_metadata_of_updates(head: HtmlElement) -> None:
    """Remove the metadata of *head* that date an update."""
    for element in list(head.iter("meta")):
        name = " ".join(element.get(attribute) or "" for attribute in NAME_ATTRIBUTES)
        if UPDATE_NAME.search(name):
            element.drop_tree()


def remove_other_dates(body: HtmlElement) -> None:
    """Remove the elements of *body* that are not the article's, and its updates."""
    for element in list(body.iter(etree.Element)):
        parent = element.getparent()
        if parent is None or element is body:
            continue
        is_short = len(text := element.text_content()) < MAX_BYLINE
        if (
            is_marked_foreign(element)
            or is_labelled_list(element)
            or is_biography(element, text)
            or (is_short and find_update_date(text))
        ):
            element.drop_tree()


def is_biography(element: HtmlElement, text: str) -> bool:
    """Return whether an element is marked as the author's and tells about him."""
    return has_word(AUTHOR_WORD, class_and_id(element)) and is_prose(text, PART_WORDS)


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


def find_byline(region: ArticleRegion, headline: HtmlElement) -> Iterator[Fact]:
    """Yield the first short line with a date after the headline, and an update's date.

    It is no byline if the site's header shows the same day: then it is the page's
    clock. Below the first paragraph, a sentence with a date is none either.
    """
    for line in lines_after(region, headline):
        if update := find_update_date(line):
            yield Fact("updated", update.day.isoformat(), "byline")
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
    found = find_date(part, date(2000, 1, 1))
    return found is not None and found.end - found.start >= len(part) - 1


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
