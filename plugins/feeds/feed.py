# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the feed formats share: articles with absolute links and stable ids."""

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from plugins.contract import ArchiveArticle

# The namespace of ids of articles. Changed, every feed reader would show every article
# as new.
ARTICLES = uuid.UUID("6a1f5b0e-5d0c-5c7e-9a53-2f0f3f1f7c11")
# Addresses in a body that are relative to the article's page.
RELATIVE_ADDRESS = re.compile(r'(?P<attribute> (?:src|href)=")(?:\.\./)+')
# XML 1.0 cannot contain them.
CONTROL_CHARACTERS = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
# When an archive has no dated article at all.
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The newest articles of the site or of a list."""

    address: str  # of the site, without a final slash
    title: str
    page: str  # URL of the page, relative to the site; "" for the home page
    lang: str
    articles: Sequence[ArchiveArticle]

    def absolute(self, url: str) -> str:
        """Return the absolute URL of a page or file of the site."""
        return f"{self.address}/{url}"

    def last_date(self) -> datetime:
        """Return the date of the newest dated article."""
        dates = (article.date for article in self.articles if not article.undated)
        return max(dates, default=EPOCH)

    def content(self, article: ArchiveArticle) -> str:
        """Return the HTML of *article* with absolute addresses and its direction."""
        root = rf"\g<attribute>{self.address}/"
        body = RELATIVE_ADDRESS.sub(root, article.content)
        return printable(f'<div lang="{article.lang}" dir="auto">{body}</div>')


def article_id(article: ArchiveArticle) -> str:
    """Return the permanent id of *article*, also if the site moves to another host."""
    return uuid.uuid5(ARTICLES, article.slug).urn


def author_names(article: ArchiveArticle) -> list[str]:
    """Return the authors; the agency or the newspaper where none is named."""
    if "authors" in article.metadata:
        return [printable(author.name) for author in article.authors]
    return [printable(str(article.metadata.get("agency") or article.source))]


def categories(article: ArchiveArticle) -> Iterator[str]:
    """Yield the newspaper and the section."""
    yield article.source
    if "section" in article.metadata:
        yield article.category.name


def printable(text: str) -> str:
    """Return *text* without characters that XML cannot contain."""
    return CONTROL_CHARACTERS.sub("", text)
