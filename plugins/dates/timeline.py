# SPDX-License-Identifier: AGPL-3.0-or-later
"""The time line of an archive: articles by month, and the months without any."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from plugins.dates.periods import Calendar, Key, Period

YEAR_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Consecutive months without an article."""

    place: int  # months from the start of the time line
    months: int
    first: str  # label of the first month
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The months from the first to the last with articles."""

    length: int  # in months
    bars: list[tuple[int, Period]]  # months from the start, month with articles
    gaps: list[Gap]


def build_timeline(calendar: Calendar, months: Sequence[Period]) -> Timeline | None:
    """Return the time line of *months*, which ascend; ``None`` without any."""
    if not months:
        return None
    numbers = [month_number(month.key) for month in months]
    start = numbers[0]
    places = [number - start for number in numbers]
    return Timeline(
        length=places[-1] + 1,
        bars=list(zip(places, months, strict=True)),
        gaps=find_gaps(calendar, numbers),
    )


def find_gaps(calendar: Calendar, numbers: Sequence[int]) -> list[Gap]:
    """Return the gaps between the months *numbers*, which ascend."""
    gaps = []
    for earlier, later in pairwise(numbers):
        months = later - earlier - 1
        if months:
            gap = Gap(
                place=earlier + 1 - numbers[0],
                months=months,
                first=calendar.label(month_key(earlier + 1)),
                last=calendar.label(month_key(later - 1)),
            )
            gaps.append(gap)
    return gaps


def month_number(key: Key) -> int:
    """Return the number of months from the year 0 to the month of *key*."""
    return key[0] * YEAR_MONTHS + key[1] - 1


def month_key(number: int) -> Key:
    """Return the key of a month number."""
    year, month = divmod(number, YEAR_MONTHS)
    return year, month + 1
