# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Atom feed of the corrections: an entry for each, with its reason."""

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from xml.etree import ElementTree as ET

from plugins.contract import ArchiveArticle, Correction
from plugins.feeds.atom import DECLARATION, LANG, NAMESPACE, add_link, add_text
from plugins.feeds.feed import ARTICLES, Feed

Corrected = tuple[ArchiveArticle, Correction]


def corrections_feed(feed: Feed, corrections: Sequence[Corrected], path: str) -> str:
    """Return the XML of the newest *corrections*; *feed* has address and title."""
    root = ET.Element("feed", {"xmlns": NAMESPACE, LANG: feed.lang})
    add_text(root, "id", feed.absolute(path))
    add_text(root, "title", feed.title)
    add_text(root, "updated", moment(corrections[0][1].date))
    add_text(ET.SubElement(root, "author"), "name", feed.title)
    add_link(root, "self", feed.absolute(path), "application/atom+xml")
    add_link(root, "alternate", feed.absolute(feed.page), "text/html")
    for article, correction in corrections:
        entry = ET.SubElement(root, "entry", {LANG: article.lang})
        name = f"{article.slug} {correction.date}"
        add_text(entry, "id", uuid.uuid5(ARTICLES, name).urn)
        add_text(entry, "title", article.title)
        add_link(entry, "alternate", feed.absolute(article.url), "text/html")
        add_text(entry, "updated", moment(correction.date))
        add_text(entry, "content", correction.reason or article.title)
    ET.indent(root, " ")
    return DECLARATION + ET.tostring(root, encoding="unicode") + "\n"


def moment(day: date) -> str:
    """Return the first moment of a day, as Atom requires one."""
    return datetime.combine(day, time(0), UTC).isoformat()
