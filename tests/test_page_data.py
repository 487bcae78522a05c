# SPDX-License-Identifier: AGPL-3.0-or-later
"""Articles whose text is only in the data of their page."""

import json

import pytest

from ingest.model.article import Article
from tests.test_metadata import page
from tests.test_own_facts import HEADLINE, OTHER

SENTENCES = [
    "افتتحت قرية السرو مكتبتها الجديدة في مبنى المدرسة القديمة بعد عامين من العمل والتبرعات.",
    "وقالت أمينة المكتبة إن الكتب كلها هدايا من أهل القرية ومن الذين هاجروا منها قبل سنوات.",
    "وستفتح المكتبة أبوابها كل يوم حتى التاسعة مساء، وفيها قاعة للأطفال وأخرى للعروض.",
]
MARKUP = "".join(f"<p>{text}</p>" for text in SENTENCES)
SHELL = '<div id="app"></div>'


def script(value: object, start: str = '<script type="application/json">') -> str:
    return f"{start}{json.dumps(value, ensure_ascii=False)}</script>"


def texts(article: Article) -> list[str]:
    return [block.text for block in article.blocks]


def built(scripts: str) -> Article:
    return page(SHELL, f"<meta property='og:title' content='{HEADLINE}'>{scripts}")


def test_the_body_in_json_ld_is_the_text():
    body = "\n".join(SENTENCES)
    value = {"@type": "NewsArticle", "headline": HEADLINE, "articleBody": body}
    start = '<script type="application/ld+json">'
    assert texts(built(script(value, start))) == SENTENCES


@pytest.mark.parametrize(
    "post",
    [
        {"title": HEADLINE, "content": MARKUP},
        {"title": {"rendered": HEADLINE}, "content": {"rendered": MARKUP}},
        {
            "headline": HEADLINE,
            "body": [{"type": "p", "text": text} for text in SENTENCES],
        },
        {"title": HEADLINE, "content_html": MARKUP},
    ],
)
def test_the_state_of_a_script_framework_has_the_text(post):
    start = '<script id="__NEXT_DATA__" type="application/json">'
    state = {"props": {"pageProps": {"post": post}}, "buildId": "x"}
    assert texts(built(script(state, start))) == SENTENCES


def test_a_state_that_a_script_assigns_is_read():
    state = script(
        {"post": {"title": HEADLINE, "body": MARKUP}}, "<script>window.__STATE__ = "
    )
    assert texts(built(state.replace("</script>", "; start();</script>"))) == SENTENCES


def test_of_several_articles_in_the_data_the_page_s_own_is_taken():
    other = {"title": OTHER, "body": MARKUP.replace("السرو", "التلة") * 3}
    state = {"related": [other], "post": {"title": HEADLINE, "body": MARKUP}}
    assert texts(built(script(state))) == SENTENCES


def test_the_facts_beside_the_text_are_the_article_s():
    post = {
        "title": HEADLINE,
        "body": MARKUP,
        "publishedAt": "2021-04-03T10:00:00+03:00",
        "author": {"name": "هند القاسم"},
    }
    article = built(script(post))
    assert (article.date.day, article.authors) == (3, ("هند القاسم",))


def test_a_text_in_the_page_wins_over_one_of_equal_length_in_its_data():
    state = script({"title": HEADLINE, "body": MARKUP.replace("السرو", "التلة")})
    article = page(f"<article><h1>{HEADLINE}</h1>{MARKUP}</article>", state)
    assert texts(article) == SENTENCES


def test_a_teaser_in_the_page_loses_to_the_whole_text_in_its_data():
    value = {
        "@type": "NewsArticle",
        "headline": HEADLINE,
        "articleBody": "\n".join(SENTENCES),
    }
    head = script(value, '<script type="application/ld+json">')
    article = page(
        f"<article><h1>{HEADLINE}</h1><p>{SENTENCES[0][:60]}…</p></article>", head
    )
    assert texts(article) == SENTENCES
