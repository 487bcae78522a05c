# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nothing in the article's own element is lost: leads, tables, code, captions."""

import pytest

from ingest.extract.html import read_page
from ingest.model.article import render_block, render_body
from ingest.model.options import ReadOptions
from ingest.model.record import Block, ExtractedArticle, RawArticle
from plugins.frontmatter.document import plain_text, render_markdown
from tests.test_metadata import page
from tests.test_own_facts import HEADLINE
from tests.test_unrelated_text import SENTENCES

LEAD = (
    "بعد عامين من العمل تعود الكتب إلى القرية في مبنى جديد تقول أمينته إنه سيكون"
    " مفتوحا لكل من يقرأ ومن لا يقرأ في الوادي كله."
)
LINES = "".join(f"<p>{text}</p>" for text in SENTENCES)
TITLE = f"<h1>{HEADLINE}</h1>"
ROWS = "<tr><td>السرو</td><td>21</td></tr><tr><td>الوادي</td><td></td></tr>"


def extract(markup: str) -> ExtractedArticle:
    data = f"<html><title>{HEADLINE}</title><body>{markup}</body></html>".encode()
    raw = RawArticle(kind="html", data=data, sha256="", original="", name="")
    return read_page(raw, ReadOptions())


def texts_of(markup: str) -> list[str]:
    return [block.text for block in page(markup).blocks]


@pytest.mark.parametrize(
    "markup",
    [
        f"<article><header>{TITLE}<p>{LEAD}</p></header><div>{LINES}</div></article>",
        f"<main>{TITLE}<h2 class='summary'>{LEAD}</h2><div>{LINES}</div></main>",
        f"<div>{TITLE}<div class='intro'>{LEAD}</div></div><div>{LINES}</div>",
        f"<div>{TITLE}<b>{LEAD}</b><article><div>{LINES}</div></article></div>",
    ],
)
def test_a_lead_outside_the_body_is_the_first_paragraph(markup):
    assert texts_of(markup) == [LEAD, *SENTENCES]


def test_a_lead_that_repeats_the_first_paragraph_is_not_doubled():
    lead = f"<p class='lead'>{SENTENCES[0][:-1]}…</p>"

    assert texts_of(f"{TITLE}{lead}<div>{LINES}</div>") == SENTENCES


def test_a_box_beside_the_text_is_recorded_as_a_cut():
    box = f"<aside class='pullquote'><p>{LEAD}</p></aside>"

    article = extract(f"<article>{TITLE}<div>{LINES}</div>{box}</article>")

    assert [cut.text for cut in article.cuts] == [LEAD]
    assert article.confidence > 0.5


def test_a_paragraph_after_the_text_that_nothing_explains_makes_it_doubtful():
    text = f"<div>{LINES * 2}</div><div class='promo-x'><span>{LEAD}</span></div>"

    article = extract(f"<article>{TITLE}{text}</article>")

    in_text = LEAD in [block.text for block in article.blocks]
    noted = LEAD in [cut.text for cut in article.cuts]
    assert in_text or noted


def test_a_table_stays_a_table():
    header = "<tr><th>الفريق</th><th>النقاط</th></tr>"
    table = f"<figure><table>{header}{ROWS}</table></figure>"

    blocks = page(f"<article>{TITLE}{LINES}{table}<p>{LEAD}</p></article>").blocks

    assert blocks[-2:] == (
        Block("table", "الفريق\tالنقاط\nالسرو\t21\nالوادي\t"),
        Block("paragraph", LEAD),
    )


def test_cells_that_span_columns_and_rows_keep_the_others_in_place():
    table = (
        "<table><tr><th colspan=2>النتائج</th><th>اليوم</th></tr>"
        "<tr><td rowspan=2>السرو</td><td>1</td><td>أ</td></tr>"
        "<tr><td>2</td><td>ب</td></tr></table>"
    )

    blocks = page(f"<article>{TITLE}{LINES}{table}</article>").blocks

    assert blocks[-1].text == "النتائج\t\tاليوم\nالسرو\t1\tأ\n\t2\tب"


def test_a_table_of_a_layout_is_text():
    cells = "".join(
        f"<tr><td>&nbsp;</td><td>{text * 4}</td></tr>" for text in SENTENCES
    )

    blocks = page(f"{TITLE}<table>{cells}</table>").blocks

    assert {block.kind for block in blocks} == {"paragraph"}


def test_days_in_a_table_are_no_byline():
    rows = "".join(f"<tr><td>محل {n}</td><td>2021/05/0{n}</td></tr>" for n in (1, 2, 3))

    article = extract(f"<article>{TITLE}{LINES}<table>{rows}</table></article>")

    assert article.values_of("byline") == []


def test_code_keeps_its_lines():
    code = "git clone https://x.example/a.git\n    make *all*"

    blocks = page(f"<article>{TITLE}{LINES}<pre>{code}</pre></article>").blocks

    assert blocks[-1] == Block("code", code)


def test_prose_that_is_set_in_pre_is_text():
    prose = "\n".join(SENTENCES * 3)

    blocks = page(f"<article>{TITLE}<pre>{prose}</pre></article>").blocks

    assert {block.kind for block in blocks} == {"paragraph"}


@pytest.mark.parametrize("line_break", ["<br>", "<br><br>", "<br/>&nbsp;<br/>"])
def test_line_breaks_between_long_lines_separate_paragraphs(line_break):
    assert texts_of(f"{TITLE}<div>{line_break.join(SENTENCES)}</div>") == SENTENCES


def test_verses_keep_their_lines():
    verses = "يا سرو طال بك المدى<br>والريح تحمل ما بدا<br>من كل غصن في الضحى"

    texts = texts_of(f"<article>{TITLE}{LINES}<p>{verses}</p></article>")

    assert texts[-1] == verses.replace("<br>", "\n")


def test_captions_of_a_gallery_are_not_fused():
    captions = ["باعة يرتبون الصناديق", "أطفال يلعبون في الساحة المجاورة"]
    slides = "".join(
        f"<a href='{n}.jpg'><img src='{n}.jpg'></a><span class='cap'>{caption}</span>"
        for n, caption in enumerate(captions)
    )
    by = "<span class='by'>ليلى النجار</span>"
    text = f"<span class='desc'>{SENTENCES[0]}</span>"

    assert texts_of(f"<div>{TITLE}{by}{slides}{text}</div>") == [
        "ليلى النجار",
        *captions,
        SENTENCES[0],
    ]


def test_a_caption_beside_an_image_has_no_marks_of_the_layout():
    slide = "<div><img src='1.jpg'><div class='caption'>باعة في السوق</div></div>"

    article = extract(f"<article>{TITLE}{slide}{LINES}</article>")

    assert [figure.caption for figure in article.figures] == ["باعة في السوق"]


@pytest.mark.parametrize(
    "block",
    [
        Block("table", "أ | ب\t*ج*\n\t1. د\n`ه`\t<b>و</b>"),
        Block("code", "````\n<b> *لا*\n    شيء"),
    ],
)
def test_tables_and_code_keep_their_words_through_markdown(block):
    html = render_markdown(render_body((block, Block("paragraph", "نهاية"))))

    assert plain_text(html).split() == [*block.text.split(), "نهاية"]
    assert ("<table>" in html) == (block.kind == "table")
    assert render_block(block).count("\n\n") == 0
