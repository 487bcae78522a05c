# SPDX-License-Identifier: AGPL-3.0-or-later
"""A year as twelve months of weeks, each day shaded by how much was published on it."""

from math import ceil, sqrt
from typing import NamedTuple

from plugins.dates.periods import Calendar, Period

WEEK = 7
SHADES = 4


class Day(NamedTuple):
    """A day of a grid; without articles it has no *period* and shade 0, else a shade of 1 to ``SHADES``."""

    number: int
    period: Period | None
    shade: int


class Month(NamedTuple):
    """A month of a grid: weeks of seven places, ``None`` where the month has no day; *period* as for a day."""

    name: str
    period: Period | None
    weeks: list[list[Day | None]]


def year_grid(calendar: Calendar, year: Period, week_start: int) -> list[Month]:
    """Return the months of *year*, whose weeks begin on weekday *week_start* (0 is Monday)."""
    months = {month.key[1]: month for month in year.children}
    fullest = max(day.count for month in year.children for day in month.children)
    return [
        month_grid(calendar, year, number, months.get(number), fullest, week_start)
        for number in range(1, 13)
    ]


def month_grid(
    calendar: Calendar,
    year: Period,
    number: int,
    month: Period | None,
    fullest: int,
    week_start: int,
) -> Month:
    """Return one month; a day printed beyond the end that the table gives the month has its place too."""
    first_weekday, length = calendar.month_range(year.key[0], number)
    printed = {day.key[2]: day for day in month.children} if month else {}
    days: list[Day | None] = [
        Day(
            day,
            printed.get(day),
            shade(printed[day].count, fullest) if day in printed else 0,
        )
        for day in range(1, max(length, *printed, 0) + 1)
    ]
    return Month(
        calendar.month_name(number),
        month,
        weeks(days, (first_weekday - week_start) % WEEK),
    )


def weeks(days: list[Day | None], offset: int) -> list[list[Day | None]]:
    """Return *days* in weeks, the first of them at place *offset*."""
    places = [None] * offset + days
    places += [None] * (-len(places) % WEEK)
    return [places[at : at + WEEK] for at in range(0, len(places), WEEK)]


def shade(count: int, fullest: int) -> int:
    """Return 1 to ``SHADES``: by the root, for one day of great news would leave all others pale."""
    return ceil(SHADES * sqrt(count / fullest))
