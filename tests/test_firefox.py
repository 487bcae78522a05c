# SPDX-License-Identifier: AGPL-3.0-or-later
"""The search answers in Firefox too, from a host and from disk."""

import firefox
import pytest

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        firefox.PROGRAM is None,
        reason="no Firefox on this machine (Debian: apt-get install firefox-esr)",
    ),
]


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    with firefox.started(tmp_path_factory.mktemp("firefox")) as program:
        yield program


@pytest.fixture(params=["http", "file"])
def home(request, site):
    return (
        request.getfixturevalue("served") if request.param == "http" else site.as_uri()
    )


def test_a_query_is_answered_and_what_it_looks_for_is_marked(session, home):
    session.open(f"{home}/search.html?q=للمكتبة")
    marks = session.when(
        "document.querySelector('ol.results mark') && document.querySelector('ol.results').innerHTML"
    )
    assert "مكتب" in marks


def test_a_phrase_loads_places_and_filters_load_counts(session, home):
    session.open(f'{home}/search.html?q="سد وادي الريحان"')
    session.when("document.querySelector('ol.results li')")
    session.when("document.querySelector('.filters').open = true")
    assert session.when("document.querySelectorAll('[data-facet=source] li').length")
    assert session.when("document.querySelectorAll('.timeline rect').length")


def test_a_misspelt_word_is_put_right_from_the_words_of_the_archive(session, home):
    session.open(f"{home}/search.html?q=المكتيبة")
    assert "مكتب" in session.when(
        "document.querySelector('.search-notes a')?.textContent"
    )
