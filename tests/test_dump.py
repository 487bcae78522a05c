# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text dumps whose lines above the body name their fields, and formulas below it."""

import pytest

from ingest.edit.boilerplate.trim import matching_rule
from ingest.extract.dump import read_dump
from ingest.extract.html import read_page
from ingest.model.options import ReadOptions
from ingest.model.record import RawArticle
from tests.test_datasets import BODY

TITLE = "ألف شجرة تين في عين الريم"


def raw(text: str, kind: str = "dump") -> RawArticle:
    return RawArticle(kind=kind, data=text.encode(), sha256="", original="", name="")


@pytest.mark.parametrize(
    "head",
    [
        f"Title: {TITLE}\nDate: 2021-05-06\nAuthor: هند القاسم\n",
        f"العنوان: {TITLE}\nالتاريخ: 2021-05-06\nالكاتب: هند القاسم\n",
        f"AUTHOR: هند القاسم\nTITLE : {TITLE}\nPublish Date: 2021-05-06\n",
        f"[العنوان] {TITLE}\n[التاريخ] 2021-05-06\n[الكاتب] هند القاسم\n",
        f"title\t{TITLE}\ndate\t2021-05-06\nauthor\tهند القاسم\n",
    ],
)
def test_lines_that_name_their_fields_are_no_text(head):
    article = read_dump(raw(f"{head}\n{BODY}\n"), ReadOptions())
    fields = {fact.field: fact.value for fact in article.facts}
    assert (fields["title"], fields["date"]) == (TITLE, "2021-05-06")
    assert fields["author"] == "هند القاسم"
    assert [block.text for block in article.blocks] == [BODY]


@pytest.mark.parametrize("author", ["بقلم: هند القاسم", "كتبت / هند القاسم"])
@pytest.mark.parametrize("lines", ["{author}\n6 مايو 2021", "{author}"])
def test_the_line_of_the_author_below_the_headline_is_no_headline(author, lines):
    text = f"{TITLE}\n{lines.format(author=author)}\n{BODY}\nوانتهى العمل قبل الشتاء."
    article = read_dump(raw(text), ReadOptions())
    assert article.first_value("title") == TITLE
    assert article.first_value("author") == author
    assert article.first_value("byline") == ("6 مايو 2021" if "6" in lines else "")
    assert article.blocks[0].text == BODY


def test_a_headline_with_a_colon_names_no_field():
    text = f"الخبر: {TITLE}\n{BODY}\n"
    article = read_dump(raw(text), ReadOptions())
    assert article.first_value("title") == f"الخبر: {TITLE}"


@pytest.mark.parametrize(
    "line",
    [
        "لمتابعة آخر الأخبار اشترك في قناتنا على واتساب",
        "لإلغاء الاشتراك في النشرة اضغط هنا",
        "Click here to unsubscribe from this list",
    ],
)
def test_an_invitation_below_the_text_is_a_formula(line):
    assert matching_rule(line)


@pytest.mark.parametrize(
    "line",
    [
        "لمتابعة القضية عقدت اللجنة اجتماعا في مقر البلدية.",
        "وقال إن إلغاء الاشتراك السنوي سيوفر على الأسر مبلغا كبيرا.",
    ],
)
def test_prose_with_the_same_words_is_none(line):
    assert matching_rule(line) is None


def test_the_captions_of_a_gallery_are_its_text_once():
    captions = [f"{BODY} الصورة رقم {number}." for number in range(4)]
    figures = "".join(
        f"<figure><img src='{n}.jpg'><figcaption>{caption}</figcaption></figure>"
        for n, caption in enumerate(captions)
    )
    page = f"<html><body><article><h1>{TITLE}</h1>{figures}</article></body></html>"
    article = read_page(raw(page, "html"), ReadOptions())
    assert [block.text for block in article.blocks] == captions
    assert not any(figure.caption for figure in article.figures)


@pytest.mark.parametrize(
    ("above", "field", "value"),
    [
        ("https://alreem.example/n/12\n", "url", "https://alreem.example/n/12"),
        ("جريدة الريم        العدد ٤٥٢١        الجمعة ٧ أيار ٢٠٢١\n", "byline", None),
        ("الجمعة 7 مايو 2021\n", "byline", "الجمعة 7 مايو 2021"),
        ("--- صفحة 1 ---\n", "title", TITLE),
    ],
)
def test_a_line_above_the_headline_is_not_the_title(above, field, value):
    text = f"{above}{TITLE}\n{BODY}\nوانتهى العمل قبل الشتاء.\n"
    article = read_dump(raw(text), ReadOptions())
    assert article.first_value("title") == TITLE
    assert article.first_value(field)
    assert value is None or article.first_value(field) == value


def test_a_first_sentence_with_the_day_of_an_event_is_no_byline():
    event = "يقام المهرجان في 15 أكتوبر 2022 في ساحة القرية بحضور الأهالي."
    article = read_dump(raw(f"{TITLE}\n{event}\n{BODY}\n"), ReadOptions())
    assert (article.first_value("byline"), article.blocks[0].text) == ("", event)


def test_a_line_of_its_own_report_is_the_authors():
    text = f"{TITLE}\nالريم - خاص - هند القاسم\n6 مايو 2021\n{BODY}\n"
    article = read_dump(raw(text), ReadOptions())
    assert article.first_value("title") == TITLE
    assert article.first_value("author") == "الريم - خاص - هند القاسم"


@pytest.mark.parametrize(
    "between",
    ["========", "كتبت – هند القاسم\nتصوير – هاني بدر", "مراسلة الريم: هند القاسم"],
)
def test_lines_between_headline_and_date_are_no_headline(between):
    text = f"{TITLE}\n{between}\n6 مايو 2021\n{BODY}\n"
    article = read_dump(raw(text), ReadOptions())
    assert article.first_value("title") == TITLE
    assert [block.text for block in article.blocks] == [BODY]
