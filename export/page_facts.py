# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads the page of an article: every field of the tables that it shows."""

import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from lxml import html

PARSER = html.HTMLParser(encoding="utf-8")
ARTICLE = "//article[contains(concat(' ', @class, ' '), ' article ')]"
OTHER_URLS = (
    "(.//p[@class='original'])[last()]/following-sibling::ul[1]/li"
    "/a[contains(@rel, 'external')]"
)
ELSEWHERE = ".//p[@class='elsewhere']/following-sibling::ul[1]/li/a"
BLOCKS = frozenset(
    (
        *("p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "tr", "pre", "hr"),
        *("table", "ul", "ol", "figure", "figcaption", "div"),
    )
)
CELLS = frozenset(("td", "th"))
TYPES = {
    "Person": "person",
    "Place": "place",
    "Organization": "org",
    "Event": "event",
}
Row = dict[str, Any]


class Page(NamedTuple):
    """A row of the articles, and the rows of the mentions in it."""

    article: Row
    mentions: list[Row]


class TextBuilder:
    """Collects the text of blocks, with a blank line between two.

    "<p>a</p> <ul><li>b <i>c</i></li></ul>" gives "a\\n\\nb c".
    """

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.is_block_start = True

    def add(self, text: str) -> None:
        """Add text of the current block."""
        if self.is_block_start:
            text = text.lstrip()
            if not text:
                return
            if self.parts:
                self.end_line()
                self.append("\n\n")
            self.is_block_start = False
        self.append(text)

    def append(self, text: str) -> None:
        """Add text as it is."""
        self.parts.append(text)
        self.length += len(text)

    def end_line(self) -> None:
        """Remove white space at the end."""
        while self.parts and not (last := self.parts[-1].rstrip()):
            self.length -= len(self.parts.pop())
        if self.parts:
            self.length -= len(self.parts[-1]) - len(last)
            self.parts[-1] = last

    def text(self) -> str:
        """Return all text."""
        self.end_line()
        return "".join(self.parts)


Span = tuple[str, int, int]  # id of an entity, start and end in the text


def read_text(element: Any) -> tuple[str, list[Span]]:
    """Return the text of the element ``.text``, and where it names entities."""
    builder = TextBuilder()
    spans: list[Span] = []
    add_element(element, builder, spans)
    return builder.text(), spans


def add_element(element: Any, builder: TextBuilder, spans: list[Span]) -> None:
    """Add the text inside *element*."""
    is_block = element.tag in BLOCKS
    if is_block:
        builder.is_block_start = True
    before = builder.length
    builder.add(element.text or "")
    for child in element:
        if child.tag == "br":
            builder.append("\n")
        elif isinstance(child.tag, str):
            add_element(child, builder, spans)
        builder.add(child.tail or "")
    # Links of the article itself have a "rel".
    if element.tag == "a" and element.get("href") and not element.get("rel"):
        end = builder.length
        surface = element.text_content()
        spans.append((id_of_link(element), max(before, end - len(surface)), end))
    if element.tag in CELLS:
        builder.append(" ")
    if is_block:
        builder.is_block_start = True


def id_of_link(link: Any) -> str:
    """Return the id in the address of an article or entity, or of its section."""
    page, _, section = link.get("href").partition("#")
    return section.removeprefix("n-") or PurePosixPath(page).stem


def read_page(page: bytes, path: str, digest: str) -> Page | None:
    """Return the facts of the page at *path*; ``None`` if it has no article."""
    document: Any = html.document_fromstring(page, parser=PARSER)
    articles = document.xpath(ARTICLE)
    if not articles:
        return None
    article = articles[0]
    (head,) = article.xpath("./header")
    (body,) = article.xpath("./div[@class='text']")
    (foot,) = article.xpath("./footer")
    text, spans = read_text(body)
    data = linked_data(document)
    chips = list(read_chips(foot))
    published = first(head.xpath(".//time/@datetime"))
    row = {
        "id": PurePosixPath(path).stem,
        "page": path,
        "title": text_of(head, ".//h1"),
        "source": text_of(head, ".//a[@class='paper']"),
        "section": data.get("articleSection", ""),
        "authors": texts_of(head, ".//a[@rel='author']"),
        "agency": text_of(head, ".//span[@class='agency']"),
        "place": text_of(head, ".//span[@class='dateline']"),
        "published": published,
        "day": published[:10],
        "hijri": first(head.xpath(".//time/@data-hijri")),
        "language": body.get("lang"),
        "original_url": data.get("isBasedOn", ""),
        "other_urls": texts_of(foot, OTHER_URLS),
        "also_in": list(map(id_of_link, foot.xpath(ELSEWHERE))),
        "entities": [chip["entity"] for chip in chips],
        "licence": data.get("license", ""),
        "original_sha256": code_of(foot, 2),
        "original": code_of(foot, 3),
        "page_sha256": digest,
        "text": text,
    }
    return Page(row, list(join_mentions(row["id"], chips, spans, text, data)))


def linked_data(document: Any) -> Row:
    """Return the JSON-LD of the page."""
    (script,) = document.xpath("//script[@type='application/ld+json']")
    data: Row = json.loads(script.text)
    return data


def first(values: list[str]) -> str:
    """Return the first of *values*, "" without one."""
    return str(values[0]) if values else ""


def text_of(element: Any, path: str) -> str:
    """Return the text at an XPath, "" if there is none."""
    return first(texts_of(element, path))


def texts_of(element: Any, path: str) -> list[str]:
    """Return the texts at an XPath."""
    return [str(part.text_content()).strip() for part in element.xpath(path)]


def code_of(foot: Any, number: int) -> str:
    """Return one of the codes of the provenance: id, SHA-256 of the original, file."""
    path = f"(.//details[@class='provenance']//code)[{number}]"
    return text_of(foot, path)


def read_chips(foot: Any) -> Iterator[Row]:
    """Yield the entities of the article that have a page."""
    for chips in foot.xpath(".//section[@class='mentions']//ul[@class]"):
        for link in chips.xpath("./li/a"):
            yield {
                "entity": id_of_link(link),
                "label": str(link.xpath("./bdi")[0].text_content()),
                "type": chips.get("class").split()[-1],
            }


def join_mentions(
    article: str, chips: list[Row], spans: list[Span], text: str, data: Row
) -> Iterator[Row]:
    """Yield the mentions: those with a page and their place, then the others."""
    places = {entity: (start, end) for entity, start, end in reversed(spans)}
    for chip in chips:
        start, end = places.get(chip["entity"], (None, None))
        surface = "" if start is None else text[start:end]
        yield {
            "article": article,
            **chip,
            "surface": surface,
            "start": start,
            "end": end,
        }
    with_page = {(chip["label"], chip["type"]) for chip in chips}
    for thing in data.get("mentions", ()):
        name, kind = thing["name"], TYPES[thing["@type"]]
        if (name, kind) not in with_page:
            yield {
                **{"article": article, "entity": "", "label": name, "type": kind},
                **{"surface": "", "start": None, "end": None},
            }


def wikidata_of(entity: Row) -> str:
    """Return the item of an entity that a page is about, "" if unknown."""
    return PurePosixPath(entity.get("sameAs", "")).name
