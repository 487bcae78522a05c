# SPDX-License-Identifier: AGPL-3.0-or-later
"""The benchmark of the copy in one file has sane figures for the sample archive."""

import pytest

from bench.export import one_file

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_reader_waits_for_the_search_and_for_each_page(chromium, one_file_copy):
    copy = one_file.find_zip(one_file_copy)
    articles = one_file.pick_articles(copy, 3)
    waiting = one_file.read_copy(chromium, copy, "سد", articles)
    assert 0 < waiting.directory < waiting.search < 60_000
    assert len(waiting.pages) == 3
    assert all(0 < time < 60_000 for time in waiting.pages)
