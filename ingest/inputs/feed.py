# SPDX-License-Identifier: AGPL-3.0-or-later
"""RSS and Atom feeds: each entry is a record."""

from collections.abc import Iterator
from typing import IO

from lxml import etree

from ingest.inputs.xml import elements, text

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
RSS1 = "{http://purl.org/rss/1.0/}"

ENTRIES = ("item", f"{RSS1}item", f"{ATOM}entry")
TITLES = ("title", f"{RSS1}title", f"{ATOM}title")
FEEDS = {"channel", f"{RSS1}channel", f"{ATOM}feed"}

Row = dict[str, object]


def rows(stream: IO[bytes]) -> Iterator[Row]:
    """Yield the entries of a feed with the names of fields that the reader of records knows."""
    outlet = ""
    for element in elements(stream, ENTRIES, TITLES):
        parent = element.getparent()
        if parent is not None and parent.tag in FEEDS and element.tag in TITLES:
            outlet = (element.text or "").strip()
        elif element.tag == f"{ATOM}entry":
            yield atom_entry(element, outlet)
        elif element.tag in ENTRIES:
            yield rss_item(element, outlet)


def rss_item(item: etree._Element, outlet: str) -> Row:
    """Return one RSS item; its body is the full text where the feed has it."""
    prefix = RSS1 if item.tag.startswith(RSS1) else ""
    return {
        "title": text(item, f"{prefix}title"),
        "url": text(item, f"{prefix}link"),
        "date": text(item, "pubDate")
        or text(item, "{http://purl.org/dc/elements/1.1/}date"),
        "author": text(item, CREATOR) or text(item, "author"),
        "tags": [category.text for category in item.findall("category")],
        "content": text(item, CONTENT) or text(item, f"{prefix}description"),
        "source": outlet,
    }


def atom_entry(entry: etree._Element, outlet: str) -> Row:
    """Return one Atom entry."""
    links = {
        link.get("rel", "alternate"): link.get("href")
        for link in entry.findall(f"{ATOM}link")
    }
    return {
        "title": text(entry, f"{ATOM}title"),
        "url": links.get("alternate"),
        "date": text(entry, f"{ATOM}published") or text(entry, f"{ATOM}updated"),
        "updated": text(entry, f"{ATOM}updated"),
        "author": [
            text(author, f"{ATOM}name") for author in entry.findall(f"{ATOM}author")
        ],
        "tags": [category.get("term") for category in entry.findall(f"{ATOM}category")],
        "content": markup(entry.find(f"{ATOM}content"))
        or markup(entry.find(f"{ATOM}summary")),
        "source": outlet,
    }


def markup(element: etree._Element | None) -> str:
    """Return the HTML of an Atom text construct, escaped or as XHTML."""
    if element is None:
        return ""
    inner = "".join(etree.tostring(child, encoding="unicode") for child in element)
    return inner or (element.text or "").strip()
