# SPDX-License-Identifier: AGPL-3.0-or-later
"""Groups articles by source, section and author, and links neighbours of a source."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby, pairwise
from typing import Any

from arabic.collation import collation_key, index_letter
from plugins.contract import ArchiveArticle, ArticleList, Named, Settings
from storage.ids import short_id

SHORT_INDEX = 60  # names that need no letters
Members = Callable[[ArchiveArticle], Iterable[Named]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A newspaper; Pelican has objects of its own for sections and authors."""

    name: str
    url: str
    save_as: str


def group_by_kind(
    articles: Sequence[ArchiveArticle], settings: Settings
) -> dict[str, list[ArticleList]]:
    """Return the lists of each source, section and author, by kind of list."""

    @cache
    def source(name: str) -> Source:
        return build_source(name, settings)

    return {
        "source": group_articles(
            "source", articles, lambda article: [source(article.source)]
        ),
        "section": group_articles(
            "section", articles, lambda article: [article.category]
        ),
        "author": group_articles("author", articles, authors),
    }


def build_source(name: str, settings: Settings) -> Source:
    """Return the source with its URL, which is ASCII and never changes."""
    slug = short_id("source", name)
    return Source(
        name=name,
        url=settings["SOURCE_URL"].format(slug=slug),
        save_as=settings["SOURCE_SAVE_AS"].format(slug=slug),
    )


def authors(article: ArchiveArticle) -> Iterable[Named]:
    """Return the authors; Pelican invents one for an article without any."""
    return article.authors if "authors" in article.metadata else []


def group_articles(
    kind: str, articles: Iterable[ArchiveArticle], members: Members
) -> list[ArticleList]:
    """Return the list of each source, section or author, the longest list first.

    Lists of the same length are in the order of the alphabet.

    *members* returns those to whose lists an article belongs. Articles keep their
    order.
    """
    by_name: dict[str, Named] = {}
    groups: dict[str, list[ArchiveArticle]] = defaultdict(list)
    for article in articles:
        for member in members(article):
            by_name.setdefault(member.name, member)
            groups[member.name].append(article)
    longest_first = sorted(
        groups, key=lambda name: (-len(groups[name]), collation_key(name))
    )
    return [article_list(kind, by_name[name], groups[name]) for name in longest_first]


def article_list(
    kind: str, member: Named, articles: Sequence[ArchiveArticle]
) -> ArticleList:
    """Return one list with its first and last day and its articles by month."""
    days = days_of(articles)
    months = Counter(date(day.year, day.month, 1) for day in days)
    return {
        "kind": kind,
        "url": member.url,
        "save_as": member.save_as,
        "name": member.name,
        "articles": articles,
        "months": sorted(months.items()),
        "first": min(days, default=None),
        "last": max(days, default=None),
    }


def days_of(articles: Iterable[ArchiveArticle]) -> list[date]:
    """Return the day of each of *articles* that has one."""
    return [article.date.date() for article in articles if not article.undated]


def group_by_letter(
    members: Iterable[Any], name: Callable[[Any], str]
) -> list[tuple[str, list[Any]]]:
    """Return *members* under the letters of an index, in the order of the alphabet.

    A short index is one group, whose letter is "".
    """
    ordered = sorted(members, key=lambda member: collation_key(name(member)))
    if len(ordered) <= SHORT_INDEX:
        return [("", ordered)]
    groups = groupby(ordered, key=lambda member: index_letter(name(member)))
    return [(letter, list(group)) for letter, group in groups]


def link_neighbours(articles: Iterable[ArchiveArticle]) -> None:
    """Set ``newer`` and ``older`` of *articles*, given newest first, in each source."""
    by_source: dict[str, list[ArchiveArticle]] = defaultdict(list)
    for article in articles:
        article.newer = article.older = None
        by_source[article.source].append(article)
    for newest_first in by_source.values():
        for newer, older in pairwise(newest_first):
            newer.older, older.newer = older, newer
