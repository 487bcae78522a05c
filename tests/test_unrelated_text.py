# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site's words between the article's paragraphs are not its text."""

import pytest

from ingest.edit.boilerplate.trim import trim
from ingest.model.record import Block
from tests.test_metadata import page
from tests.test_own_facts import HEADLINE, OTHER

SENTENCES = [
    "افتتحت قرية السرو مكتبتها الجديدة في مبنى المدرسة القديمة بعد عامين من العمل.",
    "وقالت أمينة المكتبة إن الكتب كلها هدايا من أهل القرية ومن الذين هاجروا منها.",
    "وستفتح المكتبة أبوابها كل يوم حتى التاسعة مساء، وفيها قاعة للأطفال وأخرى للعروض.",
]


def texts_with(inserted: str, before: str = "") -> list[str]:
    paragraphs = [f"<p>{text}</p>" for text in SENTENCES]
    body = paragraphs[0] + inserted + paragraphs[1] + paragraphs[2]
    markup = f"{before}<article><h1>{HEADLINE}</h1><div>{body}</div></article>"
    return [block.text for block in page(markup).blocks]


@pytest.mark.parametrize(
    "inserted",
    [
        f"<p>اقرأ أيضًا: <a href='/1'>{OTHER}</a></p>",
        f"<p><b>شاهد ايضا</b> <a href='/1'>{OTHER}</a></p>",
        f"<p><span>إقرأ المزيد:</span> <a href='/1'>{OTHER}</a></p>",
        f"<h3>مواضيع ذات صلة</h3><ul><li><a href='/1'>{OTHER}</a></li></ul>",
        f"<div>قد يهمك أيضا: <a href='/1'>{OTHER}</a></div>",
        "<p>تابعونا على <a href='/t'>تلغرام</a> لمعرفة آخر الأخبار</p>",
        "<p>اشترك في قناتنا على يوتيوب</p>",
        "<p>اضغط هنا للاشتراك في النشرة</p>",
        f"<p>شاهد بالفيديو.. <a href='/v'>{OTHER}</a></p>",
        f"<div style='position:absolute; left:-9999px'>{OTHER} {OTHER}</div>",
        f"<p class='screen-reader-text'>{OTHER}</p>",
        f"<p hidden>{OTHER}</p>",
    ],
)
def test_a_link_to_another_story_or_hidden_text_is_no_paragraph(inserted):
    assert texts_with(inserted) == SENTENCES


def test_a_teaser_of_another_article_is_no_text():
    teaser = (
        f"<article><h2>{OTHER}</h2><p>ملخص خبر آخر من البلدة المجاورة.</p></article>"
    )
    assert texts_with("", before=teaser) == SENTENCES


@pytest.mark.parametrize(
    "sentence",
    [
        "واقرأ أيضا في هذا الكتاب قصصا عن القرى القديمة التي لم تعد على الخريطة.",
        "تابع أيضا سير العمل في المدرسة الجديدة، وقال إن الصفوف جاهزة.",
        "وتابعونا بنظراتهم حتى غابت السيارة خلف التلة البعيدة.",
    ],
)
def test_a_sentence_with_the_same_words_remains(sentence):
    assert sentence in texts_with(f"<p>{sentence}</p>")


def test_the_label_of_related_stories_in_a_text_dump_is_cut_with_the_title():
    blocks = tuple(
        Block("paragraph", text) for text in (*SENTENCES, f"اقرأ أيضًا: {OTHER}")
    )
    assert [block.text for block in trim(blocks, {}).blocks] == SENTENCES


def test_a_menu_in_a_table_cell_is_no_text():
    menu = "<td><a href='/a'>الرئيسية</a><br><a href='/b'>محليات</a><br><a href='/c'>رياضة</a></td>"
    markup = "<br>".join(SENTENCES)
    body = f"<table><tr>{menu}<td><font>{HEADLINE}</font><br><font>{markup}</font></td></tr></table>"
    text = " ".join(
        block.text
        for block in page(
            body, f"<meta property='og:title' content='{HEADLINE}'>"
        ).blocks
    )
    assert "محليات" not in text


def test_a_cell_of_links_beside_the_text_is_no_text():
    links = "".join(f"<a href='/{n}'>{OTHER}</a><br>" for n in (1, 2))
    cells = f"<td>{''.join(f'<p>{text}</p>' for text in SENTENCES)}</td>"

    article = page(
        f"<table><tr><td><h1>{HEADLINE}</h1></td></tr>"
        f"<tr>{cells}<td><b>الأكثر قراءة</b><br>{links}</td></tr></table>"
    )

    assert [block.text for block in article.blocks] == SENTENCES


@pytest.mark.parametrize(
    "line",
    [
        "The post افتتاح المكتبة appeared first on صحيفة السدى.",
        "ظهرت المقالة افتتاح المكتبة أولاً على صحيفة السدى.",
    ],
)
def test_the_footer_of_a_feed_is_cut(line):
    blocks = tuple(Block("paragraph", text) for text in (*SENTENCES, line))

    assert [block.text for block in trim(blocks, {}).blocks] == SENTENCES
