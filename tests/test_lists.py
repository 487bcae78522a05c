# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists keep their addresses: pages count from the oldest article."""

import pytest
from article_builder import build_article

from plugins.lists.shelves import address, cut, neighbours


@pytest.mark.parametrize("count", [0, 1, 49, 50, 51, 99, 100, 101, 149, 150, 1000])
def test_pages_hold_every_article_once_and_in_order(count):
    articles = list(range(count))
    assert [
        number for shelf in cut("p", articles, 50) for number in shelf.articles
    ] == articles


def test_a_new_article_changes_only_the_newest_page():
    before = {
        shelf.save_as: list(shelf.articles)
        for shelf in cut("p", list(range(1, 131)), 50)
    }
    after = {
        shelf.save_as: list(shelf.articles) for shelf in cut("p", list(range(131)), 50)
    }
    assert [name for name in after if after[name] != before.get(name)] == ["p.html"]


def test_pages_link_to_their_neighbours():
    newest, middle, oldest = cut("source/x", list(range(160)), 50)
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


def test_no_page_of_a_month_lies_where_one_of_its_days_does():
    pages = {shelf.save_as for shelf in cut("2015/08", list(range(2000)), 50)}
    assert pages.isdisjoint(f"2015/08/{day:02d}.html" for day in range(1, 32))


def test_the_newest_page_is_never_thin():
    assert (
        min(
            len(next(cut("p", list(range(count)), 50)).articles)
            for count in range(50, 400)
        )
        == 50
    )


def test_an_address_is_ascii_and_does_not_show_the_name():
    assert address("source", "صدى السنديان").isascii()


def test_neighbours_are_of_the_same_source():
    first, second, third = (build_article(source=source) for source in "بتب")
    assert list(neighbours([first, second, third])) == [
        (first, None, third),
        (third, first, None),
        (second, None, None),
    ]
