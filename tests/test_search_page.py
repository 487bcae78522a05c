# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader does on the search page of the sample archive, over http and on file://."""

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest

from export.lists import read_list

pytestmark = pytest.mark.browser

QUERY = "search-box input[name=q]"
MARKS = re.compile("[\u064b-\u0652]")


def wait_for_results(page) -> None:
    page.locator("ol.results li").first.wait_for()


def open_results(page, home, query: str, **filters: str) -> None:
    """Open the search page with *query* in its URL and wait for results."""
    page.goto(f"{home}/search.html?{urlencode({'q': query, **filters})}")
    wait_for_results(page)


def wait_longer_than_the_delay_of_suggestions(page) -> None:
    """Wait until suggestions that were asked for before would have been shown."""
    page.wait_for_timeout(500)


def open_filters(page) -> None:
    if page.locator(".filters").get_attribute("open") is None:
        page.locator(".filters > summary").click()


def days_of_results(page) -> list[str]:
    return page.locator("ol.results time").evaluate_all(
        "times => times.map(time => time.dateTime)"
    )


def selected_days(page) -> tuple[str, str]:
    return page.input_value("input[name=from]"), page.input_value("input[name=to]")


def test_hits_are_marked_as_whole_words_in_their_own_spelling(page, home):
    open_results(page, home, "للمكتبه")
    marks = page.locator("ol.results mark").all_inner_texts()
    assert marks
    for mark in marks:
        assert re.fullmatch(r"\w*مكتبت?\w*", MARKS.sub("", mark))


def test_a_first_answer_does_not_load_the_second_bundle(page, folder_home):
    requested = []
    page.on("request", lambda request: requested.append(request.url))
    open_results(page, folder_home, "سد")
    assert not any("search-more" in url for url in requested)
    open_results(page, folder_home, "س*د")
    assert any("search-more" in url for url in requested)


def test_a_phrase_matches_at_most_the_articles_with_its_words(page, home):
    open_results(page, home, '"سد وادي الريحان"')
    phrase = page.locator("ol.results li").count()
    open_results(page, home, "الريحان سد وادي")
    assert 0 < phrase <= page.locator("ol.results li").count()


def test_the_page_says_that_no_article_contains_all_words(page, home):
    open_results(page, home, "المكتبة قسطنطينيوبوليس")
    assert page.locator(".search-notes p").first.inner_text().strip()


def test_a_misspelt_word_is_corrected_by_one_click(page, home):
    page.goto(f"{home}/search.html?q=المكتيبة")
    page.locator(".search-notes a").first.click()
    page.locator("ol.results mark").first.wait_for()
    assert "مكتب" in page.input_value(QUERY)


def test_a_word_is_suggested_while_typing_and_taken_by_keyboard(page, home):
    page.goto(f"{home}/search.html")
    # At once: suggestions for fewer letters could arrive late and reset the selection.
    page.fill(QUERY, "المكت")
    page.locator(".suggestions li").first.wait_for()
    page.press(QUERY, "ArrowDown")
    page.press(QUERY, "Enter")
    wait_for_results(page)
    assert "مكتب" in page.input_value(QUERY)


def test_suggestions_whose_script_arrives_after_the_query_stay_closed(page, served):
    delayed = []
    page.route("**/search-more.js*", lambda route: delayed.append(route))
    page.goto(f"{served}/search.html")
    page.fill(QUERY, "زيتون")
    page.press(QUERY, "Enter")
    wait_for_results(page)
    with page.expect_response("**/search-more.js*"):
        delayed[0].continue_()
    wait_longer_than_the_delay_of_suggestions(page)
    assert page.locator(".suggestions li").count() == 0


def test_suggestions_that_arrive_after_the_query_stay_closed(page, home):
    page.goto(f"{home}/search.html")
    page.evaluate("Warraq.loadMore()")
    page.evaluate(
        """() => {
          const field = document.querySelector("search-box [name=q]");
          field.focus();
          field.value = "زيتون";
          const close = Warraq.offerSuggestions(field, document.querySelector(".suggestions"), {
            suggest: () => new Promise((resolve) => {
              window.answer = () => resolve([{ text: "الزيتوني", whole: "الزيتوني" }]);
            }),
          });
          window.closeList = close;
          field.dispatchEvent(new Event("input"));
        }"""
    )
    wait_longer_than_the_delay_of_suggestions(page)
    page.evaluate("closeList(); answer()")
    wait_longer_than_the_delay_of_suggestions(page)
    assert page.locator(".suggestions li").count() == 0


