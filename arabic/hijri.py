# SPDX-License-Identifier: AGPL-3.0-or-later
"""Converts Gregorian days to Umm al-Qura dates and back.

The published calendar covers 1343 to 1500 AH, 1 August 1924 to 16 November 2077.
"""

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from hijridate import Gregorian, Hijri

# CLDR's names; hijridate calls the fourth month ربيع الثاني.
HIJRI_MONTHS = (
    "محرم",
    "صفر",
    "ربيع الأول",
    "ربيع الآخر",
    "جمادى الأولى",
    "جمادى الآخرة",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة",
    "ذو الحجة",
)
MONTHS = 12
FIRST_YEAR = 1343
FIRST_DAY = date(1924, 8, 1)  # 1343-01-01
LAST_DAY = date(2077, 11, 16)  # 1500-12-30
SIGHTED_DAY = 30  # the last day of a month that begins by sighting
PROVISIONAL_FROM = 1451  # years computed in advance, not yet published


class HijriDate(NamedTuple):
    """A day of the Umm al-Qura calendar.

    Months have 29 or 30 days; before 1365 some have 28 or 31.
    """

    year: int
    month: int
    day: int

    def isoformat(self) -> str:
        """Return the date as ``1441-06-14``."""
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


@cache  # at most the table's 55,991 days, each needed for many articles
def to_hijri(day: date) -> HijriDate | None:
    """Return the Hijri date of a Gregorian day, ``None`` outside the table.

    The day is not shifted at sunset: newspapers change both dates at midnight.
    Source: hijridate's table of published calendars,
    github.com/dralshehri/hijridate/issues/26.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        return None
    return HijriDate(*Gregorian(day.year, day.month, day.day).to_hijri().datetuple())


def to_gregorian(hijri: HijriDate) -> date:
    """Return the Gregorian day of a Hijri date.

    Raises ``ValueError`` for a day that its month does not have, ``OverflowError`` for
    a year outside the table.
    """
    return date(*Hijri(*hijri).to_gregorian().datetuple())


@cache
def to_gregorian_lenient(hijri: HijriDate) -> date | None:
    """Return the Gregorian day of a Hijri date as newspapers print it, or ``None``.

    The 30th of a month of 29 days is the day after the 29th: where months begin by
    sighting, newspapers print it.
    """
    try:
        return to_gregorian(hijri)
    except OverflowError:
        return None
    except ValueError:
        if hijri.day != SIGHTED_DAY:
            return None
    day_before = to_gregorian_lenient(hijri._replace(day=SIGHTED_DAY - 1))
    return day_before + timedelta(1) if day_before else None


def month_length(year: int, month: int) -> int:
    """Return the days of a Hijri month as it was published: 28 to 31."""
    return int(Hijri(year, month, 1).month_length())


def is_provisional(year: int) -> bool:
    """Return whether a Hijri year is computed in advance, not yet published."""
    return year >= PROVISIONAL_FROM
