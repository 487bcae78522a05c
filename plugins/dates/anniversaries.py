# SPDX-License-Identifier: AGPL-3.0-or-later
"""The articles of one day of the year through all years, in either calendar."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypedDict

from plugins.contract import ArchiveArticle, ArticleList
from plugins.dates.periods import Calendar, Period

HOME_PAGE_YEARS = 5  # the home page shows one article of each
ARTICLES_OF_YEAR = 5  # the page of an anniversary shows the first of each year


@dataclass(slots=True, kw_only=True, eq=False)
class Anniversary:
    """A month and day with articles in some years, as templates see it.

    With articles in a single year it has no page: its URL is that of the day.
    """

    month: int
    day: int
    label: str
    url: str
    days: list[Period]  # oldest first
    previous: "Anniversary | None" = None
    next: "Anniversary | None" = None

    @property
    def years(self) -> list[tuple[Period, Sequence[ArchiveArticle]]]:
        """The day of each year with its first articles, the latest year first."""
        return [(day, day.articles[:ARTICLES_OF_YEAR]) for day in reversed(self.days)]

    @property
    def has_page(self) -> bool:
        """Whether it has a page of its own."""
        return len(self.days) > 1

    @property
    def count(self) -> int:
        """The number of its articles."""
        return sum(day.count for day in self.days)


class HomePageDay(TypedDict):
    """What the home page shows of an anniversary; read by today.js."""

    label: str
    url: str
    count: int
    articles: list[tuple[str, str, str]]  # year, title, URL; latest year first


def build_anniversaries(
    calendar: Calendar, days: Iterable[Period]
) -> list[Anniversary]:
    """Return the anniversaries of *days*, which ascend, in the order of the year."""
    groups: dict[tuple[int, int], list[Period]] = defaultdict(list)
    for period in days:
        _, month, day = period.key
        groups[month, day].append(period)
    anniversaries = [
        build_anniversary(calendar, month, day, groups[month, day])
        for month, day in sorted(groups)
    ]
    for earlier, later in pairwise(anniversaries):
        earlier.next, later.previous = later, earlier
    return anniversaries


def build_anniversary(
    calendar: Calendar, month: int, day: int, days: list[Period]
) -> Anniversary:
    """Return the anniversary of *days*, not yet linked to others."""
    own_page = f"{calendar.folder}on/{month:02d}-{day:02d}.html"
    return Anniversary(
        month=month,
        day=day,
        label=calendar.anniversary_label(month, day),
        url=own_page if len(days) > 1 else days[0].url,
        days=days,
    )


def group_by_month(
    calendar: Calendar, anniversaries: Iterable[Anniversary]
) -> list[tuple[str, list[Anniversary]]]:
    """Return (name of the month, its anniversaries) for months that have any."""
    months: dict[int, list[Anniversary]] = defaultdict(list)
    for anniversary in anniversaries:
        months[anniversary.month].append(anniversary)
    return [(calendar.month_name(month), days) for month, days in months.items()]


def article_list(calendar: Calendar, anniversary: Anniversary) -> ArticleList:
    """Return the page of *anniversary* for ``context["lists"]``."""
    return {
        "kind": "anniversary",
        "url": anniversary.url,
        "save_as": anniversary.url,
        "articles": [],
        "total": anniversary.count,
        "calendar": calendar.name,
        "anniversary": anniversary,
    }


def month_scripts(
    calendar: Calendar, anniversaries: Sequence[Anniversary]
) -> dict[str, str]:
    """Return output path → text of twelve scripts, one a month.

    The home page loads the script of the month in which it is read.
    """
    months: dict[int, dict[str, HomePageDay]] = {month: {} for month in range(1, 13)}
    for anniversary in anniversaries:
        months[anniversary.month][str(anniversary.day)] = home_page_day(anniversary)
    return {
        f"{calendar.folder}on/{month:02d}.js": render_script(calendar.name, month, days)
        for month, days in months.items()
    }


def home_page_day(anniversary: Anniversary) -> HomePageDay:
    """Return the first article of each of the latest years."""
    latest = anniversary.days[-HOME_PAGE_YEARS:]
    return {
        "label": anniversary.label,
        "url": anniversary.url,
        "count": anniversary.count,
        "articles": [home_page_article(day) for day in reversed(latest)],
    }


def home_page_article(day: Period) -> tuple[str, str, str]:
    """Return year, title and URL of the first article of *day*."""
    year, article = day.parents[0], day.articles[0]
    return year.label, article.title, article.url


def render_script(calendar: str, month: int, days: Mapping[str, HomePageDay]) -> str:
    """Return a classic script: a page opened from file:// can load nothing else."""
    rows = json.dumps(days, ensure_ascii=False)
    return f"Warraq.onThisDay({json.dumps(calendar)}, {month}, {rows});\n"
