# SPDX-License-Identifier: AGPL-3.0-or-later
"""RSS and Atom feeds: each entry is a row."""

import re
from collections.abc import Iterator
from typing import IO

from lxml import etree

from ingest.inputs.datasets.field_names import ASIDE, NOTES
from ingest.inputs.datasets.xml import child_text, is_recovered, iterate_elements
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
# Name spaces of RSS and Atom in all versions; most versions of RSS have none.
RSS_SPACES = (
    "",
    RSS1,
    "{http://my.netscape.com/rdf/simple/0.9/}",
    "{http://channel.netscape.com/rdf/simple/0.9/}",
    "{http://backend.userland.com/rss2}",
    "{http://blogs.law.harvard.edu/tech/rss}",
)
ATOM_SPACES = (ATOM, "{http://purl.org/atom/ns#}")
ATOM_ENTRIES = tuple(f"{space}entry" for space in ATOM_SPACES)
ENTRY_TAGS = (*(f"{space}item" for space in RSS_SPACES), *ATOM_ENTRIES)
TITLE_TAGS = tuple(f"{space}title" for space in (*RSS_SPACES, *ATOM_SPACES))
FEED_TAGS = {f"{space}channel" for space in RSS_SPACES}
FEED_TAGS |= {f"{space}feed" for space in ATOM_SPACES}

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
        if element.tag in ATOM_ENTRIES:
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
    """Return one RSS item; its body is the full text, else the description."""
    prefix = item.tag.removesuffix("item")
    categories = item.findall(f"{prefix}category")
    return {
        "title": child_text(item, f"{prefix}title"),
        "url": child_text(item, f"{prefix}link"),
        "date": first_text(item, f"{prefix}pubDate", DUBLIN_CORE_DATE),
        "author": first_text(item, CREATOR, f"{prefix}author"),
        "tags": [category.text for category in categories],
        "content": child_text(item, CONTENT),
        "description": child_text(item, f"{prefix}description"),
        "source": outlet,
    }


def read_atom_entry(entry: etree._Element, outlet: str) -> Row:
    """Return one Atom entry; its body is the content, else the summary."""
    space = entry.tag.removesuffix("entry")
    authors = entry.findall(f"{space}author")
    categories = entry.findall(f"{space}category")
    content = inner_markup(entry.find(f"{space}content"))
    summary = inner_markup(entry.find(f"{space}summary"))
    # Atom 0.3 calls them issued and modified.
    updated = first_text(entry, f"{space}updated", f"{space}modified")
    published = first_text(entry, f"{space}published", f"{space}issued")
    return {
        "title": child_text(entry, f"{space}title"),
        "url": alternate_link(entry, space),
        "date": published or updated,
        "updated": updated,
        "author": [child_text(author, f"{space}name") for author in authors],
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


def alternate_link(entry: etree._Element, space: str) -> str | None:
    """Return the URL of an entry's page, the last of several."""
    url = None
    for link in entry.findall(f"{space}link"):
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
