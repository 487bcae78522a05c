# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every day of the Hijri calendar is as it was published."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from arabic.hijri import (
    FIRST_DAY,
    LAST_DAY,
    HijriDate,
    is_provisional,
    month_length,
    to_gregorian,
    to_gregorian_lenient,
    to_hijri,
)

PAIRS = (
    Path(__file__).resolve().parent.parent.parent
    / "shared"
    / "data"
    / "dates"
    / "hijri_gregorian_pairs.tsv"
)
ALL_DAYS = [
    FIRST_DAY + timedelta(days) for days in range((LAST_DAY - FIRST_DAY).days + 1)
]


def test_the_table_has_55991_days():
    assert len(ALL_DAYS) == 55_991


def test_every_day_of_the_table_goes_there_and_back():
    assert [day for day in ALL_DAYS if to_gregorian(to_hijri(day)) != day] == []


def test_every_day_of_the_table_follows_the_one_before():
    dates = [to_hijri(day) for day in ALL_DAYS]
    assert dates == sorted(set(dates))


@pytest.mark.parametrize(
    "day",
    [
        FIRST_DAY - timedelta(1),
        LAST_DAY + timedelta(1),
        date(1, 1, 1),
        date(9999, 12, 31),
    ],
)
def test_a_day_outside_the_table_has_no_hijri_date(day):
    assert to_hijri(day) is None


@pytest.mark.parametrize(
    ("year", "month", "length"),
    [
        (1343, 9, 28),
        (1345, 8, 28),
        (1364, 8, 28),
        (1345, 5, 31),
        (1348, 11, 31),
        (1349, 11, 31),
        (1441, 6, 30),
    ],
)
def test_months_are_as_long_as_they_were_published(year, month, length):
    assert month_length(year, month) == length
    assert (
        to_hijri(to_gregorian(HijriDate(year, month, length)) + timedelta(1)).day == 1
    )


def test_a_printed_30th_of_a_month_of_29_days_is_the_day_after_the_29th():
    assert to_gregorian_lenient(HijriDate(1441, 2, 30)) == to_gregorian(
        HijriDate(1441, 2, 29)
    ) + timedelta(1)


@pytest.mark.parametrize(
    "hijri", [HijriDate(1441, 2, 31), HijriDate(1441, 13, 1), HijriDate(1342, 1, 1)]
)
def test_a_hijri_date_that_does_not_exist_has_no_civil_day(hijri):
    assert to_gregorian_lenient(hijri) is None


@pytest.mark.parametrize(("year", "expected"), [(1450, False), (1451, True)])
def test_years_computed_ahead_are_provisional(year, expected):
    assert is_provisional(year) is expected


def test_dates_that_newspapers_print_in_both_calendars_agree():
    if not PAIRS.exists():
        pytest.skip("the shared pairs are not on this machine")
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    stated = [
        to_gregorian_lenient(HijriDate(*map(int, row["hijri"].split("-"))))
        for row in rows
    ]
    apart = [
        abs((day - date.fromisoformat(row["gregorian"])).days) if day else None
        for day, row in zip(stated, rows, strict=True)
    ]
    # The other two are misprints: 30 days apart, and a 34th of Rajab.
    assert (len(rows), apart.count(0), apart.count(1)) == (230, 224, 4)
