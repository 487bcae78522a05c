# SPDX-License-Identifier: AGPL-3.0-or-later
"""Benchmarks of dates: their figures are sane on a few strings of our own."""

import gzip
import json
from collections import Counter
from datetime import date

import pytest

from arabic.date_patterns import normalise_for_dates
from arabic.hijri import HijriDate
from bench.dates import dates, weekdays
from bench.dates.dates import Case, PrintedPair
from bench.dates.weekdays import ReadDate

BASE = date(2020, 2, 9)
CASES = [
    Case("رام الله – 8 فبراير 2020", BASE, date(2020, 2, 8)),
    Case("14 جمادى الآخرة 1441 هـ", BASE, date(2020, 2, 8)),
    Case("لا تاريخ هنا", BASE, None),
]


def test_a_reader_is_right_wrong_or_silent():
    assert dates.measure_accuracy(dates.read_by_find_date, CASES) == (3, 0)
    assert dates.measure_accuracy(lambda _text, _base: None, CASES) == (1, 0)
    assert dates.measure_accuracy(lambda _text, base: base, CASES) == (0, 3)


def test_the_speed_of_a_reader_is_measured_over_all_cases():
    assert dates.measure_speed(lambda _text, base: base, CASES, 0.01) > 1_000


def test_peers_read_a_date_in_figures():
    assert dates.read_by_dateutil("8/2/2020", BASE) == date(2020, 2, 8)
    assert dates.read_by_dateutil("لا تاريخ", BASE) is None
    assert dates.read_by_dateparser("8 فبراير 2020", BASE) == date(2020, 2, 8)


def test_cases_are_read_with_their_expected_date(tmp_path):
    path = tmp_path / "cases.json"
    rows = [
        {"text": "نص", "base": "2020-02-09", "expect": "2020-02-08T10:00:00"},
        {"text": "نص", "base": "2020-02-09", "expect": None},
    ]
    path.write_text(json.dumps(rows), encoding="utf-8")
    assert [case.expected for case in dates.read_cases(path)] == [
        date(2020, 2, 8),
        None,
    ]


def test_printed_pairs_are_exact_or_a_day_apart(tmp_path, capsys):
    path = tmp_path / "pairs.tsv"
    path.write_text(
        "hijri\tgregorian\n1441-06-14\t2020-02-08\n1441-06-14\t2020-02-09\n"
        "1441-06-14\t2020-02-08\n1441-06-14\t2020-03-08\n"
    )
    pairs = dates.read_pairs(path)
    assert pairs[0] == PrintedPair(HijriDate(1441, 6, 14), date(2020, 2, 8))
    assert list(map(dates.days_apart, pairs)) == [0, 1, 0, 29]
    dates.print_pairs(pairs)
    assert capsys.readouterr().out.splitlines() == [
        "pairs, all       2/4 exact  3/4 within a day",
        "pairs, distinct  1/3 exact  2/3 within a day",
    ]


def test_a_hijri_date_outside_the_table_has_no_distance():
    pair = PrintedPair(HijriDate(1200, 1, 1), date(1785, 11, 4))
    assert dates.days_apart(pair) is None


def test_calendars_have_periods_for_years_months_and_days():
    articles = dates.spread_articles(30, days=22)
    assert len({article.date for article in articles}) == 22
    # Gregorian: 1 year, 2 months, 22 days; Hijri: 1 year, 2 months, 22 days
    assert dates.build_calendars(articles) == 50


def read_kinds(text):
    text = normalise_for_dates(text)
    return [read.kind for read in weekdays.dates_after_weekdays(text, BASE)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("يوم السبت 8 فبراير 2020", ["weekday, day, month, year"]),
        ("يوم السبت 8 فبراير", ["weekday, day, month, year inferred"]),
        ("السبت 14 جمادى الآخرة 1441", ["weekday, Hijri date"]),
        ("السبت 14/6/1441", ["weekday, Hijri date"]),
        ("السبت 8/2/2020", []),
        ("السبت وإلى غاية 31 مارس", []),
        ("8 فبراير 2020", []),
    ],
)
def test_a_date_counts_only_directly_after_a_weekday(text, kinds):
    assert read_kinds(text) == kinds


def test_a_date_agrees_with_the_printed_weekday_or_not():
    right = normalise_for_dates("يوم السبت 8 فبراير 2020")
    wrong = normalise_for_dates("يوم الأحد 8 فبراير 2020")
    found = [
        *weekdays.dates_after_weekdays(right, BASE),
        *weekdays.dates_after_weekdays(wrong, BASE),
        ReadDate("unread kind", None),
    ]
    agreement = weekdays.measure_agreement(found)
    kind = "weekday, day, month, year"
    assert agreement.read == Counter({kind: 2, "unread kind": 0})
    assert agreement.agreed[kind] == 1


def test_a_part_of_the_day_before_a_weekday_is_read():
    text = normalise_for_dates("قال مساء أمس السبت إن العمل بدأ")
    (read,) = weekdays.days_before_weekdays(text, BASE)
    assert read.dateline.day == date(2020, 2, 8)


def test_halves_of_a_date_in_both_calendars_are_compared():
    text = normalise_for_dates("في 14 جمادى الآخرة 1441 هـ الموافق 9 فبراير 2020 م")
    assert list(weekdays.days_between_calendars(text)) == ["1"]


def test_weekdays_of_a_corpus_are_printed_by_kind(tmp_path, capsys):
    path = tmp_path / "stories.jsonl.gz"
    rows = [
        {"date": "2020-02-09", "title": "خبر", "content": "يوم السبت 8 فبراير 2020"},
        {"date": "09/02/2020", "title": "خبر", "content": "يوم الأحد 8 فبراير 2020"},
        {"date": "?", "title": "خبر", "content": "يوم السبت 8 فبراير 2020"},
    ]
    lines = "".join(f"{json.dumps(row)}\n" for row in rows)
    path.write_bytes(gzip.compress(lines.encode()))
    weekdays.print_weekdays("corpus", path, 10, [weekdays.dates_after_weekdays])
    printed = capsys.readouterr().out
    assert "weekday, day, month, year" in printed
    assert "1/2 = 50.0%" in printed
