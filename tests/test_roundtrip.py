# SPDX-License-Identifier: AGPL-3.0-or-later
"""What ingest writes is what the build reads: the words of the body, the front matter."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.model.article import Article, render_body
from ingest.model.record import Block
from ingest.text.normalise import normalise_line, normalised_lines
from plugins.frontmatter.checks import check_article
from plugins.frontmatter.document import plain_text, render_markdown, split_document

# Signs of Markdown, HTML and YAML among letters of both scripts: what breaks naive writers.
HOSTILE = st.text(
    alphabet="ابتة ٣3 .،:؛#*_-+=`~[](){}<>&|\\!/'\"%@\t\u200f\u200c\ufdfaa1",
    min_size=1,
    max_size=60,
)
ANY = st.text(min_size=1, max_size=80)
TITLES = (
    "عنوان: فرعي",
    "#وسم في الرأس",
    "no",
    "null",
    "1.0",
    "- قائمة",
    "'اقتباس'",
    '"اقتباس"',
    "عنوان\\",
    "status: draft",
    "[أ، ب]",
    "{أ: ب}",
    "*نجمة*",
    "&مرجع",
    "!وسم",
    "| عمود",
    "> سهم",
    "%نسبة",
    "@حساب",
    "`رمز`",
    "---",
    "عنوان #مع تعليق",
    "سؤال؟",
    "😀 وجه",
    "2020-02-08",
    "12:30",
    "~",
    "عنوان ينتهي بنقطتين:",
)


def article(
    title: str = "عنوان",
    blocks: tuple[Block, ...] = (Block("paragraph", "نص"),),
    **facts: object,
) -> Article:
    defaults = {
        "id": "abcdefghij",
        "source": "الضفة",
        "lang": "ar",
        "sha256": "0",
        "original": "0",
        "extraction": {},
    }
    return Article(**{**defaults, "title": title, "blocks": blocks, **facts})


def read_back(written: Article) -> tuple[dict[str, object], str]:
    head, markdown = split_document(written.to_markdown())
    return check_article(head), plain_text(render_markdown(markdown))


@settings(deadline=None, max_examples=400)
@given(st.lists(st.one_of(HOSTILE, ANY), min_size=1, max_size=4))
def test_the_words_of_a_body_come_through_markdown_unchanged(texts):
    paragraphs = [clean for text in texts if (clean := normalise_line(text))]
    markdown = render_body(tuple(Block("paragraph", text) for text in paragraphs))
    assert plain_text(render_markdown(markdown)) == "\n\n".join(paragraphs)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.tuples(st.sampled_from(["paragraph", "heading", "quote", "item"]), HOSTILE),
        min_size=1,
        max_size=5,
    )
)
def test_the_words_of_every_kind_of_block_come_through(parts):
    blocks = tuple(
        Block(kind, clean) for kind, text in parts if (clean := normalise_line(text))
    )
    assert (
        plain_text(render_markdown(render_body(blocks))).split()
        == " ".join(block.text for block in blocks).split()
    )


def test_the_lines_of_a_poem_stay_lines():
    verses = Block("paragraph", "قفا نبك\nمن ذكرى\n- حبيب")
    assert render_markdown(render_body((verses,))).split("<br>\n") == [
        "<p>قفا نبك",
        "من ذكرى",
        "- حبيب</p>",
    ]


@pytest.mark.parametrize("title", TITLES)
def test_a_hostile_title_is_read_back_unchanged(title):
    assert read_back(article(title))[0]["title"] == title


@settings(deadline=None, max_examples=300)
@given(st.one_of(HOSTILE, ANY).map(normalise_line).filter(bool))
def test_any_title_is_read_back_by_both_loaders_of_yaml(title):
    head = article(title).to_markdown().split("---\n")[1]
    if "---" not in title:
        assert (
            yaml.load(head, yaml.SafeLoader)["title"]
            == yaml.load(head, yaml.CSafeLoader)["title"]
            == title
        )


def test_a_date_keeps_its_offset():
    moment = datetime(2020, 2, 8, 23, 59, tzinfo=UTC)
    assert read_back(article(date=moment))[0]["date"] == moment


def test_an_undated_article_has_no_key_for_it():
    assert "date" not in read_back(article())[0]


def test_a_hijri_date_stays_a_string():
    assert (
        read_back(article(hijri_stated="1441-06-14"))[0]["hijri_stated"] == "1441-06-14"
    )


def test_a_body_that_looks_like_front_matter_stays_body():
    assert read_back(
        article(blocks=(Block("paragraph", "---"), Block("paragraph", "title: آخر")))
    )[1] == ("---\n\ntitle: آخر")


def test_a_date_without_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        article(date=datetime(2020, 2, 8))  # noqa: DTZ001 - the point of the test


def test_every_body_of_the_sample_archive_survives_word_for_word():
    files = sorted((Path(__file__).parent / "expected/articles").glob("*/*.md"))
    bodies = [path.read_text("utf-8").split("\n---\n\n", 1)[1] for path in files]
    assert len(bodies) > 60
    assert [body for body in bodies if not survives(body)] == []


def survives(text: str) -> bool:
    paragraphs = normalised_lines(text)
    return plain_text(
        render_markdown(
            render_body(tuple(Block("paragraph", row) for row in paragraphs))
        )
    ) == "\n\n".join(paragraphs)
