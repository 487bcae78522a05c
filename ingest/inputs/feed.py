# SPDX-License-Identifier: AGPL-3.0-or-later
"""RSS and Atom feeds: each entry is a row."""

import re
from collections.abc import Iterator
from typing import IO

from lxml import etree

from ingest.inputs.field_names import ASIDE, NOTES
from ingest.inputs.xml import child_text, is_recovered, iterate_elements
from ingest.model.record import PassedOver

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
DUBLIN_CORE_DATE = "{http://purl.org/dc/elements/1.1/}date"
RSS1 = "{http://purl.org/rss/1.0/}"

RECOVERED = "malformed XML, read by a recovering parser"
# Blogger's exports have settings, templates and comments as entries; their kind is a
# category of this scheme, since 2024 an element.
KIND_SCHEME = "http://schemas.google.com/g/2005#kind"
BLOGGER_TYPE = re.compile(r"\{http://schemas\.google\.com/blogger/\d+\}(type|status)")
ARTICLE_KINDS = {"", "post", "page"}
DRAFT = "{*}control/{*}draft"
ENTRY_TAGS = ("item", f"{RSS1}item", f"{ATOM}entry")
TITLE_TAGS = ("title", f"{RSS1}title", f"{ATOM}title")
FEED_TAGS = {"channel", f"{RSS1}channel", f"{ATOM}feed"}

Row = dict[str, object]


def read_rows(stream: IO[bytes]) -> Iterator[Row | PassedOver]:
    """Yield the entries of a feed, with field names of `field_names.ALIASES`."""
    outlet = ""
    for element in iterate_elements(stream, ENTRY_TAGS, TITLE_TAGS):
        parent = element.getparent()
        if element.tag in TITLE_TAGS:
            if parent is not None and parent.tag in FEED_TAGS:
                outlet = (element.text or "").strip()
            continue
        if element.tag == f"{ATOM}entry":
            if (kind := blogger_kind(element)) not in ARTICLE_KINDS:
                yield PassedOver(f"entries of a Blogger export: {kind}")
                continue
            row = read_atom_entry(element, outlet)
        else:
            row = read_rss_item(element, outlet)
        yield {**row, NOTES: [RECOVERED]} if is_recovered(element) else row


def blogger_kind(entry: etree._Element) -> str:
    """Return the kind of an entry of a Blogger export, "" in other feeds."""
    for category in entry.findall(f"{ATOM}category"):
        if category.get("scheme") == KIND_SCHEME:
            return category.get("term", "").rpartition("#")[2]
    return blogger_element(entry, "type").lower()


def blogger_element(entry: etree._Element, name: str) -> str:
    """Return the text of Blogger's own element *name*, "" without it."""
    for child in entry.iterchildren(etree.Element):
        match = BLOGGER_TYPE.fullmatch(child.tag)
        if match and match[1] == name:
            return (child.text or "").strip()
    return ""


def reason_for_draft(entry: etree._Element) -> str:
    """Return why an entry is not published, "" if it is."""
    is_draft = (entry.findtext(DRAFT) or "").strip() == "yes"
    status = blogger_element(entry, "status") or ("draft" if is_draft else "live")
    return "" if status.lower() == "live" else f"not published: {status.lower()}"


def read_rss_item(item: etree._Element, outlet: str) -> Row:
    """Return one RSS item; its body is the full text if the feed has it."""
    prefix = RSS1 if item.tag.startswith(RSS1) else ""
    categories = item.findall("category")
    return {
        "title": child_text(item, f"{prefix}title"),
        "url": child_text(item, f"{prefix}link"),
        "date": first_text(item, "pubDate", DUBLIN_CORE_DATE),
        "author": first_text(item, CREATOR, "author"),
        "tags": [category.text for category in categories],
        "content": first_text(item, CONTENT, f"{prefix}description"),
        "source": outlet,
    }


def read_atom_entry(entry: etree._Element, outlet: str) -> Row:
    """Return one Atom entry; its body is the content, else the summary."""
    authors = entry.findall(f"{ATOM}author")
    categories = entry.findall(f"{ATOM}category")
    content = inner_markup(entry.find(f"{ATOM}content"))
    summary = inner_markup(entry.find(f"{ATOM}summary"))
    return {
        "title": child_text(entry, f"{ATOM}title"),
        "url": alternate_link(entry),
        "date": first_text(entry, f"{ATOM}published", f"{ATOM}updated"),
        "updated": child_text(entry, f"{ATOM}updated"),
        "author": [child_text(author, f"{ATOM}name") for author in authors],
        "tags": [
            category.get("term")
            for category in categories
            if category.get("scheme") != KIND_SCHEME
        ],
        "content": content,
        "summary": summary,
        "source": outlet,
        ASIDE: reason_for_draft(entry),
    }


def alternate_link(entry: etree._Element) -> str | None:
    """Return the URL of an entry's page, the last of several."""
    url = None
    for link in entry.findall(f"{ATOM}link"):
        if link.get("rel", "alternate") == "alternate":
            url = link.get("href")
    return url


def first_text(element: etree._Element, *tags: str) -> str:
    """Return the first text of *tags* that is not empty, "" if all are."""
    for tag in tags:
        if text := child_text(element, tag):
            return text
    return ""


def inner_markup(element: etree._Element | None) -> str:
    """Return the HTML of an Atom text construct, which is escaped or XHTML."""
    if element is None:
        return ""
    inner = "".join(etree.tostring(child, encoding="unicode") for child in element)
    return inner or (element.text or "").strip()
