# SPDX-License-Identifier: AGPL-3.0-or-later
"""A year as a heat map: twelve months of weeks, each day shaded by its articles."""

from math import ceil, sqrt
from typing import NamedTuple

from plugins.dates.periods import Calendar, Period

WEEK = 7
SHADES = 4


class GridDay(NamedTuple):
    """A day of a grid; without articles *period* is ``None`` and *shade* 0."""

    number: int
    period: Period | None
    shade: int  # 1 to SHADES


class GridMonth(NamedTuple):
    """A month of a grid; *period* is ``None`` without articles."""

    name: str
    period: Period | None
    weeks: list[list[GridDay | None]]  # seven cells each, None outside the month


def build_year_grid(
    calendar: Calendar, year: Period, week_start: int
) -> list[GridMonth]:
    """Return the months of *year*; *week_start* is a weekday, 0 is Monday."""
    months = {month.key[1]: month for month in year.children}
    maximum = max(day.count for month in year.children for day in month.children)
    return [
        build_month(
            calendar, (year.key[0], number), months.get(number), maximum, week_start
        )
        for number in range(1, 13)
    ]


def build_month_grid(
    calendar: Calendar, month: Period, week_start: int
) -> list[GridMonth]:
    """Return *month* alone as a grid, shaded by the largest count of its days."""
    year_key, number = month.key
    maximum = max(day.count for day in month.children)
    grid = build_month(calendar, (year_key, number), month, maximum, week_start)
    return [grid]


def build_month(
    calendar: Calendar,
    key: tuple[int, int],
    month: Period | None,
    maximum: int,
    week_start: int,
) -> GridMonth:
    """Return the month *key* (year, month) of a grid."""
    days = build_days(calendar, key, month, maximum)
    first_weekday, _ = calendar.month_range(*key)
    weeks = split_into_weeks(days, (first_weekday - week_start) % WEEK)
    return GridMonth(calendar.month_name(key[1]), month, weeks)


def build_days(
    calendar: Calendar, key: tuple[int, int], month: Period | None, maximum: int
) -> list[GridDay]:
    """Return the days of the month *key*; *maximum* is the largest count of the grid.

    Newspapers print a 30th of months to which the Hijri table gives 29 days; such a
    day follows the last day of the table.
    """
    _, length = calendar.month_range(*key)
    periods = {day.key[2]: day for day in month.children} if month else {}
    last_day = max(length, *periods, 0)
    return [build_day(day, periods.get(day), maximum) for day in range(1, last_day + 1)]


def build_day(number: int, period: Period | None, maximum: int) -> GridDay:
    """Return one day of the grid."""
    shade = shade_of(period.count, maximum) if period else 0
    return GridDay(number, period, shade)


def split_into_weeks(days: list[GridDay], offset: int) -> list[list[GridDay | None]]:
    """Return *days* in weeks, the first day in cell *offset* of the first week."""
    cells: list[GridDay | None] = [None] * offset
    cells += days
    cells += [None] * (-len(cells) % WEEK)
    return [cells[start : start + WEEK] for start in range(0, len(cells), WEEK)]


def shade_of(count: int, maximum: int) -> int:
    """Return 1 to ``SHADES``, in proportion to the square root of *count*.

    On a linear scale one day of great news would leave all others pale.
    """
    return ceil(SHADES * sqrt(count / maximum))
