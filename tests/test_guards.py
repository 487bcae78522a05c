# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages and records that are larger or stranger than any article: a reason, or the text without the excess."""

import json

import pytest

from ingest.edit.editing import edit_article
from ingest.extract.readers import read_article
from ingest.model.article import Article
from ingest.model.options import ReadOptions
from ingest.model.record import Block, Fact, RawArticle, UnreadableInput

TEXT = "قررت مكتبة القرية أن تبقي أبوابها مفتوحة حتى المساء في أيام الصيف كلها، وقالت أمينتها إن القراء كثيرون."
HEAD = "<head><title>عنوان الخبر</title></head>"


def article(kind: str, data: str) -> Article:
    facts = (Fact("source", "الضفة", "command line"),)
    raw = RawArticle(
        kind=kind, data=data.encode(), sha256="", original="", name="", facts=facts
    )
    return edit_article(
        read_article(raw, ReadOptions()), raw, ReadOptions(), {}
    ).article


def page(body: str) -> Article:
    return article(
        "html",
        f"<html>{HEAD}<body><h1>عنوان الخبر</h1><article>{body}</article></body></html>",
    )


def record(**fields: str) -> Article:
    return article("record", json.dumps({"title": "عنوان", "content": TEXT, **fields}))


def test_elements_nested_beyond_the_parser_fail_with_the_reason():
    with pytest.raises(UnreadableInput, match="nested deeper"):
        page("<div>" * 100_000 + TEXT)


def test_text_below_three_hundred_elements_is_read():
    assert page("<div>" * 300 + f"<p>{TEXT}</p>").blocks[0].text == TEXT


def test_a_page_of_too_many_elements_is_read_by_its_paragraphs_and_marked():
    extracted = page(f"<p>{TEXT}</p>" + "<span>ك</span>" * 20_000 + f"<p>{TEXT}</p>")
    assert (extracted.extraction["method"], extracted.extraction["confidence"]) == (
        "paragraphs",
        0.4,
    )


def test_too_many_elements_without_a_paragraph_fail_with_the_reason():
    with pytest.raises(UnreadableInput, match="20,000 elements"):
        page(TEXT + "<b>ك</b>" * 20_001)


@pytest.mark.parametrize("count", [2, 9, 200])
def test_equal_paragraphs_in_a_row_all_remain(count):
    assert len(page(f"<p>{TEXT}</p>" * count).blocks) == count


def test_an_implausibly_long_title_is_ignored():
    assert record(title="كلمة - " * 1000).title_source == "lead"


def test_an_author_field_that_is_prose_yields_no_author():
    assert record(author="سالم عباد - " * 1000).authors == ()


def test_of_a_hundred_thousand_tags_a_hundred_are_used():
    extracted = article(
        "record",
        json.dumps(
            {
                "title": "عنوان",
                "content": TEXT,
                "tags": [str(n) for n in range(100_000)],
            }
        ),
    )
    assert len(extracted.tags) == 100


@pytest.mark.parametrize(
    "sign", ["\x01", "&#1;", "&#x1A;", "&#0031", "&#xFFFE;", "\ufffe"]
)
def test_a_control_character_in_a_page_is_removed_in_any_notation(sign):
    extracted = page(
        f"<p>{TEXT}</p><p>قبل{sign} بعد{sign}<img src=a.png alt=صورة></p><p>{TEXT} {TEXT}</p>"
    )
    assert "قبل بعد" in [
        block.text for block in extracted.blocks if isinstance(block, Block)
    ]
