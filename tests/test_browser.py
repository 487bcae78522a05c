# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site in a real Chromium, over http and by double click; any console error or foreign request fails the test."""

import re
import zipfile

import pytest
from conftest import build

from upkeep import verify

pytestmark = pytest.mark.browser

COUNT = re.compile(r"\S")


@pytest.mark.parametrize("query", ["المكتبة", "وَبِالمَكْتَبَةِ", "للمكتبه", "مكتبة الورّاقين"])
def test_a_word_with_clitics_and_diacritics_finds_the_article_and_it_opens(
    page, home, query
):
    page.goto(f"{home}/search.html")
    page.fill("search-box input[name=q]", query)
    page.press("search-box input[name=q]", "Enter")
    first = page.locator("ol.results li").first
    first.wait_for()
    assert "مكتب" in first.inner_text()
    title = first.locator("a.title").inner_text()
    first.locator("a.title").click()
    page.wait_for_url(re.compile(r"/a/"))
    assert page.locator("h1").inner_text().strip() == title.strip()


def test_a_query_in_the_address_is_answered(page, home):
    page.goto(f"{home}/search.html?q=سد")
    page.locator("ol.results li").first.wait_for()
    assert page.input_value("search-box input[name=q]") == "سد"
    assert re.search(r"\d|[٠-٩]", page.locator("search-box [role=status]").inner_text())


def test_the_query_stands_in_the_address_and_the_back_button_returns_to_it(page, home):
    page.goto(f"{home}/search.html")
    page.fill("search-box input[name=q]", "زيتون")
    page.press("search-box input[name=q]", "Enter")
    page.locator("ol.results li").first.wait_for()
    page.wait_for_url(re.compile("q="))
    page.locator("ol.results li a.title").first.click()
    page.wait_for_url(re.compile(r"/a/"))
    page.go_back()
    page.locator("ol.results li").first.wait_for()


def test_the_box_on_the_home_page_leads_to_results(page, home):
    page.goto(f"{home}/index.html")
    page.fill("main input[name=q]", "الريحان")
    page.press("main input[name=q]", "Enter")
    page.locator("ol.results li").first.wait_for()


def test_a_word_that_is_nowhere_is_said_to_be_nowhere(page, home):
    page.goto(f"{home}/search.html?q=قسطنطينيوبوليس")
    page.locator("search-box .message, search-box [role=status]").filter(
        has_text=COUNT
    ).first.wait_for()
    assert page.locator("ol.results li").count() == 0


@pytest.mark.parametrize(
    "kind",
    ["index.html", "search.html", "calendar.html", "entities.html", "about.html"],
)
def test_nothing_scrolls_sideways_on_a_phone(page, home, kind):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{home}/{kind}")
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_an_article_fits_a_phone(page, home, site):
    article = next((site / "a").rglob("*.html")).relative_to(site).as_posix()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{home}/{article}")
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_without_javascript_search_says_so_and_offers_the_lists(chromium, folder_home):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{folder_home}/search.html")
    links = page.locator("noscript a").count() or page.locator("main a").count()
    context.close()
    assert links >= 2


def test_the_offline_copy_is_whole_and_searches_after_unpacking(
    page, content, tmp_path
):
    build(content, tmp_path / "output", OFFLINE_ZIP=str(tmp_path / "copy.zip"))
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    copy = tmp_path / "unpacked" / "copy"
    assert verify.find_problems(copy) == []
    page.goto(f"{(copy / 'index.html').as_uri()}")
    page.fill("main input[name=q]", "والزيتون")
    page.press("main input[name=q]", "Enter")
    page.locator("ol.results li").first.wait_for()
