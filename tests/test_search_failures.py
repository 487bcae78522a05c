# SPDX-License-Identifier: AGPL-3.0-or-later
"""A part of the index that is gone, damaged or of another build is told, never passed over; a second try answers."""

import shutil
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
import synthetic_archive

from upkeep.static_host import serve_folder

pytestmark = pytest.mark.browser

QUERY = "search-box input[name=q]"
TOLD = "تعذّر تحميل جزء من الفهرس"


@pytest.fixture(params=["http", "file"])
def place(request, site, tmp_path):
    """A copy of the site that may be spoilt: its folder, and its address on a host or on disk."""
    folder = tmp_path / "site"
    shutil.copytree(site, folder)
    with (
        serve_folder(folder)
        if request.param == "http"
        else nullcontext(folder.as_uri()) as home
    ):
        yield folder / "search", home


@pytest.fixture
def page(chromium):
    """A page whose console may complain."""
    context = chromium.new_context(locale="ar")
    yield context.new_page()
    context.close()


def without(kind: str) -> Callable[[Path], None]:
    return lambda search: shutil.rmtree(search / kind)


def damaged(search: Path) -> None:
    """Change a letter in every term shard, which stays a script that runs."""
    for path in search.glob("t/*/*.js"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('")\n', 'A")\n'), encoding="utf-8")


def cut_short(search: Path) -> None:
    """Leave half of every file of results, as a copy that was broken off."""
    for path in search.glob("r/*/*.js"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def of_another_format(search: Path) -> None:
    root = search / "root.js"
    root.write_text(
        root.read_text(encoding="utf-8").replace('format\\":', 'format\\":9'),
        encoding="utf-8",
    )


SPOILT = {
    "without terms": without("t"),
    "without results": without("r"),
    "damaged": damaged,
    "cut short": cut_short,
    "of another format": of_another_format,
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_a_spoilt_index_is_told_in_place_of_results_and_answers_once_it_is_whole(
    page, place, site, spoil
):
    search, home = place
    spoil(search)
    page.goto(f"{home}/search.html?q=سد")
    page.locator("div.message").filter(has_text=TOLD).wait_for()
    assert page.locator("ol.results li").count() == 0
    shutil.copytree(site / "search", search, dirs_exist_ok=True)
    page.locator("div.message button").click()
    page.locator("ol.results li").first.wait_for()
    assert page.locator("div.message").count() == 0


def test_a_page_left_open_while_the_site_is_built_anew_answers_from_the_new_index(
    page, place
):
    search, home = place
    page.goto(f"{home}/search.html?q=سد")
    page.locator("ol.results li").first.wait_for()
    shutil.rmtree(search)
    synthetic_archive.write_for_judge(search, synthetic_archive.random_articles(50))
    page.fill(QUERY, "مكتبة")
    page.press(QUERY, "Enter")
    page.locator("div.message").filter(has_text=TOLD).wait_for()
    page.locator("div.message button").click()
    page.locator("ol.results li").first.wait_for()


DAMAGES = {
    "empty": lambda _: b"",
    "cut short": lambda held: held[:2000],
    "of another build": lambda held: held[:-8] + b'?" };\n',
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_second_script_that_is_not_the_one_is_told_by_what_needs_it_and_by_nothing_else(
    page, place, site, damage
):
    search, home = place
    more = search.parent / "theme" / "js" / "search-more.js"
    more.write_bytes(damage(more.read_bytes()))
    page.goto(f"{home}/search.html?q=سد")
    page.fill(QUERY, "مكتبة")
    page.press(QUERY, "Enter")
    page.locator("ol.results li mark").filter(has_text="مكتب").first.wait_for()
    page.goto(f"{home}/search.html?q=سد&from=1900-01-01")
    page.locator("div.message").filter(has_text=TOLD).wait_for()
    shutil.copytree(site / "theme", search.parent / "theme", dirs_exist_ok=True)
    page.locator("div.message button").click()
    page.locator("ol.results li").first.wait_for()
