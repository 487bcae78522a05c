# SPDX-License-Identifier: AGPL-3.0-or-later
"""The index of names and the page of a name, in a real Chromium, from a host and from disk."""

import re

import pytest
from lxml import html

pytestmark = pytest.mark.browser

FIELD = "name-filter input"


@pytest.fixture(params=["http", "file"])
def home(request, site):
    """The address of the site, on a host and on disk."""
    return (
        request.getfixturevalue("served") if request.param == "http" else site.as_uri()
    )


def shown(page):
    return page.locator(".name-columns bdi:visible").all_inner_texts()


def test_the_filter_leaves_the_names_that_hold_the_words_however_they_are_spelt(
    page, home
):
    page.goto(f"{home}/entities.html")
    page.fill(FIELD, "الوَراق")
    assert shown(page) == ["مريم الورّاق", "مكتبة الورّاقين"]
    assert page.locator("name-filter [role=status]").inner_text() == "علمان"


def test_sections_without_a_name_left_are_hidden(page, home):
    page.goto(f"{home}/entities.html")
    page.fill(FIELD, "مريم")
    assert page.locator("name-filter section:visible").count() == 1


def test_an_emptied_filter_shows_every_name_again(page, home):
    page.goto(f"{home}/entities.html")
    everything = shown(page)
    page.fill(FIELD, "مريم")
    page.fill(FIELD, "")
    assert shown(page) == everything
    assert "?" not in page.url


def test_the_filter_stands_in_the_address(page, home):
    page.goto(f"{home}/entities.html")
    page.fill(FIELD, "مريم")
    page.reload()
    assert shown(page) == ["مريم الورّاق"]


def test_from_the_keyboard_alone_a_name_is_found_and_opened(page, home):
    page.goto(f"{home}/entities.html")
    page.locator(FIELD).focus()
    page.keyboard.type("مريم")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/e/m-warraq.html"))


def test_without_javascript_the_whole_index_stands_and_no_field_that_does_nothing(
    chromium, home
):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{home}/entities.html")
    assert len(shown(page)) > 30
    assert not page.locator(FIELD).is_visible()
    context.close()


def test_the_bars_of_a_name_tell_their_figures_without_a_picture(site):
    page = html.parse(
        str(site / "e" / "ain-al-sindyan.html"), html.HTMLParser(encoding="utf-8")
    )
    (bars,) = page.xpath("//figure[contains(@class, 'month-bars')]")
    assert re.search(r"\d{4} – .*\d{4}", bars.xpath("svg/@aria-label")[0])
    years = bars.xpath(".//li[@class='chip']/span/text()[1]")
    assert len(years) > 10
    assert years == sorted(set(years))
