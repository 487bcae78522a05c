# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site in Firefox too: from a host, from disk, and in the copy in one file."""

import time

import firefox
import one_file
import pytest

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        firefox.PROGRAM is None,
        reason="no Firefox on this machine (Debian: apt-get install firefox-esr)",
    ),
]
FIRST = "document.querySelector('ol.results a.title')"


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    with firefox.started(tmp_path_factory.mktemp("firefox")) as program:
        yield program


@pytest.fixture
def visit(session, home, one_file_copy):
    """Open a page of the site; return the session."""

    def open_page(path):
        if home == one_file.HOME:
            session.open_copy(one_file_copy, one_file.NAME, path)
        else:
            session.open(f"{home}/{path}")
        session.when("document.readyState === 'complete'")
        return session

    return open_page


def test_a_query_is_answered_and_what_it_looks_for_is_marked(visit):
    page = visit("search.html?q=للمكتبة")
    marks = page.when(
        "document.querySelector('ol.results mark') && document.querySelector('ol.results').innerHTML"
    )
    assert "مكتب" in marks


def test_a_phrase_loads_places_and_filters_load_counts(visit):
    page = visit('search.html?q="سد وادي الريحان"')
    page.when("document.querySelector('ol.results li')")
    page.when("document.querySelector('.filters').open = true")
    assert page.when("document.querySelectorAll('[data-facet=source] li').length")
    assert page.when("document.querySelectorAll('.timeline rect').length")


def test_a_misspelt_word_is_put_right_from_the_words_of_the_archive(visit):
    page = visit("search.html?q=المكتيبة")
    assert "مكتب" in page.when("document.querySelector('.search-notes a')?.textContent")


def test_a_result_leads_to_its_article_and_the_back_button_to_the_results(visit):
    page = visit("index.html")
    page.when("document.querySelector('main input[name=q]').value = 'زيتون'")
    page.act("document.querySelector('main form').requestSubmit()")
    title = page.when(f"{FIRST}.textContent")
    page.act(f"{FIRST}.click()")
    heading = page.when(
        "document.querySelector('article .text') && document.querySelector('h1').textContent"
    )
    assert heading.split() == title.split()
    page.go_back()
    assert page.when(f"{FIRST}.textContent") == title
    query = "document.querySelector('search-box [name=q]').value"
    assert page.when(query) == "زيتون"
    page.go_back()
    assert page.when("document.querySelector('.masthead') && true")


def test_a_value_of_a_filter_leaves_its_results(visit):
    page = visit("search.html?q=سد")
    page.when(f"{FIRST} && (document.querySelector('.filters').open = true)")
    box = "document.querySelector('[data-facet=source] input')"
    source = page.when(f"{box}.closest('li').querySelector('bdi').textContent")
    page.act(f"{box}.click()")
    sources = (
        "[...document.querySelectorAll('ol.results .source')].map(e => e.textContent)"
    )
    same = f"{sources}.every(text => text.trim() === {source!r})"
    assert page.when(f"{box}.checked && {FIRST} && {same}")


def test_results_are_saved_as_a_file(visit):
    page = visit("search.html?q=سد")
    title = page.when(f"{FIRST}.textContent")
    page.when("document.querySelector('.filters').open = true")
    page.act("document.querySelector('[data-format=csv]').click()")
    saved = page.profile / "Downloads" / "results.csv"
    deadline = time.monotonic() + firefox.PATIENCE
    while not (saved.exists() and saved.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert title.split()[0] in saved.read_text("utf-8")
    saved.unlink()


def test_chosen_digits_stay_on_the_next_page(visit):
    page = visit("2020.html")
    arabic = "document.querySelector('input[name=digits][value=arab]')"
    page.when(f"{arabic} && true")
    page.act(f"{arabic}.click()")
    page.when("!/[0-9]/.test(document.querySelector('h1').textContent)")
    page = visit("calendar.html")
    assert page.when(f"{arabic}.checked")
    page.act("document.querySelector('input[name=digits][value=latin]').click()")


def test_names_are_filtered_in_any_spelling(visit):
    page = visit("entities.html")
    field = "document.querySelector('name-filter input')"
    page.when(f"{field}.value = 'الوَراق'")
    page.when(f"{field}.dispatchEvent(new window.Event('input', {{ bubbles: true }}))")
    status = "document.querySelector('name-filter [role=status]').textContent"
    assert page.when(status) == "علمان"


def test_an_address_of_a_paragraph_leads_to_it(visit, site):
    article = next(
        page.relative_to(site).as_posix()
        for page in sorted(site.glob("a/*/*.html"))
        if b'id="p4"' in page.read_bytes()
    )
    page = visit(f"{article}#p4")
    top = "document.getElementById('p4').getBoundingClientRect().top"
    assert page.when(f"{top} < window.innerHeight")
    page.act("document.querySelector('.crumbs a').click()")
    assert page.when("document.querySelector('.list-head') && true")
