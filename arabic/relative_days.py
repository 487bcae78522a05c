# SPDX-License-Identifier: AGPL-3.0-or-later
"""Days told from the day of reading: «أمس», «قبل 3 أيام», «مساء الثلاثاء»."""

import re
from calendar import monthrange
from datetime import datetime, timedelta
from typing import NamedTuple

from arabic import months
from arabic.date_patterns import LAST, NEXT, WEEKDAY, any_of, plain, squeeze

_PART_OF_DAY = r"(?:صباح|فجر|ضحي|ظهر|ظهيره|عصر|مساء|عشيه|ليله|ليل)"
_WEEKDAY = any_of(name for names in months.WEEKDAYS for name in names)
_YESTERDAY = r"(?:امس|البارحه)"
_SPANS = [
    word for numbers in months.SPANS.values() for words in numbers for word in words
]
# unit → its field of timedelta, and how many the word alone says
_UNITS = {
    squeeze(plain(word)): (unit, 2 if number == 1 else 1)
    for unit, numbers in months.SPANS.items()
    for number, words in enumerate(numbers)
    for word in words
}
_AGO = re.compile(
    rf"(?<!\w)(?:قبل|منذ)\s+(?:(?P<count>\d{{1,3}})\s+)?(?P<unit>{any_of(_SPANS)})(?!\w)"
)
# «اليوم» is also a paper's name and «غدا» any time to come: they count alone or beside a time of day or weekday.
_WORDS = {
    -2: rf"اول\s+(?:من\s+)?{_YESTERDAY}|{_YESTERDAY}\s+الاول|قبل\s+{_YESTERDAY}",
    -1: _YESTERDAY,
    2: r"بعد\s+غد",
    1: rf"{_PART_OF_DAY}\s+(?:يوم\s+)?غدا?|^\s*غدا?\s*$|غدا?\s+(?:{_WEEKDAY})",
    0: rf"{_PART_OF_DAY}\s+اليوم|^\s*اليوم\s*$|اليوم\s+(?:{_WEEKDAY})",
}
_NAMED = [
    (offset, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"))
    for offset, pattern in _WORDS.items()
]
_BARE_WEEKDAY = re.compile(
    rf"(?<!\w)(?:{_PART_OF_DAY}|يوم)\s+(?:يوم\s+)?\(?(?P<beside>{_WEEKDAY})(?!\w)"
    rf"|(?<!\w)(?P<turned>{_WEEKDAY})\s+(?:{NEXT.pattern}|{LAST.pattern})"
    rf"|^\s*(?P<alone>{_WEEKDAY})\s*$"
)


class Told(NamedTuple):
    """A moment told from the base; *exact* if the clock time is part of what was told."""

    moment: datetime
    start: int
    end: int
    exact: bool = False


def find_told(text: str, base: datetime) -> Told | None:
    """Return the first relative day of folded *text*, as counted from *base*."""
    return ago(text, base) or named_day(text, base) or bare_weekday(text, base)


def ago(text: str, base: datetime) -> Told | None:
    """Return the moment of «قبل 3 أيام» or «منذ سنتين»."""
    match = _AGO.search(text)
    if not match:
        return None
    unit, alone = _UNITS[squeeze(match["unit"])]
    count = int(match["count"] or alone)
    if unit in ("months", "years"):
        moment = months_back(base, count * (12 if unit == "years" else 1))
    else:
        moment = base - timedelta(**{unit: count})
    return Told(moment, *match.span(), exact=unit in ("minutes", "hours"))


def months_back(moment: datetime, count: int) -> datetime:
    """Return the same day *count* months earlier, the last of the month where that month is shorter."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - count, 12)
    last = monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def named_day(text: str, base: datetime) -> Told | None:
    """Return the day of «أمس», «اليوم» and their like."""
    for offset, pattern in _NAMED:
        if match := pattern.search(text):
            return Told(base + timedelta(offset), *match.span())
    return None


def bare_weekday(text: str, base: datetime) -> Told | None:
    """Return the latest day of a weekday that stands without a date, the base itself included; «المقبل» the next."""
    match = _BARE_WEEKDAY.search(text)
    if not match:
        return None
    wanted = WEEKDAY[squeeze(match["beside"] or match["turned"] or match["alone"])]
    back = (base.weekday() - wanted) % 7
    if NEXT.search(text, match.start()):
        back -= 7
    elif LAST.search(text, match.start()) and back == 0:
        back = 7
    return Told(base - timedelta(back), *match.span())
