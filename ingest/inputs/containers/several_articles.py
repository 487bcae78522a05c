# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages with several articles: endless scrolling, a blog's front page, Telegram.

An article of a page has a heading of its own, running text, and an address or a date.
All three are required: sections of one long article have headings and text, too.
"""

import copy
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import islice, pairwise
from typing import NamedTuple

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from arabic.datelines import find_date
from ingest.model.identity import join_url
from ingest.model.record import Fact, PassedOver, UnreadableInput
from ingest.text.decode import decode_and_repair
from ingest.text.normalise import normalise_line

HEADING = re.compile(rb"<(?:h1|article)\b", re.IGNORECASE)
PARAGRAPH = re.compile(rb"<(?:p|br)\b", re.IGNORECASE)
MIN_PARAGRAPHS = 2  # behind a heading, for a page to be parsed
MIN_TEXT = 250  # characters outside links in an article
MIN_LINKED_TEXT = 600  # in one that only the link of its heading identifies
POST_PARAGRAPHS = 3  # of a short post; an excerpt has one or two
DATE_WITHIN = 12  # first texts of an article
ADDRESSED_TAGS = ("article", "div", "section", "h1", "h2")
HEADING_LINKS = ".//h1//a[@href] | .//h2//a[@href] | .//a[@rel='bookmark']"
EXCERPT_END = re.compile(
    r"(?:…|\.\.\.|المزيد|اقرأ|التفاصيل|التتمة|more|continue reading)[\W]*$",
    re.IGNORECASE,
)
MAX_DATE_LINE = 80  # characters
ADDRESS_ATTRIBUTES = (
    *("data-url", "data-href", "data-permalink", "data-link", "data-article-url"),
    *("data-share-url", "data-canonical", "data-page-url", "itemid"),
)
KEPT_IN_HEAD = (
    "//head/base | //head/meta[@property='og:site_name']"
    " | //head//script[contains(@type, 'ld+json')]"
)
TELEGRAM = re.compile(rb'class="(?:page_body chat_page|history)"')
TELEGRAM_DATE = re.compile(
    r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: UTC([+-]\d\d:\d\d))?"
)


class PageArticle(NamedTuple):
    """One of several articles: a page of its own, and the facts beside it."""

    data: bytes
    facts: tuple[Fact, ...]


def split_page(data: bytes) -> list[PageArticle]:
    """Return the articles of a page if it has several, else nothing."""
    if not may_have_several(data):
        return []
    tree = parse_page(data)
    if tree is None:
        return []
    containers = [
        element for element in article_containers(tree) if is_article(element)
    ]
    return list(map(page_of_article, containers)) if containers[1:] else []


def may_have_several(data: bytes) -> bool:
    """Return whether two headings or articles have paragraphs behind them."""
    starts = [match.start() for match in HEADING.finditer(data)]
    with_text = 0
    for start, end in pairwise([*starts, len(data)]):
        if len(PARAGRAPH.findall(data, start, end)) >= MIN_PARAGRAPHS:
            with_text += 1
    return with_text > 1


def parse_page(data: bytes) -> HtmlElement | None:
    """Return the tree of a page, ``None`` if it cannot be read."""
    try:
        text, _ = decode_and_repair(data)
        parser = lxml.html.HTMLParser(encoding="utf-8")
        return lxml.html.document_fromstring(
            text.encode("utf-8", "replace"), parser=parser, ensure_head_body=True
        )
    except (UnreadableInput, etree.LxmlError):
        return None


def article_containers(tree: HtmlElement) -> list[HtmlElement]:
    """Return the elements that may be the articles of a page.

    They are the largest elements around one ``<h1>`` each, else ``<article>`` elements.
    """
    headings = [heading for heading in tree.iter("h1") if text_of(heading)]
    if len(headings) > 1:
        return largest_with_one(headings)
    if any(heading.xpath("ancestor::article") for heading in headings):
        return []
    posts = tree.xpath("//article[not(ancestor::article)][.//h2]")
    return [post for post in posts if is_whole_post(post)]


def largest_with_one(headings: list[HtmlElement]) -> list[HtmlElement]:
    """Return for each heading the largest element that contains no other one."""
    counts = Counter[HtmlElement]()
    for heading in headings:
        counts.update(heading.iterancestors())
    containers: list[HtmlElement] = []
    for heading in headings:
        alone = [element for element in heading.iterancestors() if counts[element] == 1]
        containers += alone[-1:]
    return containers


def is_whole_post(post: HtmlElement) -> bool:
    """Return whether an ``<article>`` has a whole text, not the start of one."""
    length = length_outside_links(post)
    paragraphs = sum(1 for _ in post.iter("p"))
    is_long = length >= MIN_LINKED_TEXT or paragraphs >= POST_PARAGRAPHS
    if length < MIN_TEXT or not is_long:
        return False
    return EXCERPT_END.search(text_of(post)) is None


def text_of(element: HtmlElement) -> str:
    """Return the text of an element as one line."""
    return normalise_line(" ".join(element.itertext()))


def is_article(container: HtmlElement) -> bool:
    """Return whether an element has an article's text, and its address or its date."""
    length = length_outside_links(container)
    if length < MIN_TEXT:
        return False
    if own_address(container) or has_date(container):
        return True
    return length >= MIN_LINKED_TEXT and heading_link(container) != ""


