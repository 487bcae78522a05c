# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which articles answer a text, and what the page says of them."""

import json
from collections.abc import Callable, Sequence

import pytest
import synthetic_archive
from article_builder import build_article
from node import SCRIPTS, node

from plugins.search import write_index

Answer = dict[str, object]
Ask = Callable[[Sequence[str], str], Answer]


@pytest.fixture
def ask(tmp_path) -> Ask:
    """Return a function from bodies of articles, oldest first, and a text to its answer."""

    def answer(bodies: Sequence[str], text: str) -> Answer:
        articles = [
            build_article(title="خبر", plain_text=body, url=f"{number}.html")
            for number, body in enumerate(bodies)
        ]
        write_index(tmp_path, articles, synthetic_archive.SETTINGS)
        queries = json.dumps([text])
        (tmp_path / "queries.json").write_text(queries, encoding="utf-8")
        [printed] = json.loads(node(SCRIPTS / "ask.js", tmp_path))
        return printed

    return answer


COMPLETE = "سد النهر الجديد"
LACKS_ONE = "سد النهر"


def test_articles_that_lack_one_word_follow_the_few_with_all(ask):
    answer = ask([LACKS_ONE, COMPLETE, "ملعب"], "سد النهر الجديد")
    assert answer == {"articles": [1, 0], "all": 1, "few": True, "corrected": None}


def test_they_stay_out_if_many_articles_have_all_words(ask):
    answer = ask([COMPLETE] * 10 + [LACKS_ONE], "سد النهر الجديد")
    assert (answer["all"], answer["few"]) == (10, False)


def test_of_two_words_an_article_needs_both(ask):
    answer = ask(["سد", "سد النهر"], "سد النهر")
    assert (answer["articles"], answer["few"]) == ([1], False)


@pytest.mark.parametrize(
    ("typed", "meant"), [("الأربعا", "الأربعاء"), ("قرار وزرا", "قرار وزراء")]
)
def test_a_final_hamza_that_hardly_anybody_leaves_out_is_supplied(ask, typed, meant):
    answer = ask([f"{meant} في المدينة"] * 5 + ["أربعة قرارات"], typed)
    assert answer["corrected"] == meant
    assert answer["all"] == 5


def test_no_hamza_is_supplied_where_the_archive_has_none(ask):
    assert ask(["كتاب في المدينة"] * 5, "كتابا")["corrected"] is None
