# SPDX-License-Identifier: AGPL-3.0-or-later
"""The benchmark of the copy in one file has sane figures for the sample archive."""

import pytest

from bench.export import one_file

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_reader_waits_for_the_search_and_for_each_page(one_file_copy):
    (waiting,) = one_file.measure(one_file_copy, "سد", pages=3, times=1)
    assert 0 < waiting.directory < waiting.search < 60_000
    assert len(waiting.pages) == 3
    assert all(0 < time < 60_000 for time in waiting.pages)
