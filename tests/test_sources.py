# SPDX-License-Identifier: AGPL-3.0-or-later
"""A newspaper's own parsers: one for each design of its pages."""

from bs4 import BeautifulSoup

from ingest.extract import sources
from ingest.model.record import Block

OLD_PAGE = '<table><tr><td><p align="justify">نص قديم</p></td></tr></table>'
NEW_PAGE = '<main><p class="lead">نص جديد</p></main>'
URL = "https://minbar-aljabal.example/news.php?id=1"


def grid(soup: BeautifulSoup) -> list[Block]:
    paragraphs = soup.select("main > p.lead")
    return [Block("paragraph", paragraph.get_text()) for paragraph in paragraphs]


DESIGNS = (grid, *sources.minbar.DESIGNS)


def test_a_page_is_parsed_by_the_module_of_its_host():
    body = sources.parse_body(OLD_PAGE, ["https://a.example/", URL])
    assert body.blocks == [Block("paragraph", "نص قديم")]


def test_a_page_of_a_host_without_a_module_has_no_own_parser():
    assert sources.parse_body(OLD_PAGE, ["https://a.example/1"]) is None


def test_a_page_of_an_unknown_design_has_no_own_parser():
    assert sources.parse_body(NEW_PAGE, [URL]) is None


def test_after_a_redesign_old_and_new_pages_have_different_parsers():
    bodies = [
        sources.parse_by_design(page, "minbar", DESIGNS)
        for page in (NEW_PAGE, OLD_PAGE)
    ]
    assert [(body.method, body.blocks[0].text) for body in bodies] == [
        ("minbar: grid", "نص جديد"),
        ("minbar: tables", "نص قديم"),
    ]