def length_outside_links(container: HtmlElement) -> int:
    """Return the number of characters of running text in an element."""
    texts = container.xpath(".//text()[not(ancestor::a or ancestor::script)]")
    return sum(len(text.strip()) for text in texts)


def own_address(container: HtmlElement) -> str:
    """Return the address that an element states in an attribute, "" without one."""
    for element in (
        container,
        *container.iter("article", "div", "section", "h1", "h2"),
    ):
        for name in ADDRESS_ATTRIBUTES:
            if "/" in (address := element.get(name) or ""):
                return address
    return ""


def has_date(container: HtmlElement) -> bool:
    """Return whether an element contains a time, or a short line with a date."""
    if next(container.iter("time"), None) is not None:
        return True
    lines = (line for line in map(str.strip, container.itertext()) if line)
    return any(
        find_date(line)
        for line in islice(lines, DATE_WITHIN)
        if len(line) < MAX_DATE_LINE
    )


def heading_link(container: HtmlElement) -> str:
    """Return the address that the heading of an article links, "" without one."""
    for link in container.xpath(
        ".//h1//a[@href] | .//h2//a[@href] | .//a[@rel='bookmark']"
    ):
        return link.get("href") or ""
    return ""


def page_of_article(container: HtmlElement) -> PageArticle:
    """Return an article as a page; its head has what is true of the whole site.

    The metadata of the page's head are the first article's: they are kept for the one
    whose heading the title repeats.
    """
    root = container.getroottree().getroot()
    page = lxml.html.document_fromstring(EMPTY_PAGE)
    for name, value in root.attrib.items():
        page.set(name, value)
    head, body = page
    is_titled = title_names(root, container)
    kept = root.xpath("//head/*" if is_titled else KEPT_IN_HEAD)
    head.extend(copy.deepcopy(element) for element in kept)
    if not is_titled:
        etree.SubElement(head, "title").text = heading_of(container)
    article = copy.deepcopy(container)
    article.tail = None
    body.append(article)
    address = own_address(container) or heading_link(container)
    facts: tuple[Fact, ...] = ()
    if address and not is_titled:
        facts = (Fact("url", join_url(base_address(root), address), "in page"),)
    return PageArticle(etree.tostring(page, encoding="utf-8", method="html"), facts)


EMPTY_PAGE = '<html><head><meta charset="utf-8"></head><body></body></html>'


def title_names(root: HtmlElement, container: HtmlElement) -> bool:
    """Return whether the window's title contains the heading of an article."""
    title = " ".join(text_of(element) for element in root.iter("title"))
    return heading_of(container) in title


def heading_of(container: HtmlElement) -> str:
    """Return the text of an article's first heading."""
    return text_of(next(container.iter("h1", "h2")))


def base_address(root: HtmlElement) -> str:
    """Return the address to which those in the page are relative."""
    for address in root.xpath("//base/@href | //link[@rel='canonical']/@href"):
        return str(address)
    return ""


def is_telegram_export(data: bytes) -> bool:
    """Return whether a page is a chat that Telegram Desktop has exported."""
    return TELEGRAM.search(data) is not None and b'class="message ' in data


def telegram_messages(data: bytes) -> Iterator[dict[str, object] | PassedOver]:
    """Yield the messages of an exported channel as rows, and what has no text."""
    tree = parse_page(data)
    if tree is None:
        return
    header = tree.xpath("//*[contains(@class, 'page_header')]")
    channel = text_of(header[0]) if header else ""
    for message in tree.xpath("//div[contains(@class, 'message')][@id]"):
        if "service" in (message.get("class") or "").split():
            yield PassedOver("service messages of a Telegram channel")
        elif row := row_of_message(message, channel):
            yield row
        else:
            yield PassedOver("messages of a Telegram channel without a text")


def row_of_message(message: HtmlElement, channel: str) -> dict[str, object]:
    """Return a message as a row, an empty one if it has no text."""
    bodies = message.xpath(".//div[@class='text']")
    if not bodies or not text_of(bodies[-1]):
        return {}
    dates = message.xpath(".//*[contains(@class, 'date')]/@title")
    return {
        "content": etree.tostring(bodies[-1], encoding="unicode", with_tail=False),
        "date": iso_date(str(dates[0])) if dates else "",
        "source": channel,
    }


def iso_date(text: str) -> str:
    """Return a date of an export in ISO 8601: «06.05.2021 10:30:00 UTC+03:00»."""
    match = TELEGRAM_DATE.search(text)
    if match is None:
        return ""
    day, month, year, time, offset = match.groups()
    iso = f"{year}-{month}-{day}T{time}{offset or ''}"
    try:
        return datetime.fromisoformat(iso).isoformat()
    except ValueError:
        return ""
