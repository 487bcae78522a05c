# SPDX-License-Identifier: AGPL-3.0-or-later
"""The index of names and the page of an entity in Chromium, served and from disk."""

import re

import pytest
from lxml import html

pytestmark = pytest.mark.browser

FIELD = "name-filter input"


def visible_names(page):
    return page.locator(".name-columns bdi:visible").all_inner_texts()


def test_the_filter_shows_the_names_with_the_words_in_any_spelling(page, home):
    page.goto(f"{home}/entities.html")
    page.fill(FIELD, "الوَراق")
    assert visible_names(page) == ["مريم الورّاق", "مكتبة الورّاقين"]
    assert page.locator("name-filter [role=status]").inner_text() == "علمان"


def test_sections_without_a_match_are_hidden(page, home):
    page.goto(f"{home}/entities.html")
    page.fill(FIELD, "مريم")
    assert page.locator("name-filter section:visible").count() == 1
    assert page.locator("name-filter h2:visible").inner_text() == "الأشخاص"


def test_an_emptied_filter_shows_every_name_again(page, home):
    page.goto(f"{home}/entities.html")
    all_names = visible_names(page)
    page.fill(FIELD, "مريم")
    page.fill(FIELD, "")
    assert visible_names(page) == all_names
    page.wait_for_url(f"{home}/entities.html")


def test_the_filter_is_in_the_url(page, home):
    page.goto(f"{home}/entities.html")
    page.fill(FIELD, "مريم")
    # The page changes its URL before the browser's own process knows of it.
    page.wait_for_url(re.compile(r"\?q=."))
    page.reload()
    assert visible_names(page) == ["مريم الورّاق"]


def test_a_name_is_found_and_opened_with_the_keyboard_only(page, home):
    page.goto(f"{home}/entities.html")
    page.locator(FIELD).focus()
    page.keyboard.type("مريم")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/e/m-warraq.html"))


def test_without_javascript_the_whole_index_is_shown_and_the_field_is_hidden(
    chromium, folder_home
):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{folder_home}/entities.html")
    assert len(visible_names(page)) > 30
    assert not page.locator(FIELD).is_visible()
    context.close()


def test_the_month_bars_of_an_entity_have_their_figures_as_text(site):
    page = html.parse(
        str(site / "e" / "ain-al-sindyan.html"), html.HTMLParser(encoding="utf-8")
    )
    (bars,) = page.xpath("//figure[contains(@class, 'month-bars')]")
    assert re.search(r"\d{4} – .*\d{4}", bars.xpath("svg/@aria-label")[0])
    years = page.xpath("//details[@class='in-figures']//li/span/text()[1]")
    assert len(years) > 10
    assert years == sorted(set(years))
