# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates read from strings of newspapers, beside peers; agreement with printed weekdays.

python -m bench dates [--news-articles 40000]
"""

import argparse
import csv
import json
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import dateparser
from dateparser.search import search_dates
from dateutil import parser as dateutil_parser

from arabic.datelines import find_date
from arabic.hijri import HijriDate, to_gregorian_lenient
from bench.dates.weekdays import (
    dates_after_weekdays,
    days_before_weekdays,
    print_weekdays,
)
from bench.tools.datasets import DATA, SAUDINEWSNET
from plugins.contract import ArchiveArticle
from plugins.dates import set_article_dates
from plugins.dates.calendars import gregorian_calendar, hijri_calendar
from plugins.dates.periods import build_periods
from plugins.dates.style import DateStyle
from tests.article_builder import build_article

MIN_SECONDS = 1.0  # that the speed of a reader is measured
ARTICLES = 31_030
FIRST_MOMENT = datetime(1995, 7, 21, 12, tzinfo=UTC)
STRIDE = 7919  # days between two articles, modulo the span: a prime, to shuffle them

DateReader = Callable[[str, date], date | None]


class Case(NamedTuple):
    """A string of a newspaper, and the date that a person read in it."""

    text: str
    base: date  # day of publication, for dates without a year
    expected: date | None


class Accuracy(NamedTuple):
    """How many dates a reader reads."""

    right: int
    wrong: int  # dates other than the expected one; not: no date


class PrintedPair(NamedTuple):
    """A date that a newspaper printed in both calendars."""

    hijri: HijriDate
    gregorian: date


def read_cases(path: Path) -> list[Case]:
    """Return the labelled strings."""
    return [
        Case(row["text"], date.fromisoformat(row["base"]), expected_date(row["expect"]))
        for row in json.loads(path.read_text(encoding="utf-8"))
    ]


def expected_date(text: str | None) -> date | None:
    """Return the date of an ISO 8601 date or time, ``None`` where there is none."""
    return date.fromisoformat(text[:10]) if text else None


def read_by_find_date(text: str, base: date) -> date | None:
    """Return the date that ingest reads."""
    dateline = find_date(text, base)
    return dateline.day if dateline else None


def read_by_dateparser(text: str, base: date) -> date | None:
    """Return the first date that dateparser's search finds, set to Arabic."""
    settings: Any = {"RELATIVE_BASE": midnight(base), "DATE_ORDER": "DMY"}
    dates = search_dates(text, languages=["ar"], settings=settings)
    return dates[0][1].date() if dates else None


def read_by_dateutil(text: str, base: date) -> date | None:
    """Return the date by which Pelican's own reader would file the article."""
    try:
        parsed = dateutil_parser.parse(text, dayfirst=True, default=midnight(base))
    except (ValueError, OverflowError):
        return None
    return parsed.date() if isinstance(parsed, datetime) else None


def midnight(day: date) -> datetime:
    """Return the start of a day, without a time zone as the peers expect it."""
    return datetime.combine(day, datetime.min.time())


READERS: dict[str, DateReader] = {
    "find_date": read_by_find_date,
    f"dateparser {dateparser.__version__}, ar": read_by_dateparser,
    "dateutil, dayfirst": read_by_dateutil,
}


def measure_accuracy(read: DateReader, cases: Sequence[Case]) -> Accuracy:
    """Return how many of *cases* a reader reads rightly and wrongly."""
    right = wrong = 0
    for case in cases:
        day = read(case.text, case.base)
        right += day == case.expected
        wrong += day not in (None, case.expected)
    return Accuracy(right, wrong)


def measure_speed(
    read: DateReader, cases: Sequence[Case], min_seconds: float = MIN_SECONDS
) -> float:
    """Return the strings that a reader reads per second of processor time."""
    rounds, start = 0, time.process_time()
    seconds = 0.0
    while seconds < min_seconds:
        for case in cases:
            read(case.text, case.base)
        rounds += 1
        seconds = time.process_time() - start
    return rounds * len(cases) / seconds


def print_readers(cases: Sequence[Case]) -> None:
    """Print accuracy and speed of each reader."""
    for name, read in READERS.items():
        accuracy = measure_accuracy(read, cases)
        speed = measure_speed(read, cases)
        print(
            f"{name:24} {accuracy.right:4}/{len(cases)} right"
            f"  {accuracy.wrong:3} wrong  {speed:9,.0f} strings/s"
        )


def read_pairs(path: Path) -> list[PrintedPair]:
    """Return the dates that newspapers printed in both calendars."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [
        PrintedPair(parse_hijri(row["hijri"]), date.fromisoformat(row["gregorian"]))
        for row in rows
    ]


def parse_hijri(text: str) -> HijriDate:
    """Return the date of a string like 1436-10-26."""
    return HijriDate(*map(int, text.split("-")))


def days_apart(pair: PrintedPair) -> int | None:
    """Return how many days both dates of a pair differ by our table.

    ``None`` for a Hijri date that the table does not contain.
    """
    day = to_gregorian_lenient(pair.hijri)
    return abs((day - pair.gregorian).days) if day else None


def print_pairs(all_pairs: Sequence[PrintedPair]) -> None:
    """Print how many pairs are equal by our table, and how many within a day."""
    for name, pairs in (("all", all_pairs), ("distinct", sorted(set(all_pairs)))):
        distances = list(map(days_apart, pairs))
        exact = distances.count(0)
        near = exact + distances.count(1)
        print(
            f"pairs, {name:9} {exact}/{len(pairs)} exact"
            f"  {near}/{len(pairs)} within a day"
        )


def spread_articles(count: int, days: int) -> list[ArchiveArticle]:
    """Return *count* articles spread over a number of *days*."""
    offsets = [number * STRIDE % days for number in range(count)]
    return [
        build_article(date=FIRST_MOMENT + timedelta(days=offset)) for offset in offsets
    ]


def build_calendars(articles: Sequence[ArchiveArticle]) -> int:
    """Set the dates of *articles*; return the number of periods in both calendars."""
    style = DateStyle(locale="ar", order="hijri-first", digits="latin")
    set_article_dates(articles, style)
    calendars = (gregorian_calendar(style, ""), hijri_calendar(style, "hijri/"))
    return sum(len(build_periods(calendar, articles)) for calendar in calendars)


def print_calendars() -> None:
    """Print what the calendars add to a build, before pages are written."""
    for name, days in (("three weeks", 22), ("thirty years", 10_957)):
        articles = spread_articles(ARTICLES, days)
        start = time.process_time()
        periods = build_calendars(articles)
        seconds = time.process_time() - start
        print(
            f"{ARTICLES:,} articles over {name}: {seconds:.2f} s, {periods:,} periods"
        )


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--news-articles", type=int, default=40_000, help="read of each corpus"
    )
    count = parser.parse_args().news_articles
    print_readers(read_cases(DATA / "dates" / "cases.json"))
    print_pairs(read_pairs(DATA / "dates" / "hijri_gregorian_pairs.tsv"))
    print_calendars()
    tunisian = DATA / "news" / "ant_dev.jsonl.gz"
    finders = [dates_after_weekdays, days_before_weekdays]
    print_weekdays("ANT, half", tunisian, count, finders)
    # The dates of SaudiNewsNet are those of the scrape: «today» cannot be checked.
    print_weekdays("SaudiNewsNet", DATA / SAUDINEWSNET, count, [dates_after_weekdays])
