# SPDX-License-Identifier: AGPL-3.0-or-later
"""Atom feeds, by RFC 4287."""

from datetime import datetime
from xml.etree import ElementTree as ET

from plugins.contract import ArchiveArticle
from plugins.feeds.feed import Feed, article_id, author_names, categories, printable

NAMESPACE = "http://www.w3.org/2005/Atom"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def atom_feed(feed: Feed, path: str) -> str:
    """Return the XML of *feed*, which is written to *path*."""
    root = feed_element(feed, path, feed.last_date())
    root.extend(entry(feed, article) for article in feed.articles)
    return render_document(root)


def feed_element(feed: Feed, path: str, updated: datetime) -> ET.Element:
    """Return the root of *feed*, which is written to *path*, without entries."""
    root = ET.Element("feed", {"xmlns": NAMESPACE, LANG: feed.lang})
    add_text(root, "id", feed.absolute(path))
    add_text(root, "title", feed.title)
    add_text(root, "updated", updated.isoformat())
    add_link(root, "self", feed.absolute(path), "application/atom+xml")
    add_link(root, "alternate", feed.absolute(feed.page), "text/html")
    return root


def render_document(root: ET.Element) -> str:
    """Return an indented XML document."""
    ET.indent(root, " ")
    return DECLARATION + ET.tostring(root, encoding="unicode") + "\n"


def entry(feed: Feed, article: ArchiveArticle) -> ET.Element:
    """Return the entry of *article*; an undated one is not said to be published."""
    element = ET.Element("entry", {LANG: article.lang})
    add_text(element, "id", article_id(article))
    add_text(element, "title", article.title)
    add_link(element, "alternate", feed.absolute(article.url), "text/html")
    # Required of every entry. For the reader of a feed an undated article is as new as
    # the newest one.
    updated = feed.last_date() if article.undated else article.date
    add_text(element, "updated", updated.isoformat())
    if not article.undated:
        add_text(element, "published", article.date.isoformat())
    for name in author_names(article):
        add_text(ET.SubElement(element, "author"), "name", name)
    for term in categories(article):
        ET.SubElement(element, "category", {"term": printable(term)})
    add_text(element, "content", feed.content(article)).set("type", "html")
    return element


def add_text(parent: ET.Element, name: str, text: str) -> ET.Element:
    """Add an element with *text*, which is escaped, and return it."""
    element = ET.SubElement(parent, name)
    element.text = printable(text)
    return element


def add_link(parent: ET.Element, relation: str, url: str, media_type: str) -> None:
    """Add a link."""
    ET.SubElement(parent, "link", {"rel": relation, "href": url, "type": media_type})
