# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole archive month by month, and where it is silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from plugins.dates.periods import Calendar, Key, Period

YEAR_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Months without an article, *place* from the start of the time line, named by the first and the last of them."""

    place: int
    months: int
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """*bars* are (place, month), places counted from the first month that has an article; *length* is in months."""

    length: int
    bars: list[tuple[int, Period]]
    gaps: list[Gap]


def timeline(calendar: Calendar, months: Sequence[Period]) -> Timeline | None:
    """Return the time line of *months*, which ascend; ``None`` without any."""
    if not months:
        return None
    start = ordinal(months[0].key)
    return Timeline(
        length=ordinal(months[-1].key) - start + 1,
        bars=[(ordinal(month.key) - start, month) for month in months],
        gaps=[
            gap(calendar, start, ordinal(earlier.key) + 1, ordinal(later.key))
            for earlier, later in pairwise(months)
            if ordinal(later.key) > ordinal(earlier.key) + 1
        ],
    )


def gap(calendar: Calendar, start: int, begin: int, end: int) -> Gap:
    """Return the gap of the months *begin* to *end* (exclusive), as ``ordinal`` counts them."""
    return Gap(
        place=begin - start,
        months=end - begin,
        first=calendar.label(month_key(begin)),
        last=calendar.label(month_key(end - 1)),
    )


def ordinal(key: Key) -> int:
    """Return the number of the month of *key* since the year 0 of its calendar."""
    return key[0] * YEAR_MONTHS + key[1] - 1


def month_key(number: int) -> Key:
    """Return the month of an ordinal."""
    return number // YEAR_MONTHS, number % YEAR_MONTHS + 1