def test_filters_are_in_the_url_and_a_value_leaves_as_many_results_as_it_says(
    page, home
):
    open_results(page, home, "سد")
    open_filters(page)
    value = page.locator("[data-facet=source] li").first
    value.wait_for()
    source = value.locator("bdi").inner_text()
    count = value.locator(".count").inner_text()
    value.locator("input").check()
    page.wait_for_url(re.compile("source="))
    wait_for_results(page)
    # One and two are words in Arabic.
    status = re.compile(count if int(count) > 2 else ".")
    page.locator("search-box [role=status]").filter(has_text=status).wait_for()
    sources = page.locator("ol.results .source").all_inner_texts()
    assert {text.strip() for text in sources} == {source}


def test_two_values_of_a_facet_leave_the_results_of_both(page, home):
    open_results(page, home, "سد")
    open_filters(page)
    values = page.locator("[data-facet=source] li")
    values.first.wait_for()
    counts = [int(values.nth(i).locator(".count").inner_text()) for i in (0, 1)]
    for name in [values.nth(i).locator("bdi").inner_text() for i in (0, 1)]:
        page.locator("[data-facet=source] label").filter(has_text=name).click()
        page.locator("search-box:not([aria-busy])").wait_for()
    page.wait_for_url(re.compile("source=.*source="))
    status = re.compile(str(sum(counts)))
    page.locator("search-box [role=status]").filter(has_text=status).wait_for()


def test_the_focus_stays_on_the_value_that_is_checked(page, home):
    open_results(page, home, "سد")
    open_filters(page)
    box = page.locator("[data-facet=source] input").nth(1)
    box.wait_for()
    value = box.get_attribute("value")
    box.focus()
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("source="))
    page.locator("search-box:not([aria-busy])").wait_for()
    page.locator(f"[data-facet=source] input[value='{value}']:focus").wait_for()


def test_a_slider_of_the_chart_selects_days_by_keyboard(page, home):
    open_results(page, home, "سد")
    open_filters(page)
    slider = page.locator(".timeline [data-end=from]")
    slider.wait_for()
    slider.press("ArrowUp")
    page.wait_for_url(re.compile("from="))
    wait_for_results(page)
    first, _ = selected_days(page)
    assert all(first <= day[:10] for day in days_of_results(page))
    assert not re.search("[0-9]-", slider.get_attribute("aria-valuetext"))


def test_a_bar_of_the_chart_leads_to_its_days(page, home):
    open_results(page, home, "سد")
    open_filters(page)
    page.locator(".timeline rect").first.click()
    page.wait_for_url(re.compile("from=.*to="))
    wait_for_results(page)
    first, last = selected_days(page)
    assert all(first <= day[:10] <= last for day in days_of_results(page))


def test_filters_and_chart_fit_a_phone(page, home):
    page.set_viewport_size({"width": 360, "height": 740})
    open_results(page, home, "سد")
    open_filters(page)
    page.locator(".timeline rect").first.wait_for()
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_results_can_be_ordered_by_date_newest_first(page, home):
    open_results(page, home, "سد", sort="newest")
    days = days_of_results(page)
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("form", ["csv", "json", "ris", "bib", "csl"])
def test_results_are_saved_as_a_file_of_which_a_book_is_made(page, home, site, form):
    open_results(page, home, "سد")
    open_filters(page)
    with page.expect_download() as download:
        page.locator(f"[data-format={form}]").click()
    title = page.locator("ol.results a.title").first.inner_text()
    saved = download.value.path()
    assert title.split()[0] in Path(saved).read_text(encoding="utf-8")
    _, paths = read_list(site, str(saved))  # as `inv export --epub FILE` reads it
    links = page.locator("ol.results a.title").evaluate_all(
        "links => links.map(link => link.href)"
    )
    assert len(links) >= 10
    assert [f"{home}/{path}" for path in paths[: len(links)]] == [
        link.partition("#")[0] for link in links
    ]


