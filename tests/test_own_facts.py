# SPDX-License-Identifier: AGPL-3.0-or-later
"""Facts that belong to the article, and those of other things on its page."""

import datetime as dt

import pytest

from arabic.date_labels import find_publication_date, find_update_date
from ingest.model.record import Fact
from tests.test_metadata import TEXT, ld, page, published

HEADLINE = "قرية السرو تفتح مكتبتها الجديدة للقراء"
TITLE = f"{HEADLINE} - جريدة التلال"
OTHER = "فريق التلة يفوز على ضيفه بأربعة أهداف"
LATER = f"<p>{TEXT}</p><p>{TEXT.replace('مكتبة', 'حديقة')}</p>"


def site_page(body: str, head: str = "", title: str = TITLE):
    return page(body, f"{head}<meta property='og:title' content='{title}'>")


def story(byline: str = "", after: str = "") -> str:
    return (
        f"<main><article><h1>{HEADLINE}</h1>{byline}<div>{LATER}</div></article></main>"
        + after
    )


def linked(*articles: tuple[str, str, str]) -> str:
    graph = ", ".join(
        f'{{"@type": "NewsArticle", "headline": "{headline}",'
        f' "datePublished": "{day}", "author": {{"name": "{author}"}}}}'
        for headline, day, author in articles
    )
    return f'<script type="application/ld+json">[{graph}]</script>'


def test_json_ld_of_another_article_is_not_believed():
    head = linked(
        (OTHER, "2019-02-01T10:00:00+03:00", "رائد السبع"),
        (HEADLINE, "2021-04-03T10:00:00+03:00", "هند القاسم"),
    )
    article = site_page(story(), head)
    assert (article.date.date(), article.authors) == (
        dt.date(2021, 4, 3),
        ("هند القاسم",),
    )


def test_json_ld_is_read_although_its_headline_is_cut_off():
    head = linked((HEADLINE[:25], "2021-04-03T10:00:00+03:00", "هند القاسم"))
    assert site_page(story(), head).date.date() == dt.date(2021, 4, 3)


def test_an_author_that_json_ld_names_by_reference_is_found():
    head = (
        '<script type="application/ld+json; charset=utf-8">//<![CDATA[\n{"@graph": ['
        f'{{"@type": "Article", "headline": "{HEADLINE}", "author": {{"@id": "#1"}},}},'
        '{"@type": "Person", "@id": "#1", "name": "هند القاسم"}]}\n//]]></script>'
    )
    assert site_page(story(), head).authors == ("هند القاسم",)


@pytest.mark.parametrize(
    "box",
    [
        f'<aside><a href="/1">{OTHER}</a> <span>04/03/2021</span></aside>',
        f'<div class="last"><b>05-03-2021</b><a href="/2">{OTHER}</a></div>',
        f'<section><h3>الأكثر قراءة</h3><time datetime="2021-03-04">أمس</time>{OTHER}</section>',
    ],
)
def test_a_date_beside_the_article_is_not_its_date(box):
    article = site_page(story(after=box))
    assert (article.date, article.byline) == (None, "")


@pytest.mark.parametrize(
    "box",
    [
        "<figure><img src='a.jpg'><figcaption>صورة أرشيفية 2 مارس 2009</figcaption></figure>",
        f"<ul><li><a href='/1'>{OTHER}</a> 12/03/2021</li></ul>",
        f'<div class="related-news"><a href="/1">{OTHER}</a><time>12/03/2021</time></div>',
        '<p class="photo-caption">الساحة في 2 مارس 2009</p>',
    ],
)
def test_a_caption_or_a_related_story_in_the_article_does_not_date_it(box):
    assert site_page(story(byline=box)).date is None


def test_a_ticker_before_the_article_does_not_date_it():
    ticker = f'<article class="ticker"><time datetime="2020-01-02">2 يناير</time>{OTHER}</article>'
    byline = "<p>السبت 3 أبريل 2021</p>"
    assert site_page(ticker + story(byline)).date.date() == dt.date(2021, 4, 3)


def test_an_update_is_no_publication():
    article = site_page(story("<p>آخر تحديث: 5 أبريل 2021</p>"))
    assert (article.date, article.updated) == (None, "2021-04-05")


@pytest.mark.parametrize("label", ["آخر تحديث", "تم التعديل في", "Last updated:"])
def test_an_update_before_the_publication_is_passed_over(label):
    line = f"<p>{label} 6 أبريل 2021 - نشر في 3 أبريل 2021</p>"
    assert site_page(story(line)).date.date() == dt.date(2021, 4, 3)


