# SPDX-License-Identifier: AGPL-3.0-or-later
"""Civil days as Umm al-Qura dates and back, as far as the published calendar reaches: 1343 to 1500 AH."""

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
SIGHTED_DAY = 30  # the last a month may have where it begins by sighting
PROVISIONAL_FROM = 1451  # years computed ahead, not yet published


class HijriDate(NamedTuple):
    """A day of the Umm al-Qura calendar; months have 28 to 31 days in the years before 1365."""

    year: int
    month: int
    day: int

    def isoformat(self) -> str:
        """Return the date as ``1441-06-14``."""
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


@cache  # at most the table's 55,991 days, each asked for by many articles and both calendars
def to_hijri(day: date) -> HijriDate | None:
    """Return the Hijri date of a civil day, ``None`` outside the table.

    The day is not shifted at sunset: newspapers change both dates at midnight.
    Source: hijridate's table of published calendars, github.com/dralshehri/hijridate/issues/26.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        return None
    return HijriDate(*Gregorian(day.year, day.month, day.day).to_hijri().datetuple())


def to_gregorian(hijri: HijriDate) -> date:
    """Return the civil day of a Hijri date.

    Raises ``ValueError`` for a day its month does not have, ``OverflowError`` for a year outside the table.
    """
    return date(*Hijri(*hijri).to_gregorian().datetuple())


@cache
def printed_day(hijri: HijriDate) -> date | None:
    """Return the civil day of a Hijri date as newspapers print it, ``None`` where there is none.

    The 30th of a month of 29 days counts as the day after the 29th: where months begin by sighting, it is printed.
    """
    try:
        return to_gregorian(hijri)
    except OverflowError:
        return None
    except ValueError:
        eve = printed_day(hijri._replace(day=29)) if hijri.day == SIGHTED_DAY else None
        return eve and eve + timedelta(1)


def month_length(year: int, month: int) -> int:
    """Return the days of a Hijri month: 28 to 31, for the table holds months as they were published."""
    return int(Hijri(year, month, 1).month_length())


def is_provisional(year: int) -> bool:
    """Say whether the calendar of a Hijri year is computed ahead, not yet published."""
    return year >= PROVISIONAL_FROM
