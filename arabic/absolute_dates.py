# SPDX-License-Identifier: AGPL-3.0-or-later
"""Absolute dates in a text: day and month, each date in one calendar."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from arabic.date_patterns import (
    AMBIGUOUS,
    COUNTS,
    DAY_IN_WORDS,
    DAY_MONTH_YEAR,
    GREGORIAN,
    HAS_LATIN_MONTH,
    HIJRI,
    LAST,
    LATIN_DAY_FIRST,
    LATIN_MONTH,
    LATIN_MONTH_FIRST,
    LIBYAN,
    MONTH_DAY_YEAR,
    NEXT,
    NUMERIC,
    RANGE_START,
    WEEKDAY,
    WEEKDAY_NAME,
    remove_spaces,
)
from arabic.hijri import (
    FIRST_YEAR,
    MONTHS,
    SIGHTED_DAY,
    HijriDate,
    month_length,
    to_gregorian_lenient,
    to_hijri,
)

HIJRI_YEARS = range(1300, 1501)
GREGORIAN_YEARS = range(1700, 2200)
# Digits of the first and the third number of a date. A year of two digits needs a
# slash or an era beside it.
YEAR_FIRST = {(4, 1), (4, 2)}
YEAR_LAST = {(1, 4), (2, 4)}
SHORT_YEAR = {(1, 2), (2, 2)}
CENTURY = 100
PIVOT = 70  # a Gregorian year of two digits is 1970 to 2069
HIJRI_CENTURY = 1400  # a Hijri year of two digits is 1400 to 1499
RANGE_LENGTH = 24  # longest first half of a range, «الجمعة 3 وحتى السبت »
WEEKDAY_REACH = 40  # characters around a date in which its weekday is printed
TAIL = 14  # characters after a month in which «المقبل» refers to it

InYear = Callable[[int], date | None]  # year → the day of a date in that year


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsoluteDate:
    """A date in normalised text; *day* is ``None`` if its calendar has no such day."""

    calendar: Literal["gregorian", "hijri"]
    day: date | None
    hijri: HijriDate | None = None
    start: int
    end: int
    flags: tuple[str, ...] = ()


def find_absolute_dates(text: str, base: date | None) -> list[AbsoluteDate]:
    """Return the dates of normalised *text* in order, none overlapping.

    A date without a year gets the year that is nearest to *base*; without *base* it is
    left out. Of two that overlap, the one with the month's name is returned.
    """
    dates: list[AbsoluteDate] = []
    for candidate in (
        *dates_with_month_names(text, base),
        *dates_with_latin_months(text),
        *numeric_dates(text),
    ):
        if not any(overlap(candidate, other) for other in dates):
            dates.append(candidate)
    return sorted(dates, key=lambda absolute: absolute.start)


def overlap(first: AbsoluteDate, second: AbsoluteDate) -> bool:
    """Return whether two dates share a character."""
    return first.start < second.end and second.start < first.end


def dates_with_month_names(text: str, base: date | None) -> Iterator[AbsoluteDate]:
    """Yield the dates whose month is a name."""
    for pattern in (DAY_MONTH_YEAR, MONTH_DAY_YEAR):
        for match in pattern.finditer(text):
            parsed = None if follows_range(match) else parse_named_month(match, base)
            if parsed:
                yield parsed


def dates_with_latin_months(text: str) -> Iterator[AbsoluteDate]:
    """Yield the dates with an English or French month, which have a year."""
    # str.translate is slow: accents are removed only where there is a Latin letter.
    plain = remove_accents(text)
    if HAS_LATIN_MONTH.search(plain) is None:
        return
    for pattern in (LATIN_DAY_FIRST, LATIN_MONTH_FIRST):
        for match in pattern.finditer(plain):
            month = LATIN_MONTH[match["month"]]
            day, year = int(match["day"]), int(match["year"])
            yield gregorian_date(year, month, day, *match.span())


def remove_accents(text: str) -> str:
    """Return normalised *text* without the accents of French months."""
    return text.replace("é", "e").replace("û", "u")


def follows_range(match: re.Match[str]) -> bool:
    """Return whether a date is the second half of a range: «3-5 مايو»."""
    start = match.start()
    window = max(0, start - RANGE_LENGTH)
    return RANGE_START.search(match.string, window, start) is not None


def parse_named_month(match: re.Match[str], base: date | None) -> AbsoluteDate | None:
    """Return the date of a match with a month's name, ``None`` if it is no date."""
    name = remove_spaces(match["month"])
    day = parse_day(match["day"])
    year = int(match["year"]) if match["year"] else None
    if name in HIJRI:
        if year is None and remove_spaces(match["day"]) in COUNTS:
            return None
        return parse_hijri(match, HIJRI[name], day, year, base)
    if year is None and not is_month_without_year(name, match.string):
        return None
    month = GREGORIAN.get(name) or LIBYAN[name]
    return parse_gregorian(match, month, day, year, base)


