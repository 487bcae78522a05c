# SPDX-License-Identifier: AGPL-3.0-or-later
"""Splits a list of articles into numbered pages whose URLs never change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plugins.contract import ArchiveArticle, ArticleList, numbered_page


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page of a list, as its template sees it.

    Only the newest page knows the whole list, so no other changes with it.
    """

    articles: Sequence[ArchiveArticle]
    total: int  # articles of the whole list; of an older page its own
    number: int  # 1 is the oldest page
    pages: int | None  # of the list; None on an older page
    save_as: str
    newer_url: str | None
    older_url: str | None


def split_into_pages(article_list: ArticleList, size: int) -> Iterator[ListPage]:
    """Yield the pages of a list given newest first, the newest page first.

    Pages are numbered from the oldest and have *size* articles each. The newest, at the
    list's URL, has the remainder too, up to twice as many. So a new article rewrites
    one page of the list and changes no URL. With *size* 50, a list of 160 articles has
    the pages 3 (newest, 60 articles, ``x.html``), 2 (50, ``x/p2.html``) and
    1 (50, ``x/p1.html``).
    """
    articles, save_as = article_list["articles"], article_list["save_as"]
    pages = max(1, len(articles) // size)

    def page_url(number: int) -> str | None:
        if not 1 <= number <= pages:
            return None
        if number == pages:
            return article_list["url"]
        return numbered_page(save_as, number)

    for number in range(pages, 0, -1):
        end = len(articles) - (number - 1) * size
        is_newest = number == pages
        start = 0 if is_newest else end - size
        whole = article_list.get("total", len(articles))
        yield ListPage(
            articles=articles[start:end],
            total=whole if is_newest else size,
            number=number,
            pages=pages if is_newest else None,
            save_as=save_as if is_newest else numbered_page(save_as, number),
            newer_url=page_url(number + 1),
            older_url=page_url(number - 1),
        )
