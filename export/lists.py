# SPDX-License-Identifier: AGPL-3.0-or-later
"""The articles of a list: a page of the site with its numbered pages, or any file."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html

from export import CannotExport

# The address of an article in a page, a table of results, a citation …
ARTICLE = re.compile(r"\ba/[a-z2-7]{2}/[a-z2-7]{10}\.html\b")
NUMBER = re.compile(r"p(\d+)\.html")


def read_list(site: Path, place: str) -> tuple[str, list[str]]:
    """Return the title of a list and the paths of its articles, in its order.

    *place* is a page of the site, ``e/u6rhcywz.html`` for one, or a file with addresses
    of articles, such as the results that the search page saves. Raises
    ``CannotExport``.
    """
    page = site / place
    if page.is_file() and not Path(place).is_absolute():
        pages = [page, *numbered_pages(page)]
        title = heading(page)
        paths = [path for each in pages for path in entries(each)]
    elif Path(place).is_file():
        title = Path(place).stem
        paths = ARTICLE.findall(Path(place).read_text(encoding="utf-8"))
    else:
        raise CannotExport(
            f"{place}: no page of {site} and no file: name a list as e/ID.html, or a"
            " file with addresses of articles"
        )
    existing = [path for path in dict.fromkeys(paths) if (site / path).is_file()]
    if not existing:
        raise CannotExport(f"{place}: names no article of {site}")
    return title, existing


def numbered_pages(page: Path) -> Iterator[Path]:
    """Yield the numbered pages of a list, the newest first."""
    numbers = {
        int(match[1]): path
        for path in page.with_suffix("").glob("p*.html")
        if (match := NUMBER.fullmatch(path.name))
    }
    yield from (numbers[number] for number in sorted(numbers, reverse=True))


def heading(page: Path) -> str:
    """Return the heading of a page."""
    document: Any = html.document_fromstring(page.read_bytes())
    return " ".join(document.xpath("string(//h1)").split())


def entries(page: Path) -> Iterator[str]:
    """Yield the paths of the articles that a list page has."""
    document: Any = html.document_fromstring(page.read_bytes())
    for link in document.xpath("//ol[@class='entries' or @class='rows']/li//a/@href"):
        if match := ARTICLE.search(link):
            yield match[0]
