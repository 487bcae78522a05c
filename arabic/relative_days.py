# SPDX-License-Identifier: AGPL-3.0-or-later
"""Days told from the day of reading: «أمس», «قبل 3 أيام», «مساء الثلاثاء»."""

import re
from calendar import monthrange
from datetime import datetime, timedelta
from typing import NamedTuple

from arabic import months
from arabic.date_patterns import LAST, NEXT, WEEKDAY, WEEKDAY_NAME, any_of, squeeze

_PART_OF_DAY = r"(?:صباح|فجر|ضحي|ظهر|ظهيره|عصر|مساء|عشيه|ليله|ليل)"
# unit → whether the word itself says two
_UNITS = {
    squeeze(word): (unit, number == 1)
    for unit, numbers in months.SPANS.items()
    for number, words in enumerate(numbers)
    for word in words
}
_AGO = re.compile(rf"(?<!\w)(?:قبل|منذ)\s+(?:(?P<count>\d{{1,3}})\s+)?(?P<unit>{any_of(_UNITS)})(?!\w)")
_YESTERDAY = r"(?:امس|البارحه)"
# Longest first. «اليوم» and «غد» are also names of papers and of things: they count alone or beside a time of day.
_WORDS = tuple(
    (offset, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"))
    for offset, pattern in (
        (-2, rf"اول\s+(?:من\s+)?{_YESTERDAY}|{_YESTERDAY}\s+الاول|قبل\s+{_YESTERDAY}"),
        (-1, _YESTERDAY),
        (2, r"بعد\s+غد"),
        (1, rf"(?:^\s*|{_PART_OF_DAY}\s+(?:يوم\s+)?)غدا?(?=\s*$|\s)"),
        (
            0,
            rf"{_PART_OF_DAY}\s+اليوم|اليوم\s+(?:{any_of(name for day in months.WEEKDAYS for name in day)})|^\s*اليوم\s*$",
        ),
    )
)
_BARE_WEEKDAY = re.compile(
    rf"(?:{_PART_OF_DAY}|يوم)\s+(?:يوم\s+)?\(?{WEEKDAY_NAME.pattern}|{WEEKDAY_NAME.pattern.replace('?P<name>', '?P<next>')}"
    rf"\s+(?:{NEXT.pattern}|{LAST.pattern})|^\s*{WEEKDAY_NAME.pattern.replace('?P<name>', '?P<alone>')}\s*$"
)


class Told(NamedTuple):
    """A moment told from the base; *exact* if the clock time is part of what was told."""

    moment: datetime
    exact: bool
    start: int
    end: int


def find_told(text: str, base: datetime) -> Told | None:
    """Return the first relative day of folded *text*, as counted from *base*."""
    return ago(text, base) or named_day(text, base) or bare_weekday(text, base)


def ago(text: str, base: datetime) -> Told | None:
    """Return the moment of «قبل 3 أيام» or «منذ سنتين»."""
    match = _AGO.search(text)
    if not match:
        return None
    unit, two = _UNITS[squeeze(match["unit"])]
    count = int(match["count"] or (2 if two else 1))
    if unit in ("months", "years"):
        moment = months_back(base, count * (12 if unit == "years" else 1))
    else:
        moment = base - timedelta(**{unit: count})
    return Told(moment, unit in ("minutes", "hours"), *match.span())


def months_back(moment: datetime, count: int) -> datetime:
    """Return the same day *count* months earlier, the last of the month where that month is shorter."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - count, 12)
    last = monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def named_day(text: str, base: datetime) -> Told | None:
    """Return the day of «أمس», «اليوم» and their like."""
    for offset, pattern in _WORDS:
        if match := pattern.search(text):
            return Told(base + timedelta(offset), False, *match.span())
    return None


def bare_weekday(text: str, base: datetime) -> Told | None:
    """Return the latest day of a weekday that stands without a date, the base itself included; «المقبل» the next."""
    match = _BARE_WEEKDAY.search(text)
    if not match:
        return None
    wanted = WEEKDAY[squeeze(match["name"] or match["next"] or match["alone"])]
    back = (base.weekday() - wanted) % 7
    if NEXT.search(text, match.start()):
        back -= 7
    elif LAST.search(text, match.start()) and back == 0:
        back = 7
    return Told(base - timedelta(back), False, *match.span())
