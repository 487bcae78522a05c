# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates relative to the day of publication: «أمس», «قبل 3 أيام», «مساء الثلاثاء»."""

import re
from calendar import monthrange
from datetime import datetime, timedelta
from typing import NamedTuple

from arabic import months
from arabic.date_patterns import (
    LAST,
    NEXT,
    WEEKDAY,
    alternation,
    name_without_spaces,
    remove_spaces,
)

WEEK = 7
YEAR_MONTHS = 12
_PART_OF_DAY = r"(?:صباح|فجر|ضحي|ظهر|ظهيره|عصر|مساء|عشيه|ليله|ليل)"
_WEEKDAY = alternation(name for names in months.WEEKDAYS for name in names)
_YESTERDAY = r"(?:امس|البارحه)"


def _units() -> dict[str, tuple[str, int]]:
    """Return word → unit, and the count that the word alone means (dual: 2)."""
    units = {}
    for unit, (singular, dual, plural) in months.UNITS.items():
        for word in (*singular, *plural):
            units[name_without_spaces(word)] = unit, 1
        for word in dual:
            units[name_without_spaces(word)] = unit, 2
    return units


_UNITS = _units()
_UNIT = alternation(
    word for forms in months.UNITS.values() for words in forms for word in words
)
_NUMBERS = {
    name_without_spaces(name): number
    for number, names in months.NUMBERS.items()
    for name in names
}
_NUMBER = alternation(name for names in months.NUMBERS.values() for name in names)
_AGO = re.compile(
    rf"(?<!\w)(?:قبل|منذ)\s+(?:(?P<count>\d{{1,3}}|{_NUMBER})\s+)?"
    rf"(?P<unit>{_UNIT})(?!\w)"
)
# «3 أيام مضت», «3 days ago»
_AGO_BEHIND = re.compile(
    rf"(?<!\w)(?P<count>\d{{1,3}}|{_NUMBER})\s+(?P<unit>{_UNIT})\s+(?:مضت|مضي)(?!\w)"
    r"|(?<!\w)(?P<latin_count>\d{1,3}|an?|one)\s"
    r"(?P<latin_unit>minute|hour|day|week|month|year)s?\sago(?!\w)"
)
_MINUTES = r":\d\d"
_HOUR = rf"(?:الساعه\s+)?\d{{1,2}}{_MINUTES}"
# Days from the base → pattern. «اليوم» is also a newspaper's name and «غدا» any time to
# come: they count alone, or beside a part of the day or a weekday.
_DAY_WORDS = {
    -2: rf"اول\s+(?:من\s+)?{_YESTERDAY}|{_YESTERDAY}\s+الاول|قبل\s+{_YESTERDAY}",
    -1: rf"{_YESTERDAY}|^\s*yesterday\s*$",
    2: r"بعد\s+غد",
    1: rf"{_PART_OF_DAY}\s+(?:يوم\s+)?غدا?|^\s*غدا?\s*$|غدا?\s+(?:{_WEEKDAY})",
    0: rf"{_PART_OF_DAY}\s+اليوم|^\s*اليوم\s*$|اليوم\s+(?:{_WEEKDAY})"
    rf"|اليوم(?=\s*+(?:[,،|-]\s*+)?(?:{_HOUR}))|(?:(?<={_MINUTES})|(?<={_MINUTES}\s[صم]))\s+اليوم"
    r"|^\s*(?:الان|(?:قبل|منذ)\s+(?:قليل|لحظات|ثوان)|للتو)\s*$",
}
_DAY_PATTERNS = [
    (offset, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"))
    for offset, pattern in _DAY_WORDS.items()
]
_WEEKDAY_ALONE = re.compile(
    rf"(?<!\w)(?:{_PART_OF_DAY}|يوم)\s+(?:يوم\s+)?\(?(?P<after_part>{_WEEKDAY})(?!\w)"
    rf"|(?<!\w)(?P<before_next>{_WEEKDAY})\s+(?:{NEXT.pattern}|{LAST.pattern})"
    rf"|^\s*(?P<alone>{_WEEKDAY})\s*$"
)


class RelativeDate(NamedTuple):
    """A moment counted from the base; *exact* if it is so to the minute or hour."""

    moment: datetime
    start: int
    end: int
    exact: bool = False


def find_relative_date(text: str, base: datetime) -> RelativeDate | None:
    """Return the first relative date of normalised *text*, counted from *base*."""
    return (
        find_time_ago(text, base)
        or find_day_word(text, base)
        or find_weekday(text, base)
    )


def find_time_ago(text: str, base: datetime) -> RelativeDate | None:
    """Return the moment of «قبل 3 أيام» or «منذ سنتين»."""
    match = _AGO.search(text)
    if not match:
        return find_time_ago_behind(text, base)
    unit, count_of_word = _UNITS[remove_spaces(match["unit"])]
    count = parse_count(match["count"]) if match["count"] else count_of_word
    start, end = match.span()
    moment = subtract(base, unit, count)
    return RelativeDate(moment, start, end, exact=unit in ("minutes", "hours"))


def find_time_ago_behind(text: str, base: datetime) -> RelativeDate | None:
    """Return the moment of «3 أيام مضت» or «3 days ago»."""
    match = _AGO_BEHIND.search(text)
    if not match:
        return None
    if match["unit"]:
        unit, _ = _UNITS[remove_spaces(match["unit"])]
        count = parse_count(match["count"])
    else:
        unit = f"{match['latin_unit']}s"
        digits = match["latin_count"]
        count = int(digits) if digits.isdigit() else 1
    moment = subtract(base, unit, count)
    exact = unit in ("minutes", "hours")
    return RelativeDate(moment, *match.span(), exact=exact)


def parse_count(text: str) -> int:
    """Return a number of units in figures or in words."""
    number = _NUMBERS.get(remove_spaces(text))
    return int(text) if number is None else number


def subtract(base: datetime, unit: str, count: int) -> datetime:
    """Return the moment *count* units before *base*."""
    if unit == "years":
        return subtract_months(base, count * YEAR_MONTHS)
    if unit == "months":
        return subtract_months(base, count)
    return base - timedelta(**{unit: count})


def subtract_months(moment: datetime, count: int) -> datetime:
    """Return the same day *count* months earlier, or that month's last day.

    One month before 31 March 2020 is 29 February 2020.
    """
    month_number = moment.year * YEAR_MONTHS + moment.month - 1 - count
    year, month = divmod(month_number, YEAR_MONTHS)
    _, length = monthrange(year, month + 1)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, length))


def find_day_word(text: str, base: datetime) -> RelativeDate | None:
    """Return the day of «أمس», «اليوم», «غدا» and the like."""
    for offset, pattern in _DAY_PATTERNS:
        if match := pattern.search(text):
            return RelativeDate(base + timedelta(offset), *match.span())
    return None


def find_weekday(text: str, base: datetime) -> RelativeDate | None:
    """Return the day of a weekday without a date.

    It is the latest such day up to the base: on a Saturday «يوم الجمعة» is yesterday
    and «يوم السبت» today. «المقبل» asks for the next, «الماضي» for one before today.
    """
    match = _WEEKDAY_ALONE.search(text)
    if not match:
        return None
    name = match["after_part"] or match["before_next"] or match["alone"]
    days_back = (base.weekday() - WEEKDAY[remove_spaces(name)]) % WEEK
    if NEXT.search(text, match.start()):
        days_back -= WEEK
    elif LAST.search(text, match.start()) and days_back == 0:
        days_back = WEEK
    return RelativeDate(base - timedelta(days_back), *match.span())
