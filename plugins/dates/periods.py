# SPDX-License-Identifier: AGPL-3.0-or-later
"""Years, months and days that hold articles, in one calendar, each knowing its neighbours."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

Key = tuple[int, ...]  # (year,), (year, month) or (year, month, day)


@dataclass(slots=True, kw_only=True, eq=False)
class Period:
    """One year, month or day with articles, as its template sees it; an empty one does not exist."""

    key: Key
    path: str
    label: str
    counterpart: str  # the same stretch of time in the other calendar
    articles: list[Any]
    parents: list["Period"] = field(default_factory=list)
    children: list["Period"] = field(default_factory=list)
    previous: "Period | None" = None
    next: "Period | None" = None

    @property
    def url(self) -> str:
        """The address of the period's page."""
        return f"{self.path}.html"

    @property
    def count(self) -> int:
        """The articles of the period."""
        return len(self.articles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What a calendar calls its pages and how it writes a period."""

    name: str  # gregorian | hijri
    kinds: Mapping[int, str]  # length of the key → template
    folder: str  # "" or "hijri/"
    key: Callable[[Any], Key | None]  # an article's day
    label: Callable[[Key], str]
    counterpart: Callable[[Key], str]
    month_name: Callable[[int], str]
    month_range: Callable[
        [int, int], tuple[int, int]
    ]  # year, month → weekday of its first day (0 is Monday), its days
    anniversary: Callable[[int, int], str]  # month, day → the day of every year


def periods(calendar: Calendar, articles: Iterable[Any]) -> list[Period]:
    """Return every year, month and day that holds one of *articles*, in order of time; articles keep their order."""
    groups: dict[Key, list[Any]] = defaultdict(list)
    for article in articles:
        day = calendar.key(article) or ()
        for length in range(1, len(day) + 1):
            groups[day[:length]].append(article)
    found = {key: describe(calendar, key, groups[key]) for key in sorted(groups)}
    for length in calendar.kinds:
        chain([period for key, period in found.items() if len(key) == length])
    for key, period in found.items():
        period.parents = [found[key[:length]] for length in range(1, len(key))]
        if period.parents:
            period.parents[-1].children.append(period)
    return list(found.values())


def describe(calendar: Calendar, key: Key, articles: list[Any]) -> Period:
    """Return the period of *key*, its neighbours still unknown."""
    path = calendar.folder + "/".join(
        [f"{key[0]:04d}", *(f"{part:02d}" for part in key[1:])]
    )
    return Period(
        key=key,
        path=path,
        label=calendar.label(key),
        counterpart=calendar.counterpart(key),
        articles=articles,
    )


def chain(sequence: Sequence[Period]) -> None:
    """Make each period of one length know the one before and the one after; empty ones are not among them."""
    for earlier, later in pairwise(sequence):
        earlier.next, later.previous = later, earlier


def listing(calendar: Calendar, period: Period) -> dict[str, Any]:
    """Return the page of *period* for ``context["lists"]``."""
    return {
        "kind": calendar.kinds[len(period.key)],
        "path": period.path,
        "articles": period.articles,
        "period": period,
    }


def first_and_last(
    key: Key, month_range: Callable[[int, int], tuple[int, int]]
) -> tuple[Key, Key]:
    """Return the first and the last day of a period in its own calendar, *month_range* being that of the calendar."""
    year, month, day = (*key, 0, 0)[:3]
    last_month = month or 12
    return (year, month or 1, day or 1), (
        year,
        last_month,
        day or month_range(year, last_month)[1],
    )