def test_each_date_of_a_line_has_the_label_before_it():
    line = "نشر: 3 أبريل 2021 | تحديث: 6 أبريل 2021"
    days = [found(line).day.day for found in (find_publication_date, find_update_date)]
    assert days == [3, 6]


@pytest.mark.parametrize(
    "logo",
    [
        "<h1>جريدة التلال</h1>",
        '<div class="site-title"><h1>التلال</h1></div>',
        '<h1><a href="https://tilal.example/">شعار الجريدة</a></h1>',
        '<header><h1 id="logo">شعار</h1></header>',
    ],
)
def test_a_logo_in_the_first_heading_is_no_title(logo):
    body = (
        f"{logo}<div><h2>{HEADLINE}</h2><p>3 أبريل 2021 - كتبت: هند القاسم</p>"
        f"<div>{LATER}</div></div>"
    )
    article = site_page(body)
    assert (article.title, article.date.day) == (HEADLINE, 3)


def test_the_headline_of_a_page_without_headings_is_found():
    body = (
        f'<table><tr><td><font size="5"><b>{HEADLINE}</b></font></td></tr>'
        f'<tr><td><font size="2">03/04/2021</font></td></tr><tr><td>{LATER}</td></tr></table>'
    )
    assert site_page(body).date.date() == dt.date(2021, 4, 3)


def test_a_section_of_a_sentence_is_no_section():
    head = ld(f'"articleSection": "{TEXT}"').replace("عنوان الخبر", HEADLINE)
    assert site_page(story(), head).section == ""


@pytest.mark.parametrize("weekday", ["السبت", "السبت مساء", "يوم السبت"])
def test_a_weekday_is_no_place(weekday):
    line = f"<p>{weekday} 3 أبريل 2021 | بقلم: هند القاسم</p>"
    article = site_page(story(line))
    assert (article.place, article.authors) == ("", ("هند القاسم",))


@pytest.mark.parametrize(
    "line",
    [
        "3 أبريل 2021 | انسخ الرابط",
        "3 أبريل 2021 | تكبير الخط | تصغير الخط",
        "3 أبريل 2021 | شاهد المزيد",
    ],
)
def test_interface_words_are_no_authors(line):
    article = site_page(story(f"<p>{line}</p>"))
    assert (article.authors, article.place) == ((), "")


def test_a_label_of_the_menu_is_no_author():
    menu = "<nav><a href='/a'>عالم السيارات</a><a href='/b'>محليات</a></nav>"
    line = "<p><a href='/a'>عالم السيارات</a> <span>3 أبريل 2021</span></p>"
    assert site_page(menu + story(line)).authors == ()


@pytest.mark.parametrize(
    ("stated", "author"),
    [
        ("بواسطة هند القاسم", "هند القاسم"),
        ("هند القاسم - القاهرة", "هند القاسم"),
        ("Hind Al Qasim", "Hind Al Qasim"),
        ("By Hind Qasim", "Hind Qasim"),
    ],
)
def test_authors_are_found_in_what_pages_state(stated, author):
    head = linked((HEADLINE, "2021-04-03", stated))
    assert site_page(story(), head).authors == (author,)


@pytest.mark.parametrize("name", ["News Desk", "Web Editor", "Admin User"])
def test_a_desk_in_latin_letters_is_no_author(name):
    assert site_page(story(), linked((HEADLINE, "2021-04-03", name))).authors == ()


def test_only_the_best_origin_names_the_authors():
    head = linked((HEADLINE, "2021-04-03", "هند القاسم"))
    sidebar = '<a rel="author" href="/w/2">رائد السبع</a>'
    assert site_page(story(after=sidebar), head).authors == ("هند القاسم",)


def test_an_author_beside_the_article_is_not_its_author():
    sidebar = '<div><a rel="author" href="/w/2">رائد السبع</a></div>'
    assert site_page(story(after=sidebar)).authors == ()


def test_no_printed_day_moves_an_afternoon_in_utc_to_the_day_before():
    stamp = published("2021-04-03T13:52:00Z")
    article = site_page(story("<p>2 أبريل 2021</p>"), stamp)
    assert article.date.date() == dt.date(2021, 4, 3)


def test_a_sentence_with_a_date_is_no_byline():
    line = "<p>ولدت الكاتبة في 31 مارس 1948 في قرية صغيرة غرب البلاد لعائلة من المدرسين</p>"
    assert site_page(story(line)).byline == ""


def test_a_command_line_source_is_no_author():
    facts = Fact("author", "جريدة التلال", "json-ld")
    assert (
        page(story(), "", facts, Fact("source", "جريدة التلال", "field")).authors == ()
    )


