# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stood in the papers on this day of other years, in either calendar."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from plugins.dates.periods import Calendar, Period

SHOWN = 5  # articles of a day that the home page names


@dataclass(slots=True, kw_only=True, eq=False)
class Anniversary:
    """A month and day of every year with articles; *days* ascend."""

    month: int
    day: int
    label: str
    path: str
    days: list[Period]
    previous: "Anniversary | None" = None
    next: "Anniversary | None" = None

    @property
    def url(self) -> str:
        """The address of its page."""
        return f"{self.path}.html"

    @property
    def articles(self) -> list[Any]:
        """Its articles, those of the latest year first."""
        return [article for day in reversed(self.days) for article in day.articles]

    @property
    def count(self) -> int:
        """The number of its articles."""
        return sum(day.count for day in self.days)


def anniversaries(calendar: Calendar, days: Iterable[Period]) -> list[Anniversary]:
    """Return the anniversaries of *days*, which ascend, in the order of the year."""
    groups: dict[tuple[int, int], list[Period]] = defaultdict(list)
    for period in days:
        groups[period.key[1], period.key[2]].append(period)
    found = [
        Anniversary(
            month=month,
            day=day,
            label=calendar.anniversary(month, day),
            path=f"{calendar.folder}on/{month:02d}-{day:02d}",
            days=groups[month, day],
        )
        for month, day in sorted(groups)
    ]
    for earlier, later in pairwise(found):
        earlier.next, later.previous = later, earlier
    return found


def by_month(
    calendar: Calendar, found: Sequence[Anniversary]
) -> list[tuple[str, list[Anniversary]]]:
    """Return the months of the year that have any, by name."""
    months: dict[int, list[Anniversary]] = defaultdict(list)
    for anniversary in found:
        months[anniversary.month].append(anniversary)
    return [(calendar.month_name(month), days) for month, days in months.items()]


def page(anniversary: Anniversary) -> dict[str, Any]:
    """Return the page of *anniversary* for ``context["lists"]``."""
    return {
        "kind": "anniversary",
        "path": anniversary.path,
        "articles": anniversary.articles,
        "anniversary": anniversary,
    }


def scripts(calendar: Calendar, found: Sequence[Anniversary]) -> dict[str, str]:
    """Return path → text of twelve scripts, one a month: the home page loads that of its reader's today."""
    months: dict[int, dict[str, Any]] = {month: {} for month in range(1, 13)}
    for anniversary in found:
        months[anniversary.month][str(anniversary.day)] = record(anniversary)
    return {
        f"{calendar.folder}on/{month:02d}.js": script(calendar.name, month, days)
        for month, days in months.items()
    }


def record(anniversary: Anniversary) -> dict[str, Any]:
    """Return what the home page shows of a day: one article a year, the latest years first."""
    latest = anniversary.days[: -SHOWN - 1 : -1]
    return {
        "label": anniversary.label,
        "url": anniversary.url,
        "count": anniversary.count,
        "articles": [
            [day.parents[0].label, day.articles[0].title, day.articles[0].url]
            for day in latest
        ],
    }


def script(calendar: str, month: int, days: Mapping[str, Any]) -> str:
    """Return a classic script, for a page opened from a disk may load nothing else."""
    return f"Warraq.onThisDay({json.dumps(calendar)}, {month}, {json.dumps(days, ensure_ascii=False)});\n"
