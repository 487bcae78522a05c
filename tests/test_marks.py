# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names marked in an article's body: links to their pages, in prose only, and not a letter of the text changed."""

import re
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_entities import finder, tagged

from plugins.entities.build.marks import marked
from plugins.frontmatter.document import plain_text, render_markdown
from upkeep import ROOT

LINK = re.compile(r'<a class="name" href="([^"]*)">(.*?)</a>')


@pytest.fixture(scope="module")
def known():
    """The gazetteer under the sample archive's own file."""
    return finder(ROOT / "content" / "entities.yml")


def article(known, markdown, *, paged=True):
    """Return an article of *markdown* as templates get it."""
    content = render_markdown(markdown)
    held = SimpleNamespace(
        slug="a", title="عنوان", content=content, plain_text=plain_text(content)
    )
    for entity in tagged([held], known).values():
        entity.url = f"e/{entity.id}.html" if paged else None
    return held


def links(known, markdown):
    return [text for _, text in LINK.findall(marked(article(known, markdown), ".."))]


def test_the_first_mention_of_a_name_leads_to_its_page(known):
    held = article(known, "وصل إلى دمشق أمس.\n\nوفي دمشق مطر.")
    (link,) = LINK.findall(marked(held, "../.."))
    assert link == (f"../../{held.entities[0].url}", "دمشق")


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
def test_a_link_holds_whole_words(known, markdown, text):
    assert text in links(known, markdown)


@pytest.mark.parametrize(
    "markdown", ["## دمشق", "[دمشق](https://example.org/)", "`دمشق`", "    دمشق"]
)
def test_what_is_no_prose_or_a_link_already_is_left_alone(known, markdown):
    assert links(known, markdown) == []


def test_a_name_without_a_page_is_plain_text(known):
    held = article(known, "وصل إلى دمشق", paged=False)
    assert marked(held, "..") == held.content


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
def test_marking_changes_no_letter_and_no_other_tag(known, markdown):
    held = article(known, markdown)
    page = marked(held, "..")
    assert plain_text(page) == held.plain_text
    assert LINK.sub(r"\2", page) == held.content


@given(markdown=st.lists(PIECES, max_size=30).map("".join))
def test_every_link_holds_the_name_it_leads_to(known, markdown):
    held = article(known, markdown)
    surfaces = {entity.url: entity.spellings for entity in held.entities}
    for address, text in LINK.findall(marked(held, "..")):
        assert any(
            surface in plain_text(text)
            for surface in surfaces[address.removeprefix("../")]
        )
