# SPDX-License-Identifier: AGPL-3.0-or-later
"""Datelines are read in either calendar, or refused; most rows are real strings of newspapers, with the right day."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from arabic.alignment import original_span
from arabic.datelines import find_date
from arabic.hijri import HijriDate
from arabic.spelling import fold

ROOT = Path(__file__).resolve().parent.parent
VECTORS = json.loads(
    (ROOT / "tests" / "vectors" / "dates.json").read_text(encoding="utf-8")
)


def base_of(row):
    text = row.get("base")
    return text and (
        datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    )


def iso_moment(dateline):
    return dateline and dateline.day.isoformat() + (
        dateline.time.strftime("T%H:%M") if dateline.time else ""
    )


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row["why"])
def test_vector(row):
    dateline = find_date(row["text"], base_of(row))
    assert iso_moment(dateline) == row["date"]
    assert dateline is None or (dateline.calendar, list(dateline.flags)) == (
        row["calendar"],
        row.get("flags", []),
    )


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("الغربية – معاذ الراوي – 8 – فبراير – 2020", "8 – فبراير – 2020"),
        ("نُشِرَ فِي: ٨ شُبَاط ٢٠٢٠، الساعة 5", "٨ شُبَاط ٢٠٢٠"),
        (
            "عمّان ـــ ‏14 جمادى الآخرة 1441هـ الموافق 8 فبراير 2020م",
            "14 جمادى الآخرة 1441هـ الموافق 8 فبراير 2020م",
        ),
        ("ﻣﻨﺸﻮر 8/2/2020", "8/2/2020"),
        ("كتبها أمس", "أمس"),
    ],
)
def test_offsets_refer_to_the_text_as_given(text, stretch):
    dateline = find_date(text, date(2020, 2, 8))
    assert text[dateline.start : dateline.end].strip() == stretch


@pytest.mark.parametrize(
    "text", ["أَحْمَدُ", "آمال", "ﻻﺷﻚ", "ا\u0654حمد", "a\u0301b İstanbul", "مـــكتبة‌ها"]
)
def test_every_folded_character_maps_to_the_characters_it_was_folded_from(text):
    folded = fold(text)
    spans = [original_span(text, index, index + 1) for index in range(len(folded))]
    assert all(
        letter in fold(text[start:end])
        for letter, (start, end) in zip(folded, spans, strict=True)
    )


def test_a_date_in_both_calendars_keeps_the_hijri_one_as_printed():
    assert find_date(
        "15 جمادى الآخرة 1441هـ الموافق 8 فبراير 2020م"
    ).hijri == HijriDate(1441, 6, 15)


def test_a_hijri_date_before_the_table_is_kept_beside_its_gregorian_half():
    dateline = find_date("1 محرم 1330هـ الموافق 22 ديسمبر 1911م")
    assert (dateline.day, dateline.hijri) == (date(1911, 12, 22), HijriDate(1330, 1, 1))


@pytest.mark.parametrize(
    ("text", "precision"), [("8 فبراير 2020", "day"), ("8 فبراير 2020 16:30", "minute")]
)
def test_precision_is_a_minute_if_a_time_is_printed(text, precision):
    assert find_date(text).precision == precision
