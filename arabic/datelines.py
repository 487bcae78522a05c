# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds the date of a byline or dateline, in either calendar or in both.

A doubtful date is refused, not guessed.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from arabic.absolute_dates import (
    AbsoluteDate,
    find_absolute_dates,
    gregorian_day,
    nearest_day,
)
from arabic.alignment import original_span
from arabic.clock import find_time
from arabic.date_patterns import (
    HIJRI_MONTH,
    WEEKDAY,
    WEEKDAY_NAME,
    normalise_for_dates,
    remove_spaces,
)
from arabic.hijri import MONTHS, HijriDate, to_gregorian_lenient
from arabic.relative_dates import find_relative_date

Calendar = Literal["gregorian", "hijri", "dual", "relative"]
GAP = 30  # most characters between the two halves of a date in both calendars
REACH = 40  # characters around a date in which its weekday and its time are printed
NOON = dt.time(12)
YEAR_INFERRED = "year-inferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """A date read from a text.

    *start* and *end* are offsets in the text as given. *hijri* is the date as printed.

    Flags:
    ``weekday-mismatch``: the weekday beside the date is another;
    ``dual-mismatch``: the two halves are more than a day apart;
    ``year-inferred``: the year is not printed;
    ``month-first``: 2/13/2020;
    ``swapped``: a Hijri date with the month before the day, by its weekday;
    ``sighting``: a Hijri day that the table lacks, or moved by one to its weekday.
    """

    day: dt.date
    time: dt.time | None = None
    calendar: Calendar
    hijri: HijriDate | None = None
    start: int
    end: int
    flags: tuple[str, ...] = ()

    @property
    def precision(self) -> Literal["day", "minute"]:
        """The precision of the date in the text."""
        return "day" if self.time is None else "minute"


def find_date(text: str, base: dt.date | None = None) -> Dateline | None:
    """Return the first date in *text*, or ``None``.

    *base* is the day of publication or capture; without it, relative dates and dates
    without a year are not read. With a ``datetime`` as base, «قبل ساعتين» has a time of
    day; a plain day counts from noon.
    """
    normalised = normalise_for_dates(text)
    day = base.date() if isinstance(base, dt.datetime) else base
    dateline = read_absolute_date(normalised, day)
    if dateline is None and base is not None:
        dateline = read_relative_date(normalised, base)
    if dateline is None:
        return None
    start, end = original_span(text, dateline.start, dateline.end)
    return replace(dateline, start=start, end=end)


def read_absolute_date(text: str, base: dt.date | None) -> Dateline | None:
    """Return the first absolute date of normalised *text*, with its other calendar.

    The weekday beside it is checked, and the time is added.
    """
    dates = find_absolute_dates(text, base)
    if not dates:
        return None
    if is_in_both_calendars(dates):
        dateline = join_calendars(dates[0], dates[1])
    else:
        dateline = to_dateline(dates[0])
    return dateline and add_time(text, check_weekday(text, dateline))


def is_in_both_calendars(dates: Sequence[AbsoluteDate]) -> bool:
    """Return whether the first two dates are one date in both calendars."""
    if len(dates) == 1:
        return False
    first, second = dates[:2]
    return first.calendar != second.calendar and second.start - first.end <= GAP


def to_dateline(absolute: AbsoluteDate) -> Dateline | None:
    """Return a date of one calendar, ``None`` if the calendar has no such day."""
    if absolute.day is None:
        return None
    return Dateline(
        day=absolute.day,
        calendar=absolute.calendar,
        hijri=absolute.hijri,
        start=absolute.start,
        end=absolute.end,
        flags=absolute.flags,
    )


def join_calendars(first: AbsoluteDate, second: AbsoluteDate) -> Dateline | None:
    """Return one date of its two halves.

    The day is that of the Gregorian half, which readers can check.
    """
    hijri, gregorian = (first, second) if first.calendar == "hijri" else (second, first)
    gregorian = infer_year(gregorian, hijri)
    dateline = to_dateline(gregorian) or to_dateline(hijri)
    if not dateline:
        return None
    flags = dateline.flags
    if not is_same_day(gregorian.day, hijri.day):
        flags = (*flags, "dual-mismatch")
    return replace(
        dateline,
        calendar="dual",
        hijri=hijri.hijri,
        start=first.start,
        end=second.end,
        flags=flags,
    )


def infer_year(gregorian: AbsoluteDate, hijri: AbsoluteDate) -> AbsoluteDate:
    """Return a Gregorian half without a year in the year nearest to the Hijri half.

    «14 جمادى الآخرة 1441هـ الموافق 8 فبراير» is in 2020. If the Hijri half has no
    printed year either, *gregorian* is returned unchanged.
    """
    if gregorian.day is None or hijri.day is None:
        return gregorian
    if YEAR_INFERRED not in gregorian.flags or YEAR_INFERRED in hijri.flags:
        return gregorian
    month, day = gregorian.day.month, gregorian.day.day
    nearest = nearest_day(
        lambda year: gregorian_day(year, month, day), hijri.day.year, hijri.day
    )
    return replace(gregorian, day=nearest, flags=())


def is_same_day(gregorian: dt.date | None, hijri: dt.date | None) -> bool:
    """Return whether both halves exist and are at most a day apart."""
    if gregorian is None or hijri is None:
        return False
    return abs((hijri - gregorian).days) <= 1


def check_weekday(text: str, dateline: Dateline) -> Dateline:
    """Return *dateline* checked against the weekday printed beside it.

    The weekday corrects a Hijri date; another date gets a flag.
    """
    context = text[max(0, dateline.start - REACH) : dateline.end + REACH]
    match = WEEKDAY_NAME.search(context)
    if not match:
        return dateline
    weekday = WEEKDAY[remove_spaces(match["name"])]
    if dateline.day.weekday() == weekday:
        return dateline
    corrected = correct_hijri(dateline, weekday, context)
    if corrected:
        return corrected
    return replace(dateline, flags=(*dateline.flags, "weekday-mismatch"))


def correct_hijri(dateline: Dateline, weekday: int, context: str) -> Dateline | None:
    """Return a Hijri date that is on *weekday*; ``None`` for other dates."""
    if dateline.calendar != "hijri":
        return None
    swapped = None
    if not HIJRI_MONTH.search(context):
        swapped = swap_month_and_day(dateline, weekday)
    return swapped or shift_by_sighting(dateline, weekday)


def swap_month_and_day(dateline: Dateline, weekday: int) -> Dateline | None:
    """Return a Hijri date with month and day exchanged if that is on *weekday*."""
    if not dateline.hijri or dateline.hijri.day > MONTHS:
        return None
    year, month, day = dateline.hijri
    swapped = HijriDate(year, month=day, day=month)
    gregorian = to_gregorian_lenient(swapped)
    if not gregorian or gregorian.weekday() != weekday:
        return None
    flags = (*dateline.flags, "swapped")
    return replace(dateline, day=gregorian, hijri=swapped, flags=flags)


def shift_by_sighting(dateline: Dateline, weekday: int) -> Dateline | None:
    """Return a Hijri date moved by one day if that is on *weekday*.

    Where months begin by sighting, the month began a day before or after the table's.
    """
    shift = (weekday - dateline.day.weekday() + 3) % 7 - 3
    if abs(shift) != 1:
        return None
    day = dateline.day + dt.timedelta(shift)
    return replace(dateline, day=day, flags=(*dateline.flags, "sighting"))


def read_relative_date(text: str, base: dt.date) -> Dateline | None:
    """Return the first date relative to *base* in normalised *text*.

    The weekday beside it is checked. Its time is computed if *base* has one.
    """
    has_time = isinstance(base, dt.datetime)
    moment = base if isinstance(base, dt.datetime) else dt.datetime.combine(base, NOON)
    relative = find_relative_date(text, moment)
    if not relative:
        return None
    dateline = Dateline(
        day=relative.moment.date(),
        time=relative.moment.time() if has_time and relative.exact else None,
        calendar="relative",
        start=relative.start,
        end=relative.end,
    )
    return add_time(text, check_weekday(text, dateline))


def add_time(text: str, dateline: Dateline) -> Dateline:
    """Return *dateline* with the time printed after it or, failing that, before it."""
    if dateline.time:
        return dateline
    start, end = dateline.start, dateline.end
    time = find_time(text[end : end + REACH])
    if time is None:
        time = find_time(text[max(0, start - REACH) : start])
    return replace(dateline, time=time) if time else dateline
