# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader does on the search page of the sample archive, over http and by double click."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

QUERY = "search-box input[name=q]"


@pytest.fixture(params=["http", "file"])
def home(request, site):
    """The address of the site, on a host and on disk."""
    return (
        request.getfixturevalue("served") if request.param == "http" else site.as_uri()
    )


def ask(page, home, query: str, **choices: str) -> None:
    """Open the search page with *query* in its address and wait for results."""
    page.goto(
        f"{home}/search.html?q={query}"
        + "".join(f"&{name}={value}" for name, value in choices.items())
    )
    page.locator("ol.results li").first.wait_for()


def count(page) -> str:
    return page.locator("search-box [role=status]").inner_text()


def test_what_was_looked_for_is_marked_whole_in_its_own_spelling(page, home):
    ask(page, home, "للمكتبه")
    marks = page.locator("ol.results mark").all_inner_texts()
    assert marks
    assert all(
        re.fullmatch(r"\w*مكتبت?\w*", re.sub("[\u064b-\u0652]", "", mark))
        for mark in marks
    )


def test_a_first_answer_asks_for_no_more_than_it_needs(page, home):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    ask(page, home, "سد")
    assert not any("search-more" in address for address in asked)
    ask(page, home, "س*د")
    assert any("search-more" in address for address in asked)


def test_a_phrase_finds_what_its_words_alone_do_not_narrow_to(page, home):
    ask(page, home, '"سد وادي الريحان"')
    phrase = page.locator("ol.results li").count()
    page.goto(f"{home}/search.html?q=الريحان سد وادي")
    page.locator("ol.results li").first.wait_for()
    assert 0 < phrase <= page.locator("ol.results li").count()


def test_where_no_article_holds_all_words_the_page_says_so(page, home):
    ask(page, home, "المكتبة قسطنطينيوبوليس")
    assert page.locator(".search-notes p").first.inner_text().strip()


def test_a_misspelt_word_is_put_right_by_one_click(page, home):
    page.goto(f"{home}/search.html?q=المكتيبة")
    page.locator(".search-notes a").first.click()
    page.locator("ol.results mark").first.wait_for()
    assert "مكتب" in page.input_value(QUERY)


def test_a_word_is_offered_while_it_is_typed_and_taken_by_keyboard(page, home):
    page.goto(f"{home}/search.html")
    page.fill(
        QUERY, "المكت"
    )  # at once: an offer for fewer letters could come late, and take the choice back
    page.locator(".suggestions li").first.wait_for()
    page.press(QUERY, "ArrowDown")
    page.press(QUERY, "Enter")
    page.locator("ol.results li").first.wait_for()
    assert "مكتب" in page.input_value(QUERY)


def test_choices_stand_in_the_address_and_no_count_leads_to_nothing(page, home):
    ask(page, home, "سد")
    page.locator(".filters summary").click()
    page.locator("select[name=source] option").nth(1).wait_for(state="attached")
    label = page.locator("select[name=source] option").nth(1).inner_text()
    page.select_option("select[name=source]", index=1)
    page.wait_for_url(re.compile("source="))
    page.locator("ol.results li").first.wait_for()
    shown = re.search(r"\((\d+)\)", label)[1]
    page.locator("search-box [role=status]").filter(
        has_text=re.compile(shown if int(shown) > 2 else ".")
    ).wait_for()
    assert {
        text.strip() for text in page.locator("ol.results .source").all_inner_texts()
    } == {label.split(" (")[0]}


def test_a_bar_of_the_chart_leads_to_its_days(page, home):
    ask(page, home, "سد")
    page.locator(".filters summary").click()
    page.locator(".timeline a").first.click()
    page.wait_for_url(re.compile("from=.*to="))
    page.locator("ol.results li").first.wait_for()
    days = [
        day[:10]
        for day in page.locator("ol.results time").evaluate_all(
            "all => all.map(t => t.dateTime)"
        )
    ]
    first, last = (
        page.input_value("input[name=from]"),
        page.input_value("input[name=to]"),
    )
    assert all(first <= day <= last for day in days)


def test_filters_and_chart_fit_a_phone(page, home):
    page.set_viewport_size({"width": 360, "height": 740})
    ask(page, home, "سد")
    page.locator(".filters summary").click()
    page.locator(".timeline a").first.wait_for()
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_the_newest_comes_first_where_the_reader_asks_for_it(page, home):
    ask(page, home, "سد", sort="newest")
    days = page.locator("ol.results time").evaluate_all(
        "all => all.map(t => t.dateTime)"
    )
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("form", ["csv", "json", "ris"])
def test_results_are_saved_as_a_file(page, home, form):
    ask(page, home, "سد")
    page.locator(".filters summary").click()
    with page.expect_download() as saved:
        page.locator(f"[data-format={form}]").click()
    title = page.locator("ol.results a.title").first.inner_text()
    assert title.split()[0] in Path(saved.value.path()).read_text(encoding="utf-8")


def test_a_name_is_offered_while_it_is_typed_and_leads_to_its_page(page, home):
    page.goto(f"{home}/search.html")
    page.fill(QUERY, "عجل")
    page.locator(".suggestions [data-url]").first.wait_for()
    places = page.locator(".suggestions li").evaluate_all(
        "all => all.map(item => 'url' in item.dataset)"
    )
    for _ in range(places.index(True) + 1):
        page.press(QUERY, "ArrowDown")
    page.press(QUERY, "Enter")
    page.wait_for_url(re.compile("/e/"))
    assert "عجلون" in page.locator("h1").inner_text()


def test_days_may_be_named_in_the_hijri_calendar(page, home):
    ask(page, home, "سد")
    page.locator(".filters summary").click()
    month = page.locator("#hijri-months option").first
    month.wait_for(state="attached")
    for end in ("from", "to"):
        page.fill(f"[data-hijri={end}]", month.get_attribute("value"))
    page.press("[data-hijri=to]", "Enter")
    page.wait_for_url(re.compile("from=.*to="))
    page.locator("search-box:not([aria-busy])").wait_for()
    page.locator("ol.results li").first.wait_for()
    first, last = (
        page.input_value("input[name=from]"),
        page.input_value("input[name=to]"),
    )
    days = page.locator("ol.results time").evaluate_all(
        "all => all.map(t => t.dateTime)"
    )
    assert all(first <= day[:10] <= last for day in days)
    assert page.input_value("[data-hijri=from]").endswith("/1")


def test_what_is_no_hijri_date_is_told_and_changes_nothing(page, home):
    ask(page, home, "سد")
    page.locator(".filters summary").click()
    page.locator("#hijri-months option").first.wait_for(state="attached")
    page.fill("[data-hijri=from]", "أمس")
    page.press("[data-hijri=from]", "Enter")
    assert page.locator("[data-hijri=from]").evaluate(
        "field => field.validationMessage"
    )
    assert "from=" not in page.url
