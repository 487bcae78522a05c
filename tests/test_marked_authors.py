# SPDX-License-Identifier: AGPL-3.0-or-later
"""Authors in lines of their own, names in bylines, and days that are no publication."""

import pytest

from ingest.edit.bylines.attribution import stated_authors
from tests.test_metadata import TEXT
from tests.test_own_facts import HEADLINE, LATER, site_page, story

ABOVE = "<p>الخميس 6 مايو 2021</p>"


@pytest.mark.parametrize(
    "line",
    [
        "<p class='byline'>كتبت: هند القاسم</p>",
        "<div class='post-author'>بقلم / هند القاسم</div>",
        "<p>كتبت هند القاسم</p>",
        "<span class='author-name'>هند القاسم</span>",
        "<p class='writer'>هند القاسم - القاهرة</p>",
        "<p>مراسلتنا في بيروت</p><p class='author'>هند القاسم</p>",
    ],
)
def test_an_author_in_a_line_without_a_date_is_found(line):
    assert site_page(story(f"{line}{ABOVE}")).authors == ("هند القاسم",)


@pytest.mark.parametrize(
    "line",
    [
        "<p class='byline'>القاهرة - رويترز</p>",
        "<p class='author'>فريق التحرير</p>",
        "<p class='author'>مقال رأي</p>",
        "<p class='byline'>ترجمة: هند القاسم</p>",
        "<p>كتب الأولاد رسائل إلى أصدقائهم في القرية المجاورة.</p>",
        "<aside><p class='author'>هند القاسم</p></aside>",
    ],
)
def test_what_is_no_author_is_not_made_one(line):
    assert site_page(story(line)).authors == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("سالم عباد وهند القاسم - القاهرة", ["سالم عباد", "هند القاسم"]),
        ("سامي وليد الحسن", ["سامي وليد الحسن"]),
        ("المصدر: وكالة الأنباء", []),
        ("هند القاسم مراسلة شؤون البيئة", ["هند القاسم"]),
        ("كاتب وصحفي من تونس", []),
        ("Nadia El-Khoury", ["Nadia El-Khoury"]),
    ],
)
def test_names_are_told_from_what_is_beside_them(text, names):
    assert stated_authors([text], "جريدة التلال") == names


def test_the_day_of_an_event_in_the_text_is_not_the_publication():
    short = TEXT[:100].rsplit(" ", 1)[0]
    event = "<p>ويقام الحفل يوم الخميس 10 يونيو 2021 في ساحة القرية.</p>"
    body = f"<article><h1>{HEADLINE}</h1><p>{short}</p>{event}{LATER}</article>"
    assert site_page(body).date is None


def test_the_metadata_of_an_update_date_no_article():
    head = "<meta property='article:modified_time' content='2022-01-02T10:00:00Z'>"
    assert site_page(story(), head).date is None
