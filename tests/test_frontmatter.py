# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which files the build accepts as articles, and how it renders their bodies."""

from datetime import date, datetime, timedelta, timezone

import pytest

from plugins.dates import precise_iso_date
from plugins.frontmatter.checks import (
    BadFrontMatter,
    check_article,
    check_page,
    check_precision,
    parse_date,
)
from plugins.frontmatter.document import (
    line_of_key,
    plain_text,
    render_markdown,
    split_document,
)

HEAD = {
    "id": "k3q7abcdef",
    "title": "عنوان",
    "source": "صحيفة",
    "lang": "ar",
    "sha256": "00",
}


def test_a_quoted_title_comes_out_without_its_quotes():
    assert split_document("---\ntitle: 'عنوان: فرعي'\n---\n\nنص\n") == (
        {"title": "عنوان: فرعي"},
        "\nنص\n",
    )


def test_a_file_without_front_matter_is_refused_with_the_reason():
    with pytest.raises(BadFrontMatter, match="no front matter"):
        split_document("نص بلا رأس\n")


def test_broken_yaml_is_refused_with_the_reason():
    with pytest.raises(BadFrontMatter, match="not YAML"):
        split_document("---\ntitle: [\n---\n\nنص\n")


def test_a_missing_key_is_named():
    with pytest.raises(BadFrontMatter, match="missing: sha256"):
        check_article({key: value for key, value in HEAD.items() if key != "sha256"})


@pytest.mark.parametrize("identity", ["../../etc", "K3Q7ABCDEF", "كتاب", "abc"])
def test_an_id_that_is_no_address_is_refused(identity):
    with pytest.raises(BadFrontMatter, match="id"):
        check_article(HEAD | {"id": identity})


@pytest.mark.parametrize(
    "text",
    ["08/02/2020", "2020", "14/06/1441", "8 – فبراير – 2020", "2020-02-08T00:00:00"],
)
def test_a_date_that_is_not_iso_with_an_offset_is_refused(text):
    with pytest.raises(BadFrontMatter, match="date"):
        check_article(HEAD | {"date": text})


def test_an_iso_date_keeps_its_offset():
    parsed = check_article(HEAD | {"date": "2020-02-08T01:00:00+03:00"})["date"]
    assert parsed == datetime(2020, 2, 8, 1, tzinfo=timezone(timedelta(hours=3)))
    assert parsed.utcoffset() == timedelta(hours=3)


def test_an_article_may_be_undated():
    assert "date" not in check_article(HEAD)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[رابط](javascript:alert(1))",
        "<svg onload=alert(1)>",
        "<iframe src='https://example.org'></iframe>",
        "<a href='data:text/html,x' onclick='x()'>رابط</a>",
        "<style>body{display:none}</style>",
        "<template><p>نص</p></template>",
    ],
)
def test_no_live_markup_survives_rendering(hostile):
    page = render_markdown(f"قبل\n\n{hostile}\n\nبعد\n")
    assert not any(
        sign in page
        for sign in (
            "script",
            "onerror",
            "onclick",
            "onload",
            "javascript:",
            "data:",
            "<style",
            "<iframe",
        )
    )
    assert "قبل" in page
    assert "بعد" in page


def test_plain_text_separates_blocks_by_a_blank_line():
    assert (
        plain_text(
            render_markdown("## عنوان\n\nفقرة *أولى* &amp; ثانية\n\n- بند\n- بند\n")
        )
        == "عنوان\n\nفقرة أولى & ثانية\n\nبند\n\nبند"
    )


@pytest.mark.parametrize(
    "values",
    [
        {"url": "javascript:alert(1)"},
        {"url": " JaVaScRiPt:alert(1)"},
        {"url": "java\tscript:alert(1)"},
        {"url": "\u200bdata:text/html,x"},
        {"url": "vbscript:x"},
        {"other_urls": ["https://example.org/a", "data:text/html,x"]},
        {"authors": "سالم"},
        {"authors": [1]},
        {"authors": [" "]},
        {"tags": "x"},
        {"hijri_stated": "أمس"},
        {"extraction": "full"},
        {"extraction": {"confidence": "high"}},
        {"author": "سالم"},
        {"timezone": "Mars"},
        {"modified": "أمس"},
        {"status": "sometimes"},
        {"title": 1999},
        {"title": ["a"]},
        {"source": {"a": "b"}},
        {"lang": "xx"},
        {1: "x"},
    ],
)
def test_a_value_that_the_build_cannot_use_is_refused_with_its_key(values):
    with pytest.raises(BadFrontMatter) as refused:
        check_article(HEAD | values)
    assert refused.value.key == next(iter(values))


@pytest.mark.parametrize(
    "values",
    [
        {"url": "https://example.org/a:b?c=javascript:x"},
        {"url": "//example.org/a"},
        {"url": "news/2020:3.html"},
        {"authors": []},
        {"hijri_stated": date(1441, 6, 14)},
        {"extraction": {"method": "field", "confidence": 1}},
        {"note": {"a": [1]}},
    ],
)
def test_a_value_that_the_build_can_use_is_accepted(values):
    assert check_article(HEAD | values) == HEAD | values


@pytest.mark.parametrize("year", ["0001", "0999", "9999"])
def test_a_year_that_no_calendar_has_is_refused(year):
    with pytest.raises(BadFrontMatter, match="calendar"):
        check_article(HEAD | {"date": f"{year}-01-01T00:00:00+03:00"})


def test_broken_yaml_is_refused_with_its_line():
    with pytest.raises(BadFrontMatter) as refused:
        split_document("---\nid: a\ntitle: [\n---\n\nنص\n")
    assert refused.value.line == 4


def test_yaml_aliases_are_refused_with_their_line():
    with pytest.raises(BadFrontMatter, match="alias") as refused:
        split_document("---\na: &a [x]\nb: [*a]\n---\n\nنص\n")
    assert refused.value.line == 3


def test_stars_and_ampersands_in_texts_are_no_aliases():
    head, _ = split_document('---\ntitle: "A & B * C"\n---\n\nنص\n')
    assert head == {"title": "A & B * C"}


def test_the_line_of_a_key_is_found():
    assert line_of_key('---\nid: a\n"title": b\n---\n', "title") == 3
    assert line_of_key("---\nid: a\n---\n", "title") == 0


@pytest.mark.parametrize("slug", ["../x", "a/b", "كتاب", ".htaccess", "a b"])
def test_a_pages_slug_is_a_file_name(slug):
    with pytest.raises(BadFrontMatter, match="slug"):
        check_page({"title": "عن", "slug": slug})


def test_a_day_without_a_time_is_that_day_in_the_calendars():
    assert precise_iso_date(parse_date(date(2018, 3, 5))) == "2018-03-05"


def test_a_precision_that_is_none_fails_with_the_reason():
    assert (
        check_precision("hour")
        == "'hour' is no precision: write day, or leave the line out"
    )
