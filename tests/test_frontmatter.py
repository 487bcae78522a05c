# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which files the build accepts as articles, and how it renders their bodies."""

from datetime import datetime, timedelta, timezone

import pytest

from plugins.frontmatter.document import (
    BadFrontMatter,
    check_article,
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
    "date",
    ["08/02/2020", "2020", "14/06/1441", "8 – فبراير – 2020", "2020-02-08T00:00:00"],
)
def test_a_date_that_is_not_iso_with_an_offset_is_refused(date):
    with pytest.raises(BadFrontMatter, match="date"):
        check_article(HEAD | {"date": date})


def test_an_iso_date_keeps_its_offset():
    date = check_article(HEAD | {"date": "2020-02-08T01:00:00+03:00"})["date"]
    assert date == datetime(2020, 2, 8, 1, tzinfo=timezone(timedelta(hours=3)))
    assert date.utcoffset() == timedelta(hours=3)


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
