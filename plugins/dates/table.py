# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Hijri months of an archive's years, for a browser: its own table of the calendar is not the published one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from arabic.hijri import FIRST_YEAR, HijriDate, month_length, to_gregorian, to_hijri

EPOCH = date(1970, 1, 1)
LAST_YEAR = 1500  # of the published calendar
MONTHS = range(1, 13)
SHORTEST = 28  # days of a month


def hijri_table(days: Iterable[date]) -> dict[str, Any]:
    """Return the Hijri years of *days* and the one on each side, for a reader may name a year in the other calendar.

    They are the first year, the day on which it begins (from 1970 on), and the lengths of months as figures, one a
    month, the days beyond 28.
    ICU's islamic-umalqura agrees with the table of arabic.hijri from 1420 to 1450 only (checked day by day, ICU 78).
    """
    named = {hijri.year for day in days if (hijri := to_hijri(day))}
    if not named:
        return {"year": 0, "start": 0, "lengths": ""}
    years = range(max(min(named) - 1, FIRST_YEAR), min(max(named) + 1, LAST_YEAR) + 1)
    return {
        "year": years[0],
        "start": (to_gregorian(HijriDate(years[0], 1, 1)) - EPOCH).days,
        "lengths": "".join(
            str(month_length(year, month) - SHORTEST)
            for year in years
            for month in MONTHS
        ),
    }
