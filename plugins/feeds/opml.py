# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list of all feeds that a feed reader subscribes to at once: OPML 2.0."""

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from plugins.feeds.atom import add_text, render_document
from plugins.feeds.feed import Feed, printable


def subscriptions(title: str, feeds: Mapping[str, Feed]) -> str:
    """Return the OPML of *feeds* by their paths."""
    root = ET.Element("opml", {"version": "2.0"})
    add_text(ET.SubElement(root, "head"), "title", title)
    body = ET.SubElement(root, "body")
    for path, feed in feeds.items():
        outline = {
            "type": "rss",
            "text": printable(feed.title),
            "xmlUrl": feed.absolute(path),
            "htmlUrl": feed.absolute(feed.page),
        }
        ET.SubElement(body, "outline", outline)
    return render_document(root)