def test_a_name_is_suggested_while_typing_and_links_to_its_page(page, home):
    page.goto(f"{home}/search.html")
    page.fill(QUERY, "عجل")
    page.locator(".suggestions [data-url]").first.wait_for()
    have_pages = page.locator(".suggestions li").evaluate_all(
        "items => items.map(item => 'url' in item.dataset)"
    )
    for _ in range(have_pages.index(True) + 1):
        page.press(QUERY, "ArrowDown")
    page.press(QUERY, "Enter")
    page.wait_for_url(re.compile("/e/"))
    assert "عجلون" in page.locator("h1").inner_text()


def test_days_can_be_entered_in_the_hijri_calendar(page, home):
    open_results(page, home, "سد")
    open_filters(page)
    month = page.locator("#hijri-months option").first
    month.wait_for(state="attached")
    page.locator(".days > summary").click()
    for end in ("from", "to"):
        page.fill(f"[data-hijri={end}]", month.get_attribute("value"))
    page.press("[data-hijri=to]", "Enter")
    page.wait_for_url(re.compile("from=.*to="))
    page.locator("search-box:not([aria-busy])").wait_for()
    wait_for_results(page)
    first, last = selected_days(page)
    assert all(first <= day[:10] <= last for day in days_of_results(page))
    assert page.input_value("[data-hijri=from]").endswith("/1")


def test_an_invalid_hijri_date_is_reported_and_changes_nothing(page, home):
    open_results(page, home, "سد")
    open_filters(page)
    page.locator("#hijri-months option").first.wait_for(state="attached")
    page.locator(".days > summary").click()
    page.fill("[data-hijri=from]", "أمس")
    page.press("[data-hijri=from]", "Enter")
    field = page.locator("[data-hijri=from]")
    assert field.evaluate("field => field.validationMessage")
    assert "from=" not in page.url


def test_going_back_shows_the_results_as_they_were_left(page, home):
    open_results(page, home, "سد")
    page.locator("search-box > button").click()
    page.locator("ol.results > li").nth(11).wait_for()
    page.locator("ol.results a.title").nth(11).click()
    page.wait_for_url(re.compile("/a/"))
    page.go_back()
    page.locator("ol.results > li").nth(19).wait_for()
    page.wait_for_function("() => scrollY > 0")


def test_an_unknown_order_is_ignored(page, home):
    open_results(page, home, "سد", sort="__proto__")
    assert page.locator("ol.results > li").count() == 10


def test_a_slash_leads_to_the_field_which_suggests_names_on_every_page(page, home):
    page.goto(f"{home}/sources.html")
    page.keyboard.press("/")
    page.locator("[name=q]:focus").wait_for()
    page.locator("form .suggestions").wait_for(state="attached")
    page.keyboard.type("عجل")
    page.locator(".suggestions [data-url]").first.wait_for()


def test_a_slash_leads_back_to_the_field_of_the_search_page(page, home):
    open_results(page, home, "سد")
    page.locator("ol.results a").first.focus()
    page.keyboard.press("/")
    page.locator("search-box [name=q]:focus").wait_for()


def test_a_list_of_a_source_is_searched_from_its_own_page(page, home, site):
    source = next(site.glob("source/*.html")).name
    page.goto(f"{home}/source/{source}")
    page.fill(".search-here [name=q]", "سد")
    page.press(".search-here [name=q]", "Enter")
    page.wait_for_url(re.compile("source=.*q="))
    wait_for_results(page)
    assert len(set(page.locator("ol.results .source").all_inner_texts())) == 1


def test_the_words_of_the_query_are_marked_on_the_page_of_a_result(page, folder_home):
    open_results(page, folder_home, "المكتبة")
    page.locator("ol.results a.title").first.click()
    page.wait_for_url(re.compile("/a/"))
    name = page.evaluate("performance.getEntriesByType('navigation')[0].name")
    assert "#:~:text=" in name