def parse_day(text: str) -> int:
    """Return a day of the month in figures or in words: «السابع» is 7, «غرة» 1."""
    in_words = DAY_IN_WORDS.get(remove_spaces(text))
    return int(text) if in_words is None else in_words


def is_month_without_year(name: str, text: str) -> bool:
    """Return whether *name* means a month even without a year behind it."""
    if name in LIBYAN:
        return False
    return name not in AMBIGUOUS or WEEKDAY_NAME.search(text) is not None


def parse_hijri(
    match: re.Match[str], month: int, day: int, year: int | None, base: date | None
) -> AbsoluteDate | None:
    """Return a Hijri date; ``None`` if the year is not Hijri or cannot be inferred."""
    start, end = match.span()
    if year is not None:
        if year not in HIJRI_YEARS:
            return None
        return hijri_date(HijriDate(year, month, day), start, end)
    hijri_base = to_hijri(base) if base else None
    if base is None or hijri_base is None:
        return None
    nearest = nearest_day(
        lambda candidate: to_gregorian_lenient(HijriDate(candidate, month, day)),
        hijri_base.year,
        base,
    )
    return AbsoluteDate(
        calendar="hijri", day=nearest, start=start, end=end, flags=("year-inferred",)
    )


def parse_gregorian(
    match: re.Match[str], month: int, day: int, year: int | None, base: date | None
) -> AbsoluteDate | None:
    """Return a Gregorian date; ``None`` if the year is not or cannot be inferred."""
    start, end = match.span()
    if year is not None:
        if year not in GREGORIAN_YEARS:
            return None
        in_calendar = gregorian_day(year, month, day)
        return AbsoluteDate(calendar="gregorian", day=in_calendar, start=start, end=end)
    if base is None:
        return None
    nearest = nearest_day(
        lambda candidate: gregorian_day(candidate, month, day),
        base.year,
        base,
        match.string[end : end + TAIL],
        weekday_beside(match.string, start, end),
    )
    return AbsoluteDate(
        calendar="gregorian",
        day=nearest,
        start=start,
        end=end,
        flags=("year-inferred",),
    )


def weekday_beside(text: str, start: int, end: int) -> int | None:
    """Return the weekday printed beside a date, Monday is 0; ``None`` without one."""
    match = WEEKDAY_NAME.search(
        text[max(0, start - WEEKDAY_REACH) : end + WEEKDAY_REACH]
    )
    return WEEKDAY[remove_spaces(match["name"])] if match else None


def numeric_dates(text: str) -> Iterator[AbsoluteDate]:
    """Yield the dates in figures alone."""
    for match in NUMERIC.finditer(text):
        parsed = parse_numeric(match)
        if parsed:
            yield parsed


