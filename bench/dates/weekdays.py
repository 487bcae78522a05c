# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates of real articles against the weekday that is printed beside them.

A newspaper prints «الخميس 26 شوال 1436»: if the date is read rightly it is a Thursday.
That checks thousands of dates without labels.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from arabic.date_patterns import (
    DAY_MONTH_YEAR,
    HIJRI,
    NUMERIC,
    WEEKDAY_NAME,
    normalise_for_dates,
    remove_spaces,
)
from arabic.datelines import Dateline, find_date
from bench.tools.datasets import read_records

DISTANCE = 24  # characters before a date in which its weekday is searched
HIJRI_YEARS = range(1300, 1501)
MISMATCHES = {"weekday-mismatch", "sighting"}  # flags of a dateline

# «يوم غد الخميس وإلى غاية 31 مارس» names two days: only these words may be between a
# weekday and its date.
WEEKDAY_BEFORE = re.compile(
    rf"{WEEKDAY_NAME.pattern}"
    r"(?:[\s(),،:-]|(?:الموافق(?: ل)?|المقبل|القادم|الماضي|المنصرم)(?!\w)){0,16}$"
)
TODAY = re.compile(
    r"(?<!\w)(?:صباح|ظهر|عصر|مساء|فجر|عشيه|ليله)\s+(?:اليوم|امس)\s+"
    rf"\(?{WEEKDAY_NAME.pattern}"
)
BOTH_CALENDARS = re.compile(
    r"(?P<hijri>\d{1,2}\s+[^\d.]{3,20}\s+14\d\d\s*ه)\w*\s+الموافق\s+"
    r"(?P<gregorian>\d{1,2}\s+\w+\s+20\d\d)\s*م"
)


class ReadDate(NamedTuple):
    """A date in print: what it consists of, and what ingest reads in it."""

    kind: str
    dateline: Dateline | None


class Agreement(NamedTuple):
    """By kind of date: how many are read, and how many are on the printed weekday."""

    read: Counter[str]
    agreed: Counter[str]


DateFinder = Callable[[str, date], Iterator[ReadDate]]


def read_stories(path: Path, count: int) -> Iterator[tuple[str, date]]:
    """Yield text and day of the dated among the first *count* articles of a corpus."""
    for record in islice(read_records(path), count):
        day = publication_day(record["date"])
        if day:
            yield normalise_for_dates(f"{record['title']} \n {record['content']}"), day


def publication_day(text: str) -> date | None:
    """Return the day of an article in either format of the corpora."""
    if re.match(r"\d{4}-", text):
        return datetime.fromisoformat(text).date()
    dateline = find_date(text)  # DD/MM/YYYY
    return dateline.day if dateline else None


def dates_after_weekdays(text: str, base: date) -> Iterator[ReadDate]:
    """Yield each date of *text* behind the name of a weekday."""
    for match in (*DAY_MONTH_YEAR.finditer(text), *NUMERIC.finditer(text)):
        earliest = max(0, match.start() - DISTANCE)
        weekday = WEEKDAY_BEFORE.search(text, earliest, match.start())
        kind = kind_of_date(match)
        if weekday and kind:
            yield ReadDate(kind, find_date(text[weekday.start() : match.end()], base))


def days_before_weekdays(text: str, base: date) -> Iterator[ReadDate]:
    """Yield each "this morning" or "yesterday evening" before the name of a weekday."""
    for match in TODAY.finditer(text):
        dateline = find_date(match[0], base)
        yield ReadDate("part of the day, today or yesterday, weekday", dateline)


def kind_of_date(match: re.Match[str]) -> str:
    """Return what a date consists of; "" for a Gregorian date in figures."""
    groups = match.groupdict()
    if "month" not in groups:
        years = {int(groups["first"]), int(groups["third"])}
        return "weekday, Hijri date" if years & set(HIJRI_YEARS) else ""
    if remove_spaces(groups["month"]) in HIJRI:
        return "weekday, Hijri date" if groups["year"] else ""
    if groups["year"]:
        return "weekday, day, month, year"
    return "weekday, day, month, year inferred"


def measure_agreement(dates: Iterable[ReadDate]) -> Agreement:
    """Return how many of *dates* are on the weekday that is printed beside them."""
    agreement = Agreement(Counter(), Counter())
    for kind, dateline in dates:
        if dateline is None:
            agreement.read[kind] += 0  # the kind is listed
            continue
        agreement.read[kind] += 1
        agreement.agreed[kind] += not MISMATCHES.intersection(dateline.flags)
    return agreement


def days_between_calendars(text: str) -> Iterator[str]:
    """Yield by how many days the halves of each date in both calendars differ.

    Each half is read by itself; "unread" where one is not read.
    """
    for match in BOTH_CALENDARS.finditer(text):
        hijri, gregorian = find_date(match["hijri"]), find_date(match["gregorian"])
        if hijri and gregorian:
            yield str(abs((hijri.day - gregorian.day).days))
        else:
            yield "unread"


def print_weekdays(
    name: str, path: Path, count: int, finders: Sequence[DateFinder]
) -> None:
    """Print for each kind of date how often it is on the printed weekday."""
    dates: list[ReadDate] = []
    distances: Counter[str] = Counter()
    for text, day in read_stories(path, count):
        for find in finders:
            dates += find(text, day)
        distances.update(days_between_calendars(text))
    agreement = measure_agreement(dates)
    for kind, read in sorted(agreement.read.items()):
        agreed = agreement.agreed[kind]
        share = agreed / max(1, read)
        print(f"{name:14} {kind:46} {agreed}/{read} = {share:.1%}")
    by_days = dict(distances.most_common())
    print(f"{name:14} dates in both calendars, by days apart: {by_days}")
