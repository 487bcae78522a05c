# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bylines, taken apart into people, agency, place and outlet."""

import pytest

from ingest.edit.byline import Byline, is_dateline, read_byline

# line, outlet known beforehand → authors, agency, place; names are invented
LINES = [
    ("ميلانو: رويترز", "الضفة", (), "رويترز", "ميلانو"),
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
]
CAPTIONS = [
    "جانب من الاجتماع الفني",
    "جانب من جدة",
    "قراءة: كتاب جديد",
    "الحوار: للعلم عدة مكاسب",
    '"الصبر جميل". سالم عباد',
]
JUNK = [
    "www.facebook.com",
    "logo.png",
    "https://aldiffa.example/?ref=tn",
    "admin",
    "a@b.example",
    "سالم?",
]


@pytest.mark.parametrize(
    ("line", "outlet", "authors", "agency", "place"),
    LINES,
    ids=[row[0] for row in LINES],
)
def test_a_byline_is_split_into_its_parts(line, outlet, authors, agency, place):
    assert read_byline(line, outlet) == Byline(authors, agency, place, outlet)


@pytest.mark.parametrize("line", JUNK)
def test_what_is_no_name_is_no_author(line):
    assert read_byline(line, "الضفة").authors == ()


def test_the_paper_stands_first_in_a_dump_that_names_it_nowhere_else():
    assert read_byline("الضفة الغراء – سالم عباد", outlet_first=True) == Byline(
        ("سالم عباد",), "", "", "الضفة الغراء"
    )


def test_a_lone_name_is_a_person_not_a_paper():
    assert read_byline("سالم عباد", outlet_first=True) == Byline(("سالم عباد",))


@pytest.mark.parametrize(
    "line",
    ["الضفة – الغدير", "سالم عباد – متابعات", "أ ف ب - الغدير", "سالم عباد - الطائف"],
)
def test_a_line_of_nothing_but_names_is_a_dateline(line):
    assert is_dateline(line, "الضفة")


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
    assert not is_dateline(line, "الضفة")
