# SPDX-License-Identifier: AGPL-3.0-or-later
"""A paper's own reading of its pages, and what a redesign asks of it."""

from bs4 import BeautifulSoup

from ingest.extract import sources
from ingest.model.record import Block

OLD, NEW = (
    '<td><p align="justify">نص قديم</p></td>',
    '<main><p class="lead">نص جديد</p></main>',
)
HERE = "https://minbar-aljabal.example/news.php?id=1"


def grid(soup: BeautifulSoup) -> list[Block]:
    return [
        Block("paragraph", found.get_text()) for found in soup.select("main > p.lead")
    ]


DESIGNS = (grid, *sources.minbar.DESIGNS)


def test_a_page_is_read_by_the_module_of_its_host():
    assert sources.parse(
        f"<table><tr>{OLD}</tr></table>", ["https://a.example/", HERE]
    ).blocks == [Block("paragraph", "نص قديم")]


def test_a_page_of_a_host_without_a_module_is_read_as_any_other():
    assert sources.parse(OLD, ["https://a.example/1"]) is None


def test_a_page_of_a_design_that_the_module_does_not_know_is_read_as_any_other():
    assert sources.parse(NEW, [HERE]) is None


def test_after_a_redesign_old_and_new_pages_are_read_each_by_its_own_design():
    read = [
        sources.by_design(f"<table><tr>{page}</tr></table>", "minbar", DESIGNS)
        for page in (NEW, OLD)
    ]
    assert [(found.method, found.blocks[0].text) for found in read] == [
        ("minbar: grid", "نص جديد"),
        ("minbar: tables", "نص قديم"),
    ]
