# SPDX-License-Identifier: AGPL-3.0-or-later
"""Byline parser: authors, agency, place and outlet."""

from datetime import date

import pytest

from ingest.edit.bylines.byline import (
    Byline,
    is_dateline,
    outlet_in_first_part,
    read_byline,
)
from ingest.edit.bylines.parsed_line import parse_dated_line, parse_line

# line, outlet known beforehand → authors, agency, place; names are invented
LINES = [
    ("ميلانو: رويترز", "الضفة", (), "رويترز", "ميلانو"),
    ("سان بطرسبرج - رويترز", "الضفة", (), "رويترز", "سان بطرسبرج"),
    ("هامبورج (رويترز)", "الضفة", (), "رويترز", "هامبورج"),
    ("منذر العباد | جدة", "الضفة", ("منذر العباد",), "", "جدة"),
    ("سامر الطباع - الضفة", "الضفة", ("سامر الطباع",), "", ""),
    ("منذ ساعتين | الضفة", "الضفة", (), "", ""),
    ("واس (الرياض)", "الضفة", (), "واس", "الرياض"),
    ("واس - تبوك", "الضفة", (), "واس", "تبوك"),
    ("بيروت: سالم عباد", "الضفة", ("سالم عباد",), "", "بيروت"),
    ("سالم عباد-القاهرة", "الضفة", ("سالم عباد",), "", "القاهرة"),
    ("سالم عباد (جدة)", "الضفة", ("سالم عباد",), "", "جدة"),
    ("سالم عباد من جدة", "الضفة", ("سالم عباد",), "", "جدة"),
    ("سالم عباد- الضفة- أبها:", "الضفة", ("سالم عباد",), "", "أبها"),
    ("لندن: «الضفة أونلاين»", "الضفة", (), "", "لندن"),
    ("الرياض - جدة", "الرياض", (), "", "جدة"),
    ("الضفة – متابعات", "الضفة", (), "", ""),
    ("وكالات (ميلانو)", "الضفة", (), "وكالات", "ميلانو"),
    (
        "سالم عباد وإلين مور من نيويورك",
        "الضفة",
        ("سالم عباد", "إلين مور"),
        "",
        "نيويورك",
    ),
    ("د. سالم بن عبدالله العباد*", "الضفة", ("سالم بن عبدالله العباد",), "", ""),
    ("سالم عباد من المدينة المنورة", "الضفة", ("سالم عباد",), "", "المدينة المنورة"),
    ("أ. ف. ب. (أبو ظبي)", "الضفة", (), "أ ف ب", "أبو ظبي"),
    ("الرياض - سالم عباد", "الرياض", ("سالم عباد",), "", "الرياض"),
    ("الغدير - الضفة - سالم عباد :", "الضفة", ("سالم عباد",), "", "الغدير"),
    ("صنعاء: سالم عباد عدن: إلين مور", "الضفة", ("سالم عباد", "إلين مور"), "", "صنعاء"),
    ("حاوره: سالم عباد (هاتفيا الغدير)", "الضفة", ("سالم عباد",), "", "الغدير"),
    ("الطائف - سالم عباد / تصوير - نديم مور:", "الضفة", ("سالم عباد",), "", "الطائف"),
    ("رصد وتصوير: سالم عباد _ الضفة", "الضفة", ("سالم عباد",), "", ""),
    ("إلين مور، ترجمة - سالم عباد", "الضفة", ("إلين مور",), "", ""),
    ("إعداد: مركز الأبحاث - ثقافة الضفة", "الضفة", (), "", ""),
    ("شبكة الضفة نت", "الضفة", (), "", ""),
    (
        "د . سالم بن عبدالله بن يوسف آل عباد",
        "الضفة",
        ("سالم بن عبدالله بن يوسف آل عباد",),
        "",
        "",
    ),
    ("\u200fسالم عباد (جدة)", "الضفة", ("سالم عباد",), "", "جدة"),
    ("عين الغار - سالم عباد", "الضفة", ("سالم عباد",), "", "عين الغار"),
    ("القاهرة : من سالم عباد", "الضفة", ("سالم عباد",), "", "القاهرة"),
    ("✍️ سالم عباد & هند القاسم", "الضفة", ("سالم عباد", "هند القاسم"), "", ""),
    ("نشر بواسطة سالم عباد في 5 مارس 2018", "الضفة", ("سالم عباد",), "", ""),
    ("مراسلنا في القاهرة سالم عباد", "الضفة", ("سالم عباد",), "", "القاهرة"),
    ("مراسل الضفة في رام الله - سالم عباد", "الضفة", ("سالم عباد",), "", "رام الله"),
    ("من مراسلتنا بغزة: هند القاسم", "الضفة", ("هند القاسم",), "", "غزة"),
    ("موفدنا إلى جنيف سالم عباد", "الضفة", ("سالم عباد",), "", "جنيف"),
    ("سالم عباد مراسلنا في تونس", "الضفة", ("سالم عباد",), "", "تونس"),
    ("عمان 7 أيار (بترا)", "الضفة", (), "بترا", "عمان"),
    ("القاهرة في 7 مايو /أ ش أ/", "الضفة", (), "أ ش أ", "القاهرة"),
    ("دمشق-سانا 7 أيار", "الضفة", (), "سانا", "دمشق"),
    ("الضفة - والاستهجان - سالم عباد", "الضفة", ("سالم عباد",), "", ""),
    ("إعداد وتقديم: سالم عباد", "الضفة", ("سالم عباد",), "", ""),
    ("المؤلف: سالم عباد", "الضفة", ("سالم عباد",), "", ""),
    ("Salem Al-Abbad - By Hind Qasim", "", ("Salem Al-Abbad", "Hind Qasim"), "", ""),
]
CAPTIONS = [
    "جانب من الاجتماع الفني",
    "جانب من جدة",
    "قراءة: كتاب جديد",
    "الحوار: للعلم عدة مكاسب",
    '"الصبر جميل". سالم عباد',
]
NO_NAMES = [
    "www.facebook.com",
    "logo.png",
    "https://aldiffa.example/?ref=tn",
    "admin",
    "a@b.example",
    "سالم?",
    "بواسطة: محرر الموقع",
    "أسرة التحرير",
    "العدد الأسبوعي",
    "الصفحة الأولى",
]


