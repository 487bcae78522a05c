# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site check finds what fails when the copy is opened from disk."""

import json

import pytest

from upkeep import check

PAGE = '<!doctype html><html lang="ar" dir="rtl"><title>ص</title><body><h1>ص</h1>{}</body></html>'


def problems(tmp_path, body, page=PAGE):
    (tmp_path / "index.html").write_text(page.format(body), encoding="utf-8")
    return check.find_problems(tmp_path)


def test_a_correct_page_has_no_problem(tmp_path):
    assert (
        problems(
            tmp_path,
            '<a href="index.html#x">هنا</a><a href="https://example.org/">هناك</a>',
        )
        == []
    )


@pytest.mark.parametrize(
    "link", ["./", "none.html", "/index.html", "//example.org/x.js"]
)
def test_a_link_that_fails_from_disk_is_reported(tmp_path, link):
    (line,) = problems(tmp_path, f'<a href="{link}">رابط</a>')
    assert link in line


def test_a_page_without_direction_is_reported(tmp_path):
    assert problems(tmp_path, "", PAGE.replace(' dir="rtl"', "")) == [
        "index.html: <html> has no dir"
    ]


def test_a_folder_without_pages_is_reported(tmp_path):
    assert check.find_problems(tmp_path) == [f"{tmp_path}: no HTML pages"]


def test_a_redirect_names_a_page_and_has_noindex(tmp_path):
    refresh = '<meta http-equiv="refresh" content="0; url=none.html">'
    assert problems(tmp_path, "", PAGE.replace("<body>", f"{refresh}<body>")) == [
        "index.html: link 'none.html' names no file",
        "index.html: it redirects and has no noindex",
    ]


def test_problems_are_printed_as_json(tmp_path, capsys, monkeypatch):
    from upkeep import __main__ as program

    (tmp_path / "a.html").write_text("<html><h1>x</h1></html>", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["upkeep", "check", str(tmp_path), "--json"])
    assert program.main() == 1
    assert json.loads(capsys.readouterr().out) == {
        "problems": ["a.html: <html> has no lang", "a.html: <html> has no dir"]
    }
