# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every day of the Hijri calendar is as it was published."""

from datetime import date, timedelta

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

# Dates that newspapers printed in both calendars: Hijri, Gregorian, days apart.
# A day apart is a month that began by sighting; more is a misprint.
PRINTED_PAIRS = [
    ("1373-03-02", "1953-11-09", 0),
    ("1416-08-18", "1996-01-09", 0),
    ("1427-10-22", "2006-11-14", 1),
    ("1430-04-11", "2009-04-07", 0),
    ("1430-08-28", "2009-08-19", 0),
    ("1430-11-13", "2009-11-01", 0),
    ("1433-12-29", "2012-11-14", 0),
    ("1435-08-24", "2014-06-22", 0),
    ("1435-12-13", "2014-10-06", 1),
    ("1436-04-03", "2015-01-23", 0),
    ("1436-07-28", "2015-05-17", 0),
    ("1436-09-16", "2015-06-03", 30),
    ("1436-09-27", "2015-07-14", 0),
    ("1436-09-28", "2015-07-15", 0),
    ("1436-10-09", "2015-07-25", 0),
    ("1436-10-15", "2015-07-31", 0),
    ("1436-10-16", "2015-08-01", 0),
    ("1436-10-20", "2015-08-06", 1),
    ("1436-10-25", "2015-08-10", 0),
    ("1436-10-26", "2015-08-11", 0),
    ("1436-10-27", "2015-08-12", 0),
    ("1436-11-05", "2015-08-20", 0),
    ("1436-11-10", "2015-08-25", 0),
    ("1436-11-12", "2015-08-27", 0),
    ("1436-11-23", "2015-09-07", 0),
    ("1437-01-19", "2015-11-02", 1),
    ("1437-03-15", "2015-12-26", 0),
]
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


@pytest.mark.parametrize(("hijri", "gregorian", "days_apart"), PRINTED_PAIRS)
def test_a_date_printed_in_both_calendars_agrees(hijri, gregorian, days_apart):
    day = to_gregorian_lenient(HijriDate(*map(int, hijri.split("-"))))
    assert abs((day - date.fromisoformat(gregorian)).days) == days_apart
