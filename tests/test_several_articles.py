# SPDX-License-Identifier: AGPL-3.0-or-later
"""One page with several articles: each is an article, and one article stays whole."""

from pathlib import Path

import pytest

from ingest.extract.readers import read_article
from ingest.inputs.input_files import identify_file
from ingest.inputs.split import split_input
from ingest.model.options import ReadOptions
from ingest.model.record import PassedOver, RawArticle

TEXTS = [
    "افتتحت قرية السرو مكتبتها الجديدة في مبنى المدرسة القديمة بعد عامين من العمل والتبرعات، وقالت إن الدخول مجاني.",
    "فاز نادي التلة بكأس القرى للمرة الرابعة، وسجل أهدافه لاعبون لم يبلغوا العشرين من العمر بعد، وسط حضور كبير.",
    "أنهت ورشة النجارين ترميم الأبواب الخشبية في السوق الكبيرة، وكانت قد بدأت العمل فيها قبل ثلاثة أعوام كاملة.",
]
TITLES = [
    "قرية السرو تفتح مكتبتها",
    "كأس القرى لنادي التلة",
    "أبواب السوق تعود كما كانت",
]
HEAD = (
    f"<head><meta charset='utf-8'><title>{TITLES[0]} - الضفة</title>"
    "<link rel='canonical' href='https://daffa.example/n/1'>"
    "<meta property='og:site_name' content='الضفة'>"
    "<meta property='article:published_time' content='2021-04-03T10:00:00+03:00'></head>"
)


def paragraphs(number: int) -> str:
    return f"<p>{TEXTS[number]}</p>" * 3


def articles_of(tmp_path: Path, body: str, head: str = HEAD) -> list[RawArticle]:
    path = tmp_path / "page.html"
    path.write_text(f"<html lang='ar'>{head}<body>{body}</body></html>", "utf-8")
    return [
        item
        for item in split_input(identify_file(path, path.name))
        if isinstance(item, RawArticle)
    ]


def titles_of(raws: list[RawArticle]) -> list[str]:
    return [read_article(raw, ReadOptions()).first_value("title", "h1") for raw in raws]


@pytest.mark.parametrize(
    "shape",
    [
        "<article data-url='https://daffa.example/n/{n}'><h1>{title}</h1>{text}</article>",
        "<div class='story' data-permalink='/n/{n}'><h1>{title}</h1><div>{text}</div></div>",
        "<section><h1>{title}</h1><time datetime='2021-04-03'>أمس</time>{text}</section>",
        "<div><h1>{title}</h1><p>{n} أبريل 2021</p>{text}</div>",
        "<article><h2><a href='/n/{n}'>{title}</a></h2>{text}{text}{text}</article>",
    ],
)
def test_each_article_of_an_endless_page_is_read(tmp_path, shape):
    body = "".join(
        shape.format(n=number + 1, title=TITLES[number], text=paragraphs(number))
        for number in range(3)
    )
    assert titles_of(articles_of(tmp_path, f"<main>{body}</main>")) == TITLES


def test_the_articles_have_their_own_address_and_no_date_of_the_first(tmp_path):
    body = "".join(
        f"<article data-url='/n/{n + 1}'><h1>{TITLES[n]}</h1>{paragraphs(n)}</article>"
        for n in range(2)
    )
    second = read_article(articles_of(tmp_path, body)[1], ReadOptions())
    assert (second.first_value("url"), second.values_of("date")) == (
        "https://daffa.example/n/2",
        [],
    )


def test_an_article_with_sections_stays_whole(tmp_path):
    sections = "".join(
        f"<section><h1>{TITLES[number]}</h1>{paragraphs(number)}</section>"
        for number in range(3)
    )
    assert len(articles_of(tmp_path, f"<article>{sections}</article>")) == 1


def test_an_article_with_related_teasers_stays_whole(tmp_path):
    teasers = "".join(
        f"<article><h2><a href='/n/{n}'>{TITLES[n]}</a></h2><time>3 أبريل 2021</time>"
        f"<p>{TEXTS[n]}</p><a href='/n/{n}'>اقرأ المزيد</a></article>"
        for n in range(3)
    )
    main = f"<article><h1>{TITLES[0]}</h1>{paragraphs(0)}</article>"
    assert len(articles_of(tmp_path, main + teasers)) == 1


def test_each_message_of_a_telegram_export_is_an_article(tmp_path):
    messages = "".join(
        f"<div class='message default clearfix' id='message{n}'><div class='body'>"
        f"<div class='pull_right date details' title='0{n + 1}.04.2021 10:30:00 UTC+03:00'>10:30</div>"
        f"<div class='from_name'>قناة الضفة</div><div class='text'>{TEXTS[n]}</div></div></div>"
        for n in range(3)
    )
    service = "<div class='message service' id='message-1'><div class='body'>1 April</div></div>"
    photo = "<div class='message default' id='message9'><div class='body'></div></div>"
    body = (
        (
            '<div class="page_wrap"><div class="page_header"><div class="text bold">قناة الضفة</div></div>'
            f'<div class="page_body chat_page"><div class="history">{service}{messages}{photo}</div></div></div>'
        )
        .replace("class='message", 'class="message')
        .replace("clearfix'", 'clearfix"')
    )
    body = body.replace("service'", 'service"').replace("default'", 'default"')
    raws = articles_of(tmp_path, body, "<head><meta charset='utf-8'></head>")
    records = [read_article(raw, ReadOptions()) for raw in raws]
    assert [record.first_value("date") for record in records] == [
        f"2021-04-0{n}T10:30:00+03:00" for n in (1, 2, 3)
    ]


def test_messages_without_a_text_are_counted(tmp_path):
    page = (
        '<div class="history"><div class="message service" id="m1">1 April</div>'
        '<div class="message default" id="m2"></div></div>'
    )
    path = tmp_path / "messages.html"
    path.write_text(f"<html><body>{page}</body></html>", "utf-8")
    items = list(split_input(identify_file(path, path.name)))
    assert [type(item) for item in items] == [PassedOver, PassedOver]


def test_a_page_without_headings_is_one_article(tmp_path):
    assert len(articles_of(tmp_path, f"<div>{TEXTS[0]}</div>")) == 1


def test_short_posts_with_a_date_are_articles_each(tmp_path):
    body = "".join(
        f"<article><h2>{TITLES[n]}</h2><time datetime='2021-04-0{n + 1}'>أمس</time>"
        f"{paragraphs(n)}</article>"
        for n in range(3)
    )
    raws = articles_of(tmp_path, f"<main>{body}</main>")
    read = [read_article(raw, ReadOptions()) for raw in raws]
    assert [article.first_value("title") for article in read] == TITLES