@pytest.mark.parametrize(
    ("line", "outlet", "authors", "agency", "place"),
    LINES,
    ids=[row[0] for row in LINES],
)
def test_a_byline_is_split_into_its_parts(line, outlet, authors, agency, place):
    byline = read_byline(parse_line(line).parts, outlet)
    assert byline == Byline(authors, agency, place, outlet)


@pytest.mark.parametrize("line", NO_NAMES)
def test_text_that_is_no_name_is_no_author(line):
    assert read_byline(parse_line(line).parts, "الضفة").authors == ()


def test_the_first_part_may_be_the_newspaper():
    parts = parse_line("الضفة الغراء – سالم عباد").parts
    outlet = outlet_in_first_part(parts)
    assert read_byline(parts, outlet) == Byline(("سالم عباد",), "", "", "الضفة الغراء")


def test_a_single_name_is_a_person_not_a_newspaper():
    parts = parse_line("سالم عباد").parts
    outlet = outlet_in_first_part(parts)
    assert read_byline(parts, outlet) == Byline(("سالم عباد",))


def test_dates_are_no_parts_and_the_first_one_is_returned():
    line = parse_line("الطائف – سالم عباد – 5 مارس 2018")
    assert line.parts == ("الطائف", "سالم عباد")
    assert line.date.day == date(2018, 3, 5)


def test_a_relative_date_needs_the_day_of_capture():
    text = "سالم عباد – أمس"
    assert parse_dated_line(text, None).date is None
    assert parse_dated_line(text, date(2018, 3, 5)).date.day == date(2018, 3, 4)


@pytest.mark.parametrize(
    "line",
    ["الضفة – الغدير", "سالم عباد – متابعات", "أ ف ب - الغدير", "سالم عباد - الطائف"],
)
def test_a_line_of_nothing_but_names_is_a_dateline(line):
    assert is_dateline(parse_line(line), "الضفة")


@pytest.mark.parametrize(
    "line",
    [
        "سالم عباد",
        "الجزء - الأول",
        "قال الوزير - أمس",
        "الضفة – غدا يوم آخر",
        *CAPTIONS,
    ],
)
def test_a_line_with_a_word_of_text_is_no_dateline(line):
    assert not is_dateline(parse_line(line), "الضفة")


@pytest.mark.parametrize(
    "line",
    ["الإثنين 25 شوال 1436 هـ الموافق 10 اغسطس 2015 م واس", "الضفة – الجمعة"],
)
def test_an_agency_or_the_newspaper_beside_a_weekday_is_a_dateline(line):
    assert is_dateline(parse_line(line), "الضفة")