@pytest.mark.parametrize("container", ["td", "body", "div"])
def test_a_byline_among_the_paragraphs_of_one_element_is_found(container):
    text = f"<h1>{HEADLINE}</h1><p>هند القاسم - 3 أبريل 2021</p>{LATER}"
    body = {
        "td": f"<table><tr><td>القائمة</td><td>{text}</td></tr></table>",
        "body": text,
        "div": f"<div>{text}</div>",
    }[container]
    assert site_page(body).authors == ("هند القاسم",)


@pytest.mark.parametrize(
    ("line", "is_dated"),
    [
        ("تقام الأمسية يوم السبت 15 أكتوبر 2022 في ساحة القرية.", False),
        ("نشر يوم السبت 15 أكتوبر 2022 في صفحة الثقافة.", True),
        ("القاهرة، السبت 15 أكتوبر 2022 الساعة 10:30 صباحا.", True),
        ("السبت 15 أكتوبر 2022.", True),
    ],
)
def test_the_day_of_an_event_in_the_first_sentence_is_no_byline(line, is_dated):
    article = site_page(story(f"<p>{line}</p>"))
    assert (article.date is not None) == is_dated


def test_the_label_of_a_date_is_no_author():
    article = site_page(story(after="<p>تاريخ الخبر: 06-05-2021</p>"))
    assert article.authors == ()


@pytest.mark.parametrize(
    "after",
    [
        "<div><h4>تعليقات القراء (2)</h4><p><b>نادر السالم</b> 1 يناير 2022</p></div>",
        "<div class='today'>اليوم: الأحد 9 مايو 2021</div>",
        "<div class='author-box'><b>عن الكاتب</b><p>كاتب من قرية السرو عمل في جرائد كثيرة"
        " منذ 12/3/2001</p></div>",
    ],
)
def test_days_in_comments_clocks_and_biographies_are_not_the_articles(after):
    article = site_page(f"<article><h1>{HEADLINE}</h1>{LATER}{after}</article>")
    assert article.date is None


def test_a_dated_line_above_the_headline_in_the_article_is_its_byline():
    line = "<div class='dt'>الجمعة 7 مايو 2021</div>"
    own = site_page(f"<article>{line}<h1>{HEADLINE}</h1>{LATER}</article>")
    assert own.date.date() == dt.date(2021, 5, 7)
    clock = site_page(f"<div>{line}<h1>{HEADLINE}</h1>{LATER}</div>")
    assert clock.date is None


@pytest.mark.parametrize("kind", ["WebPage", "CollectionPage"])
def test_the_date_of_the_page_itself_is_a_date_of_last_resort(kind):
    page_object = (
        f'{{"@type": "{kind}", "name": "{HEADLINE}", "datePublished": "2021-05-07"}}'
    )
    script = f'<script type="application/ld+json">{page_object}</script>'
    article = site_page(story(), script)
    assert (article.date is not None) == (kind == "WebPage")


@pytest.mark.parametrize(
    "line",
    [
        "<div>بواسطة <a href='/w/1'>هند القاسم</a></div>",
        "<p><strong>السرو - خاص - هند القاسم</strong></p>",
        "<div><span>هند القاسم</span> <span>منذ 3 أيام</span></div>",
    ],
)
def test_the_author_in_a_line_without_a_date_is_read(line):
    head = "<meta name='author' content='شركة الموقع للبرمجيات'>"
    assert site_page(story(line), head).authors == ("هند القاسم",)


@pytest.mark.parametrize("name", ["DC.creator", "parsely-author", "sailthru.author"])
def test_author_names_of_other_meta_elements_are_read(name):
    head = f"<meta name='{name}' content='هند القاسم'>"
    assert site_page(story(), head).authors == ("هند القاسم",)


def test_the_day_on_which_a_reader_saved_a_page_is_not_its_date():
    captured = Fact("captured", "2022-05-20T10:11:12+03:00", "saved from")
    article = page(f"<h1>{HEADLINE}</h1>{LATER}", "", captured)
    assert (article.date, article.captured[:10]) == (None, "2022-05-20")


@pytest.mark.parametrize(
    "line",
    [
        "<p><b>07</b> <b>مايو</b> <b>2021</b></p>",
        "<p><b>٧</b>/<b>٥</b>/<b>٢٠٢١</b></p>",
        "<p property='schema:dateCreated' content='2021-05-07T10:00:00+03:00'>أمس</p>",
    ],
)
def test_a_date_in_several_elements_or_in_rdfa_is_read(line):
    assert site_page(story(line)).date.date() == dt.date(2021, 5, 7)


def test_a_number_of_comments_beside_a_byline_hides_no_date():
    line = "<div><span>تعليقات (3)</span> <span>7 مايو 2021</span></div>"
    assert site_page(story(line)).date.date() == dt.date(2021, 5, 7)
