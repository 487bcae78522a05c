# SPDX-License-Identifier: AGPL-3.0-or-later
"""The years, months and days with articles in one calendar."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from plugins.contract import ArchiveArticle, ArticleList

Key = tuple[int, ...]  # (year,), (year, month) or (year, month, day)
YEAR, MONTH, DAY = 1, 2, 3  # lengths of keys
# year, month → weekday of the first day (0 is Monday), number of days
MonthRange = Callable[[int, int], tuple[int, int]]


@dataclass(slots=True, kw_only=True, eq=False)
class Period:
    """A year, month or day with articles, as templates see it."""

    key: Key
    url: str
    label: str
    counterpart: str  # the days of the other calendar that the period covers
    articles: Sequence[ArchiveArticle]
    parents: list["Period"] = field(default_factory=list)  # longest first
    children: list["Period"] = field(default_factory=list)
    previous: "Period | None" = None  # of the same length, with articles
    next: "Period | None" = None

    @property
    def first_day(self) -> str:
        """The key of the first day with articles, as text: 2020-02-08."""
        return self.children[0].first_day if self.children else join_key(self.key)

    @property
    def last_day(self) -> str:
        """The key of the last day with articles, as text."""
        return self.children[-1].last_day if self.children else join_key(self.key)

    @property
    def count(self) -> int:
        """The number of articles."""
        return len(self.articles)


def join_key(key: Key) -> str:
    """Return the key of a day as text: 2020-02-08."""
    year, month, day = key
    return f"{year:04d}-{month:02d}-{day:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """How a calendar files articles, names periods and forms their URLs."""

    name: str  # gregorian | hijri
    folder: str  # of the calendar's pages: "" or "hijri/"
    templates: Mapping[int, str]  # length of the key → template
    article_key: Callable[[ArchiveArticle], Key | None]  # None: undated
    label: Callable[[Key], str]
    counterpart: Callable[[Key], str]
    month_name: Callable[[int], str]
    month_range: MonthRange
    anniversary_label: Callable[[int, int], str]  # month, day

    def url(self, key: Key) -> str:
        """Return the URL of a period: ``2020.html``, ``hijri/1441/06/14.html``."""
        year, *month_and_day = key
        path = f"{self.folder}{year:04d}"
        for number in month_and_day:
            path += f"/{number:02d}"
        return f"{path}.html"


def build_periods(
    calendar: Calendar, articles: Iterable[ArchiveArticle]
) -> list[Period]:
    """Return every year, month and day with articles, in order of time.

    The order is that of the keys: a year, its first month, this month's first day.
    Articles of a period keep the order of *articles*.
    """
    groups = group_by_key(calendar, articles)
    periods = {key: build_period(calendar, key, groups[key]) for key in sorted(groups)}
    for length in calendar.templates:
        link_neighbours([p for p in periods.values() if len(p.key) == length])
    link_families(periods)
    return list(periods.values())


def group_by_key(
    calendar: Calendar, articles: Iterable[ArchiveArticle]
) -> dict[Key, list[ArchiveArticle]]:
    """Return the articles of each year, month and day."""
    groups: dict[Key, list[ArchiveArticle]] = defaultdict(list)
    for article in articles:
        day = calendar.article_key(article)
        if day is None:
            continue
        for length in range(1, len(day) + 1):
            groups[day[:length]].append(article)
    return groups


def build_period(
    calendar: Calendar, key: Key, articles: Sequence[ArchiveArticle]
) -> Period:
    """Return the period of *key*, not yet linked to others."""
    return Period(
        key=key,
        url=calendar.url(key),
        label=calendar.label(key),
        counterpart=calendar.counterpart(key),
        articles=articles,
    )


def link_neighbours(ascending: Sequence[Period]) -> None:
    """Set ``previous`` and ``next`` of periods of one length."""
    for earlier, later in pairwise(ascending):
        earlier.next, later.previous = later, earlier


def link_families(periods: Mapping[Key, Period]) -> None:
    """Set ``parents`` and ``children`` of all periods, given by key in order."""
    for key, period in periods.items():
        if len(key) == YEAR:
            continue
        parent = periods[key[:-1]]
        period.parents = [*parent.parents, parent]
        parent.children.append(period)


def article_list(calendar: Calendar, period: Period, page_size: int) -> ArticleList:
    """Return the page of *period* for ``context["lists"]``.

    A year or a month with more than *page_size* articles lists none, only its days:
    each of them is on the page of its day, in both calendars.
    """
    lists_articles = len(period.key) == DAY or period.count <= page_size
    return {
        "kind": calendar.templates[len(period.key)],
        "url": period.url,
        "save_as": period.url,
        "articles": period.articles if lists_articles else [],
        "total": period.count,
        "calendar": calendar.name,
        "period": period,
    }


def first_and_last_day(key: Key, month_range: MonthRange) -> tuple[Key, Key]:
    """Return the first and the last day of a period, in its own calendar.

    (2020, 2) gives (2020, 2, 1) and (2020, 2, 29).
    """
    year, month, day = (*key, 0, 0)[:3]
    first_month, last_month = (month, month) if month else (1, 12)
    if day:
        return key, key
    _, length = month_range(year, last_month)
    return (year, first_month, 1), (year, last_month, length)
