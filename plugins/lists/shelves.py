# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists of articles cut into pages whose numbers last, and the groups by source, section and author."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from storage.ids import short_id

Names = Callable[[Any], Iterable[str]]

# kind of list → the names an article stands under
GROUPED_BY: dict[str, Names] = {
    "source": lambda article: [article.source],
    "section": lambda article: [article.category.name],
    "author": lambda article: (
        article.metadata.get("authors", [])
        and [author.name for author in article.authors]
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One page of a list, as its template sees it."""

    articles: Sequence[Any]
    total: int
    number: int  # 1 is the oldest page
    pages: int
    save_as: str
    newer_url: str | None
    older_url: str | None


def cut(path: str, articles: Sequence[Any], size: int) -> Iterator[Shelf]:
    """Yield the pages of a list given newest first, the newest page first.

    Pages are numbered from the oldest and hold *size* articles; the newest, at ``<path>.html``, holds the rest, up to
    twice as many. So an added article rewrites one page of the list and moves no address. Names open with a letter:
    page 10 of a month must not lie where its tenth day does.
    """
    pages = max(1, len(articles) // size)

    def url(number: int) -> str | None:
        return (
            (f"{path}.html" if number == pages else f"{path}/p{number}.html")
            if 1 <= number <= pages
            else None
        )

    for number in range(pages, 0, -1):
        oldest = len(articles) - (number - 1) * size
        newest = 0 if number == pages else oldest - size
        yield Shelf(
            articles=articles[newest:oldest],
            total=len(articles),
            number=number,
            pages=pages,
            save_as=url(number) or "",
            newer_url=url(number + 1),
            older_url=url(number - 1),
        )


def group(kind: str, articles: Iterable[Any]) -> list[dict[str, Any]]:
    """Return the lists of *kind* (source, section, author), the longest first; articles keep their order."""
    groups: dict[str, list[Any]] = defaultdict(list)
    for article in articles:
        for name in GROUPED_BY[kind](article):
            groups[name].append(article)
    longest_first = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return [describe(kind, name, members) for name, members in longest_first]


def describe(kind: str, name: str, articles: list[Any]) -> dict[str, Any]:
    """Return the list of one source, section or author with its span and its articles by month."""
    days = [article.date.date() for article in articles if not article.undated]
    months = Counter(date(day.year, day.month, 1) for day in days)
    path = address(kind, name).removesuffix(".html")
    return {
        "kind": kind,
        "path": path,
        "url": f"{path}.html",
        "name": name,
        "articles": articles,
        "months": sorted(months.items()),
        "first": min(days, default=None),
        "last": max(days, default=None),
    }


def address(kind: str, name: str) -> str:
    """Return the address of the list of one source, section or author: ASCII, and the same for ever."""
    return f"{kind}/{short_id(kind, name)}.html"


def neighbours(articles: Iterable[Any]) -> Iterator[tuple[Any, Any, Any]]:
    """Yield each article, given newest first, with the next newer and the next older of its source (or ``None``)."""
    by_source: dict[str, list[Any]] = defaultdict(list)
    for article in articles:
        by_source[article.source].append(article)
    for shelf in by_source.values():
        yield from zip(shelf, [None, *shelf], [*shelf[1:], None], strict=False)