def parse_numeric(match: re.Match[str]) -> AbsoluteDate | None:
    """Return a date in figures: day first, or year first if it has four digits."""
    start, end = match.span()
    era = (match["era"] or "").strip()
    numbers = order_numbers(match, era)
    if numbers is None:
        return None
    year, month, day = numbers
    if era.startswith("ه") or year in HIJRI_YEARS:
        if year < CENTURY:
            year += HIJRI_CENTURY
        return hijri_date(HijriDate(year, month, day), start, end)
    gregorian_year = four_digit_year(year)
    if gregorian_year in GREGORIAN_YEARS:
        return gregorian_date(gregorian_year, month, day, start, end)
    return None


def order_numbers(match: re.Match[str], era: str) -> tuple[int, int, int] | None:
    """Return year, month, day by the number of digits; ``None`` if it is no date."""
    first, second, third = map(int, match.group("first", "second", "third"))
    digits = len(match["first"]), len(match["third"])
    if digits in YEAR_FIRST:
        return first, second, third
    if digits in YEAR_LAST:
        return third, second, first
    if digits in SHORT_YEAR and (era or match["mark"] == "/"):
        return third, second, first
    return None


def four_digit_year(year: int) -> int:
    """Return a Gregorian year of two digits as 1970 to 2069; others unchanged."""
    if year >= CENTURY:
        return year
    return year + (2000 if year < PIVOT else 1900)


def gregorian_date(
    year: int, month: int, day: int, start: int, end: int
) -> AbsoluteDate:
    """Return a Gregorian date in figures.

    The second number is the day only if it cannot be the month: 2/13/2020.
    """
    if 1 <= day <= MONTHS < month:
        return AbsoluteDate(
            calendar="gregorian",
            day=gregorian_day(year, month=day, day=month),
            start=start,
            end=end,
            flags=("month-first",),
        )
    return AbsoluteDate(
        calendar="gregorian", day=gregorian_day(year, month, day), start=start, end=end
    )


def hijri_date(hijri: HijriDate, start: int, end: int) -> AbsoluteDate:
    """Return a Hijri date with a year.

    The 30th of a month of 29 days is what a calendar by sighting prints. A date before
    the table's first year is kept as printed, without a Gregorian day.
    """
    day = to_gregorian_lenient(hijri)
    flags = ("sighting",) if day and is_beyond_month(hijri) else ()
    return AbsoluteDate(
        calendar="hijri",
        day=day,
        hijri=hijri if day or is_before_table(hijri) else None,
        start=start,
        end=end,
        flags=flags,
    )


def is_beyond_month(hijri: HijriDate) -> bool:
    """Return whether the date is the 30th of a month of 29 days."""
    return hijri.day == SIGHTED_DAY > month_length(hijri.year, hijri.month)


def is_before_table(hijri: HijriDate) -> bool:
    """Return whether the date is a possible one before the table's first year."""
    possible = hijri.month <= MONTHS and hijri.day <= SIGHTED_DAY
    return possible and hijri.year < FIRST_YEAR


def gregorian_day(year: int, month: int, day: int) -> date | None:
    """Return the day, ``None`` if the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest_day(
    in_year: InYear,
    year: int,
    base: date,
    tail: str = "",
    weekday: int | None = None,
) -> date | None:
    """Return the day nearest to *base* in *year*, the year before or the year after.

    A day on the printed *weekday* comes before any other. *tail* is the text after the
    date: «المقبل» asks for a day not before *base*, «الماضي» for one not after it. Of
    two equally near, the earlier is returned.
    """
    days = [day for day in map(in_year, (year - 1, year, year + 1)) if day]
    days = [day for day in days if day.weekday() == weekday] or days
    days = days_towards(tail, days, base)
    return min(days, key=lambda day: (abs((day - base).days), day > base), default=None)


def days_towards(tail: str, days: list[date], base: date) -> list[date]:
    """Return the *days* that the text after a date allows: «المقبل», «الماضي»."""
    if NEXT.search(tail):
        return [day for day in days if day >= base]
    if LAST.search(tail):
        return [day for day in days if day <= base]
    return days
