# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links to entity pages in an article's body: in prose only, the text unchanged."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.entities.build.marks import link_mentions
from plugins.frontmatter.document import plain_text, render_markdown
from tests.article_builder import build_article
from tests.entity_tagging import finder_with_editors_file, tag_by_lists
from upkeep import ROOT

LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>')


@pytest.fixture(scope="module")
def finder():
    """The gazetteer with the sample archive's editors' file applied."""
    return finder_with_editors_file(ROOT / "demo" / "entities.yml")


def make_article(finder, markdown, *, paged=True):
    """Return an article as templates get it."""
    content = render_markdown(markdown)
    article = build_article(
        slug="a", title="عنوان", content=content, plain_text=plain_text(content)
    )
    for entity in tag_by_lists([article], finder).values():
        entity.url = f"e/{entity.id}.html" if paged else None
    return article


def linked_texts(finder, markdown):
    return [
        text
        for _, text in LINK.findall(link_mentions(make_article(finder, markdown), ".."))
    ]


def test_the_first_mention_of_an_entity_links_to_its_page(finder):
    article = make_article(finder, "وصل إلى دمشق أمس.\n\nوفي دمشق مطر.")
    (link,) = LINK.findall(link_mentions(article, "../.."))
    assert link == (f"../../{article.entities[0].url}", "دمشق")


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("عاد وبدمشق مطر", "وبدمشق"),
        ("سافر للأردن", "للأردن"),
        ("زار دِمَشْقَ مساء", "دِمَشْقَ"),
        ("الأخبار (دمشق) اليوم", "دمشق"),
        ("قال A&B في دمشق", "دمشق"),
        ("في **مدينة دمشق** مطر", "دمشق"),
        ("سافر\u00a0إلى\u00a0دمشق", "دمشق"),
        ("> نقلًا عن رسالة من دمشق", "دمشق"),
        ("- من دمشق", "دمشق"),
    ],
)
def test_a_link_contains_whole_words(finder, markdown, text):
    assert text in linked_texts(finder, markdown)


@pytest.mark.parametrize(
    "markdown", ["## دمشق", "[دمشق](https://example.org/)", "`دمشق`", "    دمشق"]
)
def test_existing_links_and_text_other_than_prose_get_no_link(finder, markdown):
    assert linked_texts(finder, markdown) == []


def test_an_entity_without_a_page_gets_no_link(finder):
    article = make_article(finder, "وصل إلى دمشق", paged=False)
    assert link_mentions(article, "..") == article.content


PIECES = st.sampled_from(
    [
        *(
            "دمشق",
            "وبدمشق",
            "للأردن",
            "لينا الحجلاوي",
            "الحجلاوي",
            "القاهرة،",
            "«الرياض»",
            "دِمَشْق",
            "رجب طيب *إردوغان*",
        ),
        *(
            " ",
            " ",
            " ",
            "\u00a0",
            "\n",
            "\n\n",
            "&amp;",
            "&nbsp;",
            "&lt;b&gt;",
            "<",
            "&",
            "*",
            "**",
            "_",
            "`",
            "A&B",
        ),
        *(
            "## ",
            "- ",
            "> ",
            "1. ",
            "[",
            "](https://example.org/?a=1&b=2)",
            "\\*",
            "<br>",
            "  \n",
            "|",
            "\n---\n",
        ),
    ]
)


@given(markdown=st.lists(PIECES, max_size=30).map("".join))
def test_linking_changes_no_text_and_no_other_tag(finder, markdown):
    article = make_article(finder, markdown)
    page = link_mentions(article, "..")
    assert plain_text(page) == article.plain_text
    assert LINK.sub(r"\2", page) == article.content


@given(markdown=st.lists(PIECES, max_size=30).map("".join))
def test_every_link_text_is_a_spelling_of_its_entity(finder, markdown):
    article = make_article(finder, markdown)
    surfaces = {entity.url: dict(entity.spellings) for entity in article.entities}
    for address, text in LINK.findall(link_mentions(article, "..")):
        # A spelling has the article in place of its joined form: الأردن of للأردن.
        mention = plain_text(text)
        texts = (mention, mention.replace("لل", "ال", 1))
        spellings = surfaces[address.removeprefix("../")]
        assert any(spelling in text for spelling in spellings for text in texts)
