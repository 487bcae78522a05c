# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages of lists keep their URLs: their numbers count from the oldest article."""

from datetime import UTC, date, datetime, time

import pytest
from article_builder import build_article

from plugins.contract import numbered_page
from plugins.lists import variables_of
from plugins.lists.groups import build_source, group_by_letter, link_neighbours
from plugins.lists.pagination import split_into_pages


def pages_of(name, articles):
    url = f"{name}.html"
    return list(
        split_into_pages({"url": url, "save_as": url, "articles": articles}, 50)
    )


@pytest.mark.parametrize("count", [0, 1, 49, 50, 51, 99, 100, 101, 149, 150, 1000])
def test_pages_contain_every_article_once_and_in_order(count):
    articles = list(range(count))
    assert [
        number for page in pages_of("p", articles) for number in page.articles
    ] == articles


def test_a_new_article_changes_only_the_newest_page():
    before = {
        page.save_as: list(page.articles) for page in pages_of("p", list(range(1, 131)))
    }
    after = {
        page.save_as: list(page.articles) for page in pages_of("p", list(range(131)))
    }
    assert [name for name in after if after[name] != before.get(name)] == ["p.html"]


def test_pages_link_to_their_neighbours():
    newest, middle, oldest = pages_of("source/x", list(range(160)))
    assert (newest.save_as, newest.newer_url, newest.older_url) == (
        "source/x.html",
        None,
        "source/x/p2.html",
    )
    assert (middle.newer_url, middle.older_url) == ("source/x.html", "source/x/p1.html")
    assert (oldest.number, oldest.newer_url, oldest.older_url) == (
        1,
        "source/x/p2.html",
        None,
    )


def test_no_page_of_a_month_has_the_url_of_one_of_its_days():
    pages = {page.save_as for page in pages_of("2015/08", list(range(2000)))}
    assert pages.isdisjoint(f"2015/08/{day:02d}.html" for day in range(1, 32))


def test_the_newest_page_is_never_shorter_than_the_others():
    assert (
        min(
            len(pages_of("p", list(range(count)))[0].articles)
            for count in range(50, 400)
        )
        == 50
    )


def test_numbered_pages_are_in_the_folder_of_the_list():
    assert numbered_page("e/x.html", 2) == "e/x/p2.html"
    assert numbered_page("e/x/index.html", 2) == "e/x/p2.html"


def test_the_url_of_a_source_is_ascii_and_does_not_contain_its_name():
    settings = {"SOURCE_URL": "s/{slug}.html", "SOURCE_SAVE_AS": "s/{slug}.html"}
    source = build_source("صدى السنديان", settings)
    assert source.url.isascii()
    assert source.url.startswith("s/")


def test_neighbours_are_of_the_same_source():
    newest, other, oldest = (build_article(source=source) for source in "بتب")
    link_neighbours([newest, other, oldest])
    assert (newest.newer, newest.older) == (None, oldest)
    assert (oldest.newer, oldest.older) == (newest, None)
    assert (other.newer, other.older) == (None, None)


def test_a_long_index_is_grouped_by_the_letters_of_the_alphabet():
    names = [
        f"{name} {n}" for n in range(20) for name in ("الدوحة", "أحمد", "آدم", "7")
    ]
    groups = group_by_letter(names, str)
    assert [letter for letter, _ in groups] == ["#", "ا", "د"]
    assert sum(len(members) for _, members in groups) == len(names)


def test_a_short_index_has_no_letters():
    assert group_by_letter(["ب", "أ"], str) == [("", ["أ", "ب"])]


def test_an_added_article_changes_no_older_page():
    def variables(articles):
        listed = {
            **{"url": "p.html", "save_as": "p.html", "first": day(1), "last": None},
            **{"articles": articles, "months": [(day(1), len(articles))]},
        }
        pages = split_into_pages(listed, 2)
        return {page.number: variables_of(listed, page) for page in pages}

    articles = [
        build_article(slug=str(number), date=noon(day(number)))
        for number in range(9, 2, -1)
    ]
    before, after = variables(articles[1:]), variables(articles)
    assert before[1] == after[1]
    assert (after[1]["first"], after[1]["last"]) == (day(3), day(4))
    assert before[3]["list_page"].total == 6
    assert after[3]["list_page"].total == 7


def noon(of_day):
    return datetime.combine(of_day, time(12), UTC)


def day(number):
    return date(2020, 1, number)
