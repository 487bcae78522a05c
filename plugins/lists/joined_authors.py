# SPDX-License-Identifier: AGPL-3.0-or-later
"""Joined pages: the authors of few articles, many on a page.

A page for each would be a file for each. The page of an author's section does not
depend on others, and a section stays as a link when its author gets a page.
"""

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any

from plugins.contract import (
    ArchiveArticle,
    ArticleList,
    JoinedName,
    Settings,
    joined_list,
    joined_page,
    section_id,
)
from plugins.lists.groups import authors


def join_short_lists(
    lists: Sequence[ArticleList], articles: Iterable[ArchiveArticle], settings: Settings
) -> list[ArticleList]:
    """Give the *lists* of authors of few articles the URL of a section.

    Return the lists to be written: those of other authors, and the joined pages.
    """
    fewest, pattern = (
        settings["LISTS_AUTHOR_PAGE_ARTICLES"],
        settings["LISTS_AUTHOR_JOINED_URL"],
    )
    if fewest == 1:
        return list(lists)
    own_pages: list[ArticleList] = []
    short: set[str] = set()
    pages: dict[str, list[JoinedName]] = defaultdict(list)
    for author_list in lists:
        slug = slug_of(author_list)
        page = joined_page(pattern, slug)
        is_short = len(author_list["articles"]) < fewest
        pages[page].append(section_of(author_list, slug, is_short=is_short))
        if is_short:
            short.add(author_list["name"])
            author_list["url"] = f"{page}#{section_id(slug)}"
            author_list["save_as"] = page
        else:
            own_pages.append(author_list)
    set_author_urls(articles, short, settings)
    joined = [
        joined_list("author", path, names) for path, names in sorted(pages.items())
    ]
    return [*own_pages, *joined]


def slug_of(author_list: ArticleList) -> str:
    """Return the name of an author's file, which is the id of the section too."""
    return author_list["save_as"].rpartition("/")[2].removesuffix(".html")


def section_of(author_list: ArticleList, slug: str, *, is_short: bool) -> JoinedName:
    """Return the section of an author; with a page of its own it only links to that."""
    return {
        "id": section_id(slug),
        "label": author_list["name"],
        "type": "",
        "wikidata": "",
        "spellings": [],
        "rows": author_list["articles"] if is_short else [],
        "target": None if is_short else (author_list["name"], author_list["url"]),
    }


def set_author_urls(
    articles: Iterable[ArchiveArticle], short: set[str], settings: Settings
) -> None:
    """Let Pelican's authors whose names are *short* have the URL of their section.

    Pelican makes the URL of the settings that an author has.
    """
    pattern = settings["LISTS_AUTHOR_JOINED_URL"]

    @cache
    def settings_of_page(page: str) -> Settings:
        return ChainMap(
            {"AUTHOR_URL": f"{page}#{section_id('{slug}')}"}, dict(settings)
        )

    pelicans_authors: Iterator[Any] = chain.from_iterable(map(authors, articles))
    for author in pelicans_authors:
        if author.name in short:
            author.settings = settings_of_page(joined_page(pattern, author.slug))
