# SPDX-License-Identifier: AGPL-3.0-or-later
"""The date an Arabic byline or dateline states, in either calendar or both; a doubtful one is refused, not guessed."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

from arabic.alignment import origin
from arabic.clock import find_time
from arabic.date_patterns import HIJRI_MONTH, WEEKDAY, WEEKDAY_NAME, plain, squeeze
from arabic.hijri import MONTHS, HijriDate, printed_day
from arabic.printed_dates import Printed, find_printed, gregorian_day, nearest
from arabic.relative_days import find_told

Calendar = Literal["gregorian", "hijri", "dual", "relative"]
GAP = 30  # characters between the halves of a date in two calendars
REACH = 40  # characters around a date in which its weekday and its time stand
NOON = dt.time(12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """A date read from a text.

    *start* and *end* are offsets in the text as given. *hijri* is the date as printed. Flags: ``weekday-mismatch``,
    ``dual-mismatch`` (the halves lie more than a day apart), ``year-inferred``, ``month-first``, ``swapped`` (month
    before day in a Hijri date, by its weekday), ``sighting`` (a Hijri day the table lacks, or moved by one to its
    weekday).
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
        """How exactly the text tells the moment."""
        return "day" if self.time is None else "minute"


def find_date(text: str, base: dt.date | None = None) -> Dateline | None:
    """Return the first date that *text* states, or ``None``.

    *base* is the day of publication or capture: without it neither relative days nor dates without a year are read. A
    ``datetime`` serves for «قبل ساعتين»; a plain day counts from noon.
    """
    folded = plain(text)
    day = base.date() if isinstance(base, dt.datetime) else base
    dateline = stated(folded, day) or (told(folded, base) if base else None)
    if not dateline:
        return None
    start, end = origin(text, dateline.start, dateline.end)
    return replace(dateline, start=start, end=end)


def stated(text: str, base: dt.date | None) -> Dateline | None:
    """Return the first date printed in folded *text*, joined with its other calendar, checked against its weekday."""
    found = find_printed(text, base)
    if not found:
        return None
    pair = (
        len(found) > 1
        and found[0].calendar != found[1].calendar
        and found[1].start - found[0].end <= GAP
    )
    dateline = join(found[0], found[1]) if pair else single(found[0])
    return dateline and with_time(text, check_weekday(text, dateline))


def single(printed: Printed) -> Dateline | None:
    """Return a date printed in one calendar, ``None`` if the calendar has no such day."""
    if printed.day is None:
        return None
    return Dateline(
        day=printed.day,
        calendar=printed.calendar,
        hijri=printed.hijri,
        start=printed.start,
        end=printed.end,
        flags=printed.flags,
    )


def join(first: Printed, second: Printed) -> Dateline | None:
    """Return one date of its two halves: the Gregorian wins, for readers can check it."""
    hijri, gregorian = (first, second) if first.calendar == "hijri" else (second, first)
    if (
        gregorian.day
        and hijri.day
        and "year-inferred" in gregorian.flags
        and "year-inferred" not in hijri.flags
    ):
        gregorian = year_from(gregorian, gregorian.day, hijri.day)
    dateline = single(gregorian) or single(hijri)
    if not dateline:
        return None
    halves_part = (
        not gregorian.day or not hijri.day or abs((hijri.day - gregorian.day).days) > 1
    )
    return replace(
        dateline,
        calendar="dual",
        hijri=hijri.hijri,
        start=first.start,
        end=second.end,
        flags=(*dateline.flags, *(("dual-mismatch",) if halves_part else ())),
    )


def year_from(gregorian: Printed, day: dt.date, other: dt.date) -> Printed:
    """Return a Gregorian half without a year in the year that brings it nearest to the *other* half."""
    years = (other.year - 1, other.year, other.year + 1)
    found = nearest(lambda year: gregorian_day(year, day.month, day.day), years, other)
    return replace(gregorian, day=found, flags=())


def near(text: str, start: int, end: int) -> str:
    """Return the stretch of *text* in which the weekday of a date is printed."""
    return text[max(0, start - REACH) : end + REACH]


def check_weekday(text: str, dateline: Dateline) -> Dateline:
    """Return *dateline* held against the weekday beside it, which mends a Hijri date and only questions another."""
    around = near(text, dateline.start, dateline.end)
    match = WEEKDAY_NAME.search(around)
    if not match or dateline.day.weekday() == (
        named := WEEKDAY[squeeze(match["name"])]
    ):
        return dateline
    if dateline.calendar == "hijri":
        mended = (
            not HIJRI_MONTH.search(around) and swapped(dateline, named)
        ) or sighted(dateline, named)
        if mended:
            return mended
    return replace(dateline, flags=(*dateline.flags, "weekday-mismatch"))


def swapped(dateline: Dateline, named: int) -> Dateline | None:
    """Return a Hijri date with month and day exchanged if that is the weekday *named* (0 is Monday)."""
    if not dateline.hijri or dateline.hijri.day > MONTHS:
        return None
    year, month, day = dateline.hijri
    turned = HijriDate(year, day, month)
    civil = printed_day(turned)
    if not civil or civil.weekday() != named:
        return None
    return replace(
        dateline, day=civil, hijri=turned, flags=(*dateline.flags, "swapped")
    )


def sighted(dateline: Dateline, named: int) -> Dateline | None:
    """Return a Hijri date moved by one day if that is the weekday *named*: the month began by sighting."""
    shift = (named - dateline.day.weekday() + 3) % 7 - 3
    if abs(shift) != 1:
        return None
    return replace(
        dateline,
        day=dateline.day + dt.timedelta(shift),
        flags=(*dateline.flags, "sighting"),
    )


def told(text: str, base: dt.date) -> Dateline | None:
    """Return a day told relatively to *base*, checked against its weekday; its time is known if that of *base* is."""
    clocked = isinstance(base, dt.datetime)
    found = find_told(
        text, base if isinstance(base, dt.datetime) else dt.datetime.combine(base, NOON)
    )
    if not found:
        return None
    time = found.moment.time() if clocked and found.exact else None
    dateline = Dateline(
        day=found.moment.date(),
        time=time,
        calendar="relative",
        start=found.start,
        end=found.end,
    )
    return with_time(text, check_weekday(text, dateline))


def with_time(text: str, dateline: Dateline) -> Dateline:
    """Return *dateline* with the time printed behind it or, failing that, before it."""
    behind, before = (
        text[dateline.end : dateline.end + REACH],
        text[max(0, dateline.start - REACH) : dateline.start],
    )
    printed = None if dateline.time else find_time(behind) or find_time(before)
    return replace(dateline, time=printed) if printed else dateline
