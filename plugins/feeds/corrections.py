# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Atom feed of the corrections: an entry for each, with its reason."""

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from xml.etree import ElementTree as ET

from plugins.contract import ArchiveArticle, Correction
from plugins.feeds.atom import (
    LANG,
    add_link,
    add_text,
    feed_element,
    render_document,
)
from plugins.feeds.feed import ARTICLES, Feed

Corrected = tuple[ArchiveArticle, Correction]


def corrections_feed(feed: Feed, corrections: Sequence[Corrected], path: str) -> str:
    """Return the XML of the newest *corrections*; *feed* has address and title."""
    root = feed_element(feed, path, start_of_day(corrections[0][1].date))
    add_text(ET.SubElement(root, "author"), "name", feed.title)
    for article, correction in corrections:
        entry = ET.SubElement(root, "entry", {LANG: article.lang})
        name = f"{article.slug} {correction.date}"
        add_text(entry, "id", uuid.uuid5(ARTICLES, name).urn)
        add_text(entry, "title", article.title)
        add_link(entry, "alternate", feed.absolute(article.url), "text/html")
        add_text(entry, "updated", start_of_day(correction.date).isoformat())
        add_text(entry, "content", correction.reason or article.title)
    return render_document(root)


def start_of_day(day: date) -> datetime:
    """Return the first moment of a day, as Atom requires one."""
    return datetime.combine(day, time(0), UTC)
