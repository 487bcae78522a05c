# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads feeds, sitemaps and the search description of a site back.

Sources: RFC 4287 (Atom), jsonfeed.org version 1.1, sitemaps.org, OpenSearch 1.1.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}Url"
# RFC 3339, as Atom requires of a date.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)")
MAX_SITEMAP_URLS = 50_000


def feed_problems(site: Path) -> Iterator[tuple[str, str]]:
    """Yield the path of each feed with a problem, and the problem."""
    for file in list_feeds(site):
        try:
            problems = list(read_back(file))
        except (etree.XMLSyntaxError, ValueError) as error:
            problems = [f"it cannot be read: {error}"]
        path = file.relative_to(site).as_posix()
        yield from ((path, problem) for problem in problems)


def list_feeds(site: Path) -> list[Path]:
    """Return the files of *site* that `feed_problems` reads."""
    patterns = ("*.xml", "*feed*.json", "*.opml")
    return sorted(file for pattern in patterns for file in site.rglob(pattern))


def read_back(file: Path) -> Iterator[str]:
    """Yield what is wrong with *file*, by its format."""
    if file.suffix == ".json":
        yield from json_feed_problems(json.loads(file.read_text(encoding="utf-8")))
        return
    root = etree.parse(file).getroot()
    reader = XML_READERS.get(etree.QName(root).localname)
    if reader:
        yield from reader(root)


def atom_problems(root: etree._Element) -> Iterator[str]:
    """Yield what is wrong with an Atom feed."""
    entries = root.findall("a:entry", ATOM)
    for element in (root, *entries):
        yield from missing_elements(element)
    for moment in root.iterfind(".//a:updated", ATOM):
        if not MOMENT.fullmatch(moment.text or ""):
            yield f"{moment.text!r} is no moment of RFC 3339"
    for link in root.iterfind(".//a:link", ATOM):
        yield from relative_url(link.get("href"))
    yield from id_problems([el.text or "" for el in root.iterfind(".//a:id", ATOM)])
    if root.find("a:author", ATOM) is None and not all(map(has_author, entries)):
        yield "an entry has no author"


def has_author(entry: etree._Element) -> bool:
    """Return whether an entry names an author; a feed can name that of all entries."""
    return entry.find("a:author", ATOM) is not None


def missing_elements(element: etree._Element) -> Iterator[str]:
    """Yield the required elements that a feed or an entry lacks."""
    for child in ("id", "title", "updated"):
        if not (element.findtext(f"a:{child}", "", ATOM) or "").strip():
            yield f"a {etree.QName(element).localname} has no {child}"


def id_problems(ids: list[str]) -> Iterator[str]:
    """Yield each id that is no absolute IRI, names no authority, or is used twice."""
    for text, uses in Counter(ids).items():
        if not urlsplit(text).scheme or ":None" in text:
            yield f"the id {text!r} is not an absolute IRI"
        if uses > 1:
            yield f"{uses} entries have the id {text!r}"


def json_feed_problems(feed: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a JSON Feed."""
    for name in ("version", "title", "items"):
        if name not in feed:
            yield f"it has no {name}"
    items = feed.get("items", [])
    yield from id_problems([item.get("id", "") for item in items])
    for item in items:
        yield from relative_url(item.get("url"))
        if "content_html" not in item and "content_text" not in item:
            yield "an item has no content"


def sitemap_problems(root: etree._Element) -> Iterator[str]:
    """Yield what is wrong with a sitemap or an index of sitemaps."""
    urls = [element.text for element in root.iter(SITEMAP)]
    if not urls:
        yield "it has no URL"
    if len(urls) > MAX_SITEMAP_URLS:
        yield f"it has {len(urls):,} URLs; search engines read {MAX_SITEMAP_URLS:,}"
    for url in urls:
        yield from relative_url(url)


def opml_problems(root: etree._Element) -> Iterator[str]:
    """Yield what is wrong with a list of feeds."""
    outlines = root.findall(".//outline[@xmlUrl]")
    if not outlines:
        yield "it lists no feed"
    for outline in outlines:
        yield from relative_url(outline.get("xmlUrl"))


def opensearch_problems(root: etree._Element) -> Iterator[str]:
    """Yield what is wrong with the description of the search."""
    templates = [element.get("template") for element in root.iter(OPENSEARCH)]
    if not any("{searchTerms}" in (template or "") for template in templates):
        yield "it has no template with {searchTerms}"


def relative_url(url: str | None) -> Iterator[str]:
    """Yield a problem if *url* is not absolute."""
    if not url or not urlsplit(url).netloc:
        yield f"the URL {url!r} is not absolute"


# Name of the root element → what reads such a document.
XML_READERS: dict[str, Callable[[etree._Element], Iterator[str]]] = {
    "feed": atom_problems,
    "urlset": sitemap_problems,
    "sitemapindex": sitemap_problems,
    "opml": opml_problems,
    "OpenSearchDescription": opensearch_problems,
}
