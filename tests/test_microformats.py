# SPDX-License-Identifier: AGPL-3.0-or-later
"""Date and author of posts that only microformats state, as Blogger writes them."""

import pytest

from tests.test_metadata import page
from tests.test_own_facts import HEADLINE
from tests.test_unrelated_text import SENTENCES

TEXT = "".join(f"<p>{text}</p>" for text in SENTENCES)
FOOTER = (
    "<div class='post-footer'><span class='vcard'><span class='fn'>ليلى النجار</span>"
    "</span><abbr class='published' title='2021-05-06T10:00:00+03:00'>10:00</abbr></div>"
)


def post(footer: str = "", before: str = "") -> str:
    title = f"<h3 class='post-title'>{HEADLINE}</h3>"
    body = f"<div class='post-body'>{TEXT}</div>"
    return f"<div>{before}<div class='post hentry'>{title}{body}{footer}</div></div>"


def test_the_footer_of_a_post_states_its_date_and_author():
    article = page(post(FOOTER))

    assert article.authors == ("ليلى النجار",)
    assert str(article.date) == "2021-05-06 10:00:00+03:00"


def test_the_day_above_a_post_is_its_date():
    day = "<h2 class='date-header'><span>الخميس، 6 مايو 2021</span></h2>"

    article = page(post(before=day))

    assert str(article.date)[:10] == "2021-05-06"


@pytest.mark.parametrize("other", ["<div class='hentry'>", "<aside><div class='x'>"])
def test_facts_of_another_post_are_not_taken(other):
    others = f"{other}{FOOTER}</div>"

    article = page(f"{post()}{others}")

    assert article.authors == ()
    assert article.date is None
