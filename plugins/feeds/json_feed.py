# SPDX-License-Identifier: AGPL-3.0-or-later
"""JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/."""

from typing import Any

from plugins.contract import ArchiveArticle
from plugins.feeds.feed import Feed, article_id, author_names, categories

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: Feed, path: str) -> dict[str, Any]:
    """Return the JSON Feed of *feed*, which is written to *path*."""
    return {
        "version": VERSION,
        "title": feed.title,
        "language": feed.lang,
        "home_page_url": feed.absolute(feed.page),
        "feed_url": feed.absolute(path),
        "items": [item(feed, article) for article in feed.articles],
    }


def item(feed: Feed, article: ArchiveArticle) -> dict[str, Any]:
    """Return the item of *article*, without a date if it is undated."""
    described = {
        "id": article_id(article),
        "url": feed.absolute(article.url),
        "title": article.title,
        "language": article.lang,
        "authors": [{"name": name} for name in author_names(article)],
        "tags": list(categories(article)),
        "content_html": feed.content(article),
    }
    if "url" in article.metadata:
        described["external_url"] = article.metadata["url"]
    if not article.undated:
        described["date_published"] = article.date.isoformat()
    return described
