# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates read from strings of newspapers: right, wrong and speed beside peers; agreement with the weekdays in print.

python -m bench dates [--news-articles 40000]
"""

import argparse
import csv
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import dateparser
from dateparser.search import search_dates
from dateutil import parser as dateutil_parser

from arabic.date_patterns import (
    DAY_MONTH_YEAR,
    HIJRI,
    NUMERIC,
    WEEKDAY_NAME,
    normalise_for_dates,
    remove_spaces,
)
from arabic.datelines import Dateline, find_date
from arabic.hijri import HijriDate, to_gregorian_lenient
from bench.tools.datasets import rows
from plugins.dates import set_article_dates
from plugins.dates.calendars import gregorian_calendar, hijri_calendar
from plugins.dates.periods import build_periods
from plugins.dates.style import DateStyle
from tests.article_builder import build_article
from upkeep import ROOT

DATA = ROOT.parent / "shared" / "data"
CASES, PAIRS = (
    DATA / "dates" / "cases.json",
    DATA / "dates" / "hijri_gregorian_pairs.tsv",
)
SAUDI, TUNISIAN = (
    DATA / "news" / "saudinewsnet_full.jsonl.xz",
    DATA / "news" / "ant_dev.jsonl.gz",
)
LEAST_SECONDS = 1.0
ARTICLES = 31_030

# «يوم غد الخميس وإلى غاية 31 مارس» names two days: nothing else may stand between a weekday and its date.
BESIDE = re.compile(
    rf"{WEEKDAY_NAME.pattern}(?:[\s(),،:-]|(?:الموافق(?: ل)?|المقبل|القادم|الماضي|المنصرم)(?!\w)){{0,16}}$"
)
TODAY = re.compile(
    rf"(?<!\w)(?:صباح|ظهر|عصر|مساء|فجر|عشيه|ليله)\s+(?:اليوم|امس)\s+\(?{WEEKDAY_NAME.pattern}"
)
AGENCY = re.compile(
    r"(?P<hijri>\d{1,2}\s+[^\d.]{3,20}\s+14\d\d\s*ه)\w*\s+الموافق\s+(?P<gregorian>\d{1,2}\s+\w+\s+20\d\d)\s*م"
)

Reader = Callable[[str, date], date | None]
Finder = Callable[[str, date], Iterator[tuple[str, Dateline | None]]]


def ours(text: str, base: date) -> date | None:
    """Return the grammar's day."""
    found = find_date(text, base)
    return found and found.day


def by_dateparser(text: str, base: date) -> date | None:
    """Return the first day that dateparser's search finds, told that the text is Arabic."""
    settings: Any = {
        "RELATIVE_BASE": datetime.combine(base, datetime.min.time()),
        "DATE_ORDER": "DMY",
    }
    found = search_dates(text, languages=["ar"], settings=settings)
    return found[0][1].date() if found else None


def by_dateutil(text: str, base: date) -> date | None:
    """Return the day by which Pelican's own reader would file the article."""
    try:
        return dateutil_parser.parse(
            text, dayfirst=True, default=datetime.combine(base, datetime.min.time())
        ).date()
    except (ValueError, OverflowError):
        return None


READERS: dict[str, Reader] = {
    "find_date": ours,
    f"dateparser {dateparser.__version__}, ar": by_dateparser,
    "dateutil, dayfirst": by_dateutil,
}


def judge(name: str, reader: Reader, cases: list[dict[str, Any]]) -> None:
    """Print how many of *cases* a reader has right and wrong, and its strings per second of processor time."""
    asked = [
        (case["text"], date.fromisoformat(case["base"]), case["expect"])
        for case in cases
    ]
    answers = [
        (reader(text, base), expect and date.fromisoformat(expect[:10]))
        for text, base, expect in asked
    ]
    right = sum(answer == expect for answer, expect in answers)
    wrong = sum(answer is not None and answer != expect for answer, expect in answers)
    rounds, start = 0, time.process_time()
    while time.process_time() - start < LEAST_SECONDS:
        for text, base, _ in asked:
            reader(text, base)
        rounds += 1
    speed = rounds * len(asked) / (time.process_time() - start)
    print(
        f"{name:24} {right:4}/{len(asked)} right  {wrong:3} wrong  {speed:9,.0f} strings/s"
    )


