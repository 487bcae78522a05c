# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates that stand in a text with day and month, each in its own calendar."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from arabic.date_patterns import (
    DOUBTFUL,
    FIGURES,
    GREGORIAN,
    HIJRI,
    LAST,
    LIBYAN,
    MONTH_FIRST,
    NEXT,
    ORDINAL,
    RANGE_BEFORE,
    WEEKDAY_NAME,
    WORDS,
    squeeze,
)
from arabic.hijri import (
    FIRST_YEAR,
    MONTHS,
    SIGHTED_DAY,
    HijriDate,
    month_length,
    printed_day,
    to_hijri,
)

HIJRI_YEARS = range(1300, 1501)
GREGORIAN_YEARS = range(1700, 2200)
# Digits of the first and the last number of a date; a year of two needs a slash or an era beside it.
YEAR_FIRST, YEAR_LAST, SHORT_YEAR = {(4, 1), (4, 2)}, {(1, 4), (2, 4)}, {(1, 2), (2, 2)}
CENTURY, PIVOT = (
    100,
    70,
)  # a year of two digits is 1970 to 2069, or of the fifteenth Hijri century
RANGE_LENGTH = 12  # characters that the first half of «3 إلى 5 مايو» may take
TAIL = 14  # characters after a month in which «المقبل» belongs to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One date in folded text; *day* is ``None`` where its calendar has no such day."""

    calendar: Literal["gregorian", "hijri"]
    day: date | None
    hijri: HijriDate | None = None
    start: int
    end: int
    flags: tuple[str, ...] = ()


def find_printed(text: str, base: date | None) -> list[Printed]:
    """Return the dates of folded *text* in order, none overlapping; a year left out is the nearest to *base*."""
    found: list[Printed] = []
    for printed in (*in_words(text, base), *in_figures(text)):
        if all(
            printed.end <= other.start or other.end <= printed.start for other in found
        ):
            found.append(printed)
    return sorted(found, key=lambda printed: printed.start)


def in_words(text: str, base: date | None) -> Iterator[Printed]:
    """Yield the dates whose month is a name."""
    for match in (*WORDS.finditer(text), *MONTH_FIRST.finditer(text)):
        if RANGE_BEFORE.search(
            text, max(0, match.start() - RANGE_LENGTH), match.start()
        ):
            continue
        month = squeeze(match["month"])
        day = ORDINAL.get(squeeze(match["day"])) or int(match["day"])
        year = int(match["year"]) if match["year"] else None
        if month in HIJRI:
            yield from hijri_in_words(match, HIJRI[month], day, year, base)
        elif year or (
            month not in LIBYAN and (month not in DOUBTFUL or WEEKDAY_NAME.search(text))
        ):
            yield from gregorian_in_words(
                match, GREGORIAN.get(month) or LIBYAN[month], day, year, base
            )


def hijri_in_words(
    match: re.Match[str], month: int, day: int, year: int | None, base: date | None
) -> Iterator[Printed]:
    """Yield the Hijri date of *match*, or nothing where its year is of the other calendar or not to be known."""
    start, end = match.span()
    if year and year in HIJRI_YEARS:
        yield hijri_date(HijriDate(year, month, day), start, end)
    elif year is None and base and (now := to_hijri(base)):
        years = (now.year - 1, now.year, now.year + 1)
        yield Printed(
            calendar="hijri",
            day=nearest(
                lambda year: printed_day(HijriDate(year, month, day)), years, base
            ),
            start=start,
            end=end,
            flags=("year-inferred",),
        )


def gregorian_in_words(
    match: re.Match[str], month: int, day: int, year: int | None, base: date | None
) -> Iterator[Printed]:
    """Yield the Gregorian date of *match*, or nothing where its year is of the other calendar or not to be known."""
    start, end = match.span()
    if year and year in GREGORIAN_YEARS:
        yield Printed(
            calendar="gregorian",
            day=gregorian_day(year, month, day),
            start=start,
            end=end,
        )
    elif year is None and base:
        chosen = nearest(
            lambda year: gregorian_day(year, month, day),
            (base.year - 1, base.year, base.year + 1),
            base,
            match.string[end : end + TAIL],
        )
        yield Printed(
            calendar="gregorian",
            day=chosen,
            start=start,
            end=end,
            flags=("year-inferred",),
        )


def in_figures(text: str) -> Iterator[Printed]:
    """Yield the dates written in figures alone: day first, or year first where it has four digits."""
    for match in FIGURES.finditer(text):
        first, month, last = (int(match[part]) for part in "abc")
        era = (match["era"] or "").strip()
        shape = len(match["a"]), len(match["c"])
        if shape in YEAR_FIRST:
            year, day = first, last
        elif shape in YEAR_LAST or (
            shape in SHORT_YEAR and (era or match["mark"] == "/")
        ):
            year, day = last, first
        else:
            continue
        if era.startswith("ه") or year in HIJRI_YEARS:
            yield hijri_date(
                HijriDate(year + (1400 if year < CENTURY else 0), month, day),
                *match.span(),
            )
        elif (full := full_year(year)) in GREGORIAN_YEARS:
            yield figures_date(full, month, day, *match.span())


def full_year(year: int) -> int:
    """Return the Gregorian year of two digits, 1970 to 2069."""
    return year if year >= CENTURY else year + (2000 if year < PIVOT else 1900)


def figures_date(year: int, month: int, day: int, start: int, end: int) -> Printed:
    """Return a Gregorian date; the month stands first only where the day cannot."""
    if 1 <= day <= MONTHS < month:
        turned = gregorian_day(year, day, month)
        return Printed(
            calendar="gregorian",
            day=turned,
            start=start,
            end=end,
            flags=("month-first",),
        )
    return Printed(
        calendar="gregorian", day=gregorian_day(year, month, day), start=start, end=end
    )


def hijri_date(hijri: HijriDate, start: int, end: int) -> Printed:
    """Return a Hijri date; the 30th of a month of 29 days is what a sighting calendar prints."""
    day = printed_day(hijri)
    older = (
        hijri.year < FIRST_YEAR and hijri.month <= MONTHS and hijri.day <= SIGHTED_DAY
    )
    stated = hijri if day or older else None
    beyond = day and hijri.day == SIGHTED_DAY > month_length(hijri.year, hijri.month)
    flags = ("sighting",) if beyond else ()
    return Printed(
        calendar="hijri", day=day, hijri=stated, start=start, end=end, flags=flags
    )


def gregorian_day(year: int, month: int, day: int) -> date | None:
    """Return the day, ``None`` if the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest(
    make: Callable[[int], date | None], years: Iterable[int], base: date, tail: str = ""
) -> date | None:
    """Return the day nearest to *base* that *make* gives for a year; «المقبل» in *tail* asks for a later one."""
    days = [day for day in map(make, years) if day]
    if NEXT.search(tail):
        days = [day for day in days if day >= base]
    elif LAST.search(tail):
        days = [day for day in days if day <= base]
    return min(days, key=lambda day: (abs((day - base).days), day > base), default=None)
