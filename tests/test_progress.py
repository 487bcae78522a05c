# SPDX-License-Identifier: AGPL-3.0-or-later
"""Long work shows counts and remaining time on a terminal, and nothing elsewhere."""

import sys

import pytest

from storage import progress


@pytest.mark.parametrize(
    ("done", "total", "seconds", "line"),
    [
        (2400, 9600, 30, "2,400 of 9,600, about 1:30 left"),
        (10, 10, 5, "10 of 10, about 0:00 left"),
        (12, 10, 5, "10 of 10, about 0:00 left"),
    ],
)
def test_the_remaining_time_is_that_of_the_items_left(done, total, seconds, line):
    assert progress.describe_progress(done, total, seconds) == line


def test_output_that_is_no_terminal_has_no_progress(capsys):
    assert list(progress.print_counts(range(5), 5, "x")) == [0, 1, 2, 3, 4]
    assert capsys.readouterr() == ("", "")


def test_a_terminal_shows_counts_of_all_shares(capsys, monkeypatch):
    monkeypatch.setattr(progress, "PERIOD", 0.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    list(progress.print_counts(range(2), 8, "pages", shares=4))
    printed = capsys.readouterr().err
    assert "pages: 4 of 8, about" in printed
    assert "pages: 8 of 8, about 0:00 left" in printed