def report_pairs() -> None:
    """Print how far the dates that newspapers print in both calendars lie apart by our table."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        held = [
            (row["hijri"], date.fromisoformat(row["gregorian"]))
            for row in csv.DictReader(file, delimiter="\t")
        ]
    for name, pairs in (("all", held), ("distinct", sorted(set(held)))):
        days = [
            (to_gregorian_lenient(HijriDate(*map(int, hijri.split("-")))), gregorian)
            for hijri, gregorian in pairs
        ]
        apart = [
            abs((day - gregorian).days) if day else None for day, gregorian in days
        ]
        near = sum(distance in (0, 1) for distance in apart)
        print(
            f"pairs, {name:9} {apart.count(0)}/{len(pairs)} exact  {near}/{len(pairs)} within a day"
        )


def stories(path: Path, count: int) -> Iterator[tuple[str, date]]:
    """Yield text and day of the first *count* stories of a corpus."""
    for row in islice(rows(path), count):
        if day := day_of(row["date"]):
            yield normalise_for_dates(f"{row['title']} \n {row['content']}"), day


def day_of(text: str) -> date | None:
    """Return the day of a story in either shape of the corpora, ISO or DD/MM/YYYY."""
    if re.match(r"\d{4}-", text):
        return datetime.fromisoformat(text).date()
    return find_date(text).day if find_date(text) else None


def beside_weekdays(text: str, base: date) -> Iterator[tuple[str, Dateline | None]]:
    """Yield the kind and the reading of each date of *text* that stands behind a weekday."""
    for match in (*DAY_MONTH_YEAR.finditer(text), *NUMERIC.finditer(text)):
        weekday = BESIDE.search(text, max(0, match.start() - 24), match.start())
        kind = weekday and kind_of(match)
        if weekday and kind:
            yield kind, find_date(text[weekday.start() : match.end()], base)


def told_beside_weekdays(
    text: str, base: date
) -> Iterator[tuple[str, Dateline | None]]:
    """Yield the reading of each part of today or yesterday that stands before a weekday."""
    for match in TODAY.finditer(text):
        yield "part of the day, today or yesterday, weekday", find_date(match[0], base)


def kind_of(match: re.Match[str]) -> str:
    """Return what a date consists of; nothing for a Gregorian one in figures."""
    fields = match.groupdict()
    if "month" not in fields:
        return (
            "weekday, Hijri date"
            if 1300 <= int(fields["third"]) <= 1500
            or 1300 <= int(fields["first"]) <= 1500
            else ""
        )
    if remove_spaces(fields["month"]) in HIJRI:
        return "weekday, Hijri date" if fields["year"] else ""
    return (
        "weekday, day, month, year"
        if fields["year"]
        else "weekday, day, month, year inferred"
    )


def report_weekdays(
    name: str, path: Path, count: int, finders: Sequence[Finder]
) -> None:
    """Print for each kind of date how often the reading falls on the weekday in print."""
    read, agreed, agencies = Counter[str](), Counter[str](), Counter[str]()
    for text, day in stories(path, count):
        for kind, found in (found for finder in finders for found in finder(text, day)):
            read[kind] += found is not None
            agreed[kind] += found is not None and not {
                "weekday-mismatch",
                "sighting",
            } & set(found.flags)
        for match in AGENCY.finditer(text):
            agencies[distance(match)] += 1
    for kind in sorted(read):
        print(
            f"{name:14} {kind:46} {agreed[kind]}/{read[kind]} = {agreed[kind] / max(1, read[kind]):.1%}"
        )
    print(
        f"{name:14} dates in both calendars, by days apart: {dict(agencies.most_common())}"
    )


def distance(match: re.Match[str]) -> str:
    """Return how many days the halves of an agency's date lie apart; each is read alone."""
    hijri, gregorian = find_date(match["hijri"]), find_date(match["gregorian"])
    return (
        str(abs((hijri.day - gregorian.day).days)) if hijri and gregorian else "unread"
    )


def report_build() -> None:
    """Print what the calendars add to a build, before pages are written."""
    style = DateStyle(locale="ar", order="hijri-first", digits="latin")
    for name, span in (("three weeks", 22), ("thirty years", 10_957)):
        start = datetime(1995, 7, 21, 12, tzinfo=UTC)
        moments = [
            start + timedelta(days=number * 7919 % span) for number in range(ARTICLES)
        ]
        articles = [build_article(date=moment) for moment in moments]
        began = time.process_time()
        set_article_dates(articles, style)
        found = [
            build_periods(calendar, articles)
            for calendar in (
                gregorian_calendar(style, ""),
                hijri_calendar(style, "hijri/"),
            )
        ]
        seconds = time.process_time() - began
        print(
            f"{ARTICLES:,} articles over {name}: {seconds:.2f} s, {sum(map(len, found)):,} periods"
        )


def main() -> None:
    """Report all figures; the shared data must lie beside the project."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument(
        "--news-articles", type=int, default=40_000, help="stories read of each corpus"
    )
    options = arguments.parse_args()
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    for name, reader in READERS.items():
        judge(name, reader, cases)
    report_pairs()
    report_build()
    report_weekdays(
        "ANT, half",
        TUNISIAN,
        options.news_articles,
        [beside_weekdays, told_beside_weekdays],
    )
    # Its stories bear the day when they were scraped, which says nothing about their «today».
    report_weekdays("SaudiNewsNet", SAUDI, options.news_articles, [beside_weekdays])
