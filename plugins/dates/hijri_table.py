# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Hijri calendar of an archive's years, for the search page.

Browsers have a calendar of their own, ICU's islamic-umalqura. It agrees with the
published calendar from 1420 to 1450 AH only (checked day by day, ICU 78).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypedDict

from arabic.hijri import FIRST_YEAR, HijriDate, month_length, to_gregorian, to_hijri
from arabic.months import HIJRI

EPOCH = date(1970, 1, 1)
LAST_YEAR = 1500  # of the published calendar
MONTHS = range(1, 13)
SHORTEST_MONTH = 28


class HijriTable(TypedDict):
    """Consecutive Hijri years; read by hijri.js."""

    year: int  # the first year; 0 without any
    start: int  # its first day, in days since 1970-01-01
    lengths: str  # one digit a month: its days minus 28
    names: Sequence[Sequence[str]]  # of each month, all that the press has


def build_hijri_table(days: Iterable[date]) -> HijriTable:
    """Return the Hijri years of *days*, and one more on either side.

    A Gregorian year overlaps two Hijri years: readers may ask for either.
    """
    years = hijri_years(days)
    if not years:
        return {"year": 0, "start": 0, "lengths": "", "names": HIJRI}
    first = max(min(years) - 1, FIRST_YEAR)
    last = min(max(years) + 1, LAST_YEAR)
    first_day = to_gregorian(HijriDate(first, 1, 1))
    return {
        "year": first,
        "start": (first_day - EPOCH).days,
        "lengths": "".join(map(encode_year, range(first, last + 1))),
        "names": HIJRI,
    }


def hijri_years(days: Iterable[date]) -> set[int]:
    """Return the Hijri years of those *days* that the published calendar covers."""
    return {hijri.year for day in days if (hijri := to_hijri(day))}


def encode_year(year: int) -> str:
    """Return the lengths of the twelve months of *year*, as one digit each."""
    lengths = (month_length(year, month) for month in MONTHS)
    return "".join(str(length - SHORTEST_MONTH) for length in lengths)
