# SPDX-License-Identifier: AGPL-3.0-or-later
"""Metadata candidates of a page, and the choice among them."""

import pytest

from ingest.edit.editing import edit_article
from ingest.extract.readers import read_article
from ingest.model.article import Article
from ingest.model.options import ReadOptions
from ingest.model.record import Fact, RawArticle

TEXT = "قررت مكتبة القرية أن تبقي أبوابها مفتوحة حتى المساء في أيام الصيف كلها، وقالت أمينتها إن القراء كثيرون."
ISSUE = '<div class="date"><a href="/issue-20180312">عدد 2018/03/12</a></div>'
NO_NAMES = (
    "www.facebook.com",
    "logo.png",
    "https://a.example/?ref=tn",
    "admin",
    "(أبوظبي - الضفة)",
)
MICRODATA = """<article itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">عنوان الخبر</h1>
<span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">سالم عباد</b></span>
<span itemprop="datePublished" content="2018-03-04T21:30:00+03:00">أمس</span><i itemprop="articleSection">محليات</i>
<div itemprop="comment" itemscope itemtype="https://schema.org/Comment"><i itemprop="datePublished">2019-01-05</i>
<i itemprop="author">معلق غريب</i></div><p>{text}</p></article>"""


def page(body: str, head: str = "", *more_facts: Fact) -> Article:
    markup = (
        f"<html><head><title>عنوان الخبر</title>{head}</head><body>{body}</body></html>"
    )
    facts = (Fact("source", "الضفة", "command line"), *more_facts)
    raw = RawArticle(
        kind="html", data=markup.encode(), sha256="", original="", name="", facts=facts
    )
    return edit_article(
        read_article(raw, ReadOptions()), raw, ReadOptions(), {}
    ).article


def plain(head: str = "", line: str = "", *facts: Fact) -> Article:
    return page(
        f"<article><h1>عنوان الخبر</h1><p>{line}</p><p>{TEXT}</p></article>",
        head,
        *facts,
    )


def published(value: str) -> str:
    return f'<meta property="article:published_time" content="{value}">'


def ld(value: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "عنوان الخبر", {value}}}</script>'


def test_microdata_of_the_article_is_read_and_that_of_its_comments_is_not():
    article = page(MICRODATA.format(text=TEXT))
    values = (
        article.date.isoformat(),
        article.date_source,
        article.authors,
        article.section,
    )
    assert values == ("2018-03-04T21:30:00+03:00", "meta", ("سالم عباد",), "محليات")


def test_json_ld_with_its_offset_comes_before_microdata_and_meta():
    head = ld('"datePublished": "2018-03-04T23:30:00+03:00"') + published(
        "2018-03-04T20:30:00Z"
    )
    assert (
        page(MICRODATA.format(text=TEXT), head).date.isoformat()
        == "2018-03-04T23:30:00+03:00"
    )


def test_a_day_that_only_htmldate_finds_is_a_weak_candidate():
    article = page(
        f'<div><div class="date">12.03.2018</div><h1>عنوان الخبر</h1><p>{TEXT}</p></div>'
    )
    assert (article.date.date().isoformat(), article.date_source) == (
        "2018-03-12",
        "htmldate",
    )


@pytest.mark.parametrize(
    "trace",
    [
        "<p>© 2018</p>",
        '<script src="b.js?1582135533"></script>',
        "<p>عام 2017</p>",
        ISSUE,
    ],
)
def test_a_bare_year_or_an_asset_dates_no_article(trace):
    assert (
        page(f"{trace}<article><h1>عنوان الخبر</h1><p>{TEXT}</p></article>").date
        is None
    )


def test_a_bare_first_of_january_loses_to_any_other_date():
    assert (
        plain(published("2018-01-01"), "5 مارس 2018").date.date().isoformat()
        == "2018-03-05"
    )


def test_a_first_of_january_that_the_page_prints_is_a_date():
    assert plain("", "1 يناير 2018").date.date().isoformat() == "2018-01-01"


def test_dates_of_different_days_are_flagged():
    assert (
        "disagreement"
        in plain(published("2018-03-09T10:00:00+03:00"), "5 مارس 2018").date_flags
    )


def test_the_eve_and_the_day_are_no_disagreement():
    assert plain(published("2018-03-04T23:50:00+03:00"), "5 مارس 2018").date_flags == ()


@pytest.mark.parametrize("name", NO_NAMES)
def test_an_address_a_logo_or_a_dateline_is_no_author(name):
    assert (
        plain(
            f'<meta name="author" content="{name}">'
            + ld(f'"author": {{"name": "{name}"}}')
        ).authors
        == ()
    )


def test_every_candidate_is_recorded_with_its_origin():
    head = ld('"datePublished": "2018-03-04T23:30:00+03:00"') + published(
        "2018-03-04T20:30:00Z"
    )
    markup = f"<html><head><title>عنوان الخبر - الضفة</title>{head}</head><body>{MICRODATA.format(text=TEXT)}</body></html>"
    raw = RawArticle(kind="html", data=markup.encode(), sha256="", original="", name="")
    origins = {
        fact.origin
        for fact in edit_article(
            read_article(raw, ReadOptions()), raw, ReadOptions(), {}
        ).facts
    }
    assert {"json-ld", "microdata", "meta", "h1", "title element"} <= origins


@pytest.mark.parametrize(
    ("head", "line", "written"),
    [
        ("", "5 مارس 2018", "date: 2018-03-05\ndate_precision: "),
        (published("2018-03-05"), "", "date: 2018-03-05\ndate_precision: "),
        ("", "5 مارس 2018 - 10:30 ص", "date: 2018-03-05T10:30:00+03:00\n"),
        (
            published("2018-03-05T00:00:00+03:00"),
            "",
            "date: 2018-03-05T00:00:00+03:00\n",
        ),
    ],
)
def test_a_date_known_to_the_day_is_written_as_a_day(head, line, written):
    assert written in plain(head, line).front_matter()
