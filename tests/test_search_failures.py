# SPDX-License-Identifier: AGPL-3.0-or-later
"""A missing or damaged part of the index, or one of another build, is reported to the
reader; a second attempt answers."""

import shutil
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from threading import Event

import pytest
import synthetic_archive

from upkeep.static_host import QuietHandler, serve_folder

pytestmark = pytest.mark.browser

QUERY = "search-box input[name=q]"
REPORTED = "تعذّر تحميل جزء من الفهرس"


@pytest.fixture(params=["http", "file"])
def site_copy(request, site, tmp_path):
    """A copy of the site that a test may damage: its index, and its URL."""
    folder = tmp_path / "site"
    shutil.copytree(site, folder)
    with (
        serve_folder(folder)
        if request.param == "http"
        else nullcontext(folder.as_uri()) as home
    ):
        yield folder / "search", home


@pytest.fixture
def page(chromium):
    """A page whose console may report errors."""
    context = chromium.new_context(locale="ar")
    yield context.new_page()
    context.close()


def wait_for_results(page) -> None:
    page.locator("ol.results li").first.wait_for()


def wait_for_report(page) -> None:
    page.locator("div.message").filter(has_text=REPORTED).wait_for()


def search(page, query: str) -> None:
    """Type *query* into the open search page."""
    page.fill(QUERY, query)
    page.press(QUERY, "Enter")


def delete_kind(kind: str) -> Callable[[Path], None]:
    """Return a function that deletes all files of a kind."""
    return lambda index: shutil.rmtree(index / kind)


def damage_shards(index: Path) -> None:
    """Change a letter in every shard, which stays a valid script."""
    for path in index.glob("t/*/*.js"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('")\n', 'A")\n'), encoding="utf-8")


def truncate_results(index: Path) -> None:
    """Leave half of every file of results, like an interrupted copy."""
    for path in index.glob("r/*/*.js"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def change_format(index: Path) -> None:
    root = index / "root.js"
    text = root.read_text(encoding="utf-8")
    root.write_text(text.replace('format\\":', 'format\\":9'), encoding="utf-8")


DAMAGES = {
    "without terms": delete_kind("t"),
    "without results": delete_kind("r"),
    "damaged": damage_shards,
    "truncated": truncate_results,
    "of another format": change_format,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_index_is_reported_and_answers_once_it_is_restored(
    page, site_copy, site, damage
):
    index, home = site_copy
    damage(index)
    page.goto(f"{home}/search.html?q=سد")
    wait_for_report(page)
    assert page.locator("ol.results li").count() == 0
    shutil.copytree(site / "search", index, dirs_exist_ok=True)
    page.locator("div.message button").click()
    wait_for_results(page)
    assert page.locator("div.message").count() == 0


def test_a_page_left_open_while_the_site_is_rebuilt_answers_from_the_new_index(
    page, site_copy
):
    index, home = site_copy
    page.goto(f"{home}/search.html?q=سد")
    wait_for_results(page)
    shutil.rmtree(index)
    synthetic_archive.write_for_judge(index, synthetic_archive.random_articles(50))
    search(page, "مكتبة")
    wait_for_report(page)
    page.locator("div.message button").click()
    wait_for_results(page)


BUNDLE_DAMAGES = {
    "empty": lambda _: b"",
    "truncated": lambda script: script[:2000],
    "of another build": lambda script: script[:-8] + b'?" };\n',
}


@pytest.mark.parametrize("damage", BUNDLE_DAMAGES.values(), ids=BUNDLE_DAMAGES)
def test_a_damaged_second_bundle_is_reported_only_where_it_is_needed(
    page, site_copy, site, damage
):
    index, home = site_copy
    bundle = index.parent / "theme" / "js" / "search-more.js"
    bundle.write_bytes(damage(bundle.read_bytes()))
    page.goto(f"{home}/search.html?q=سد")
    search(page, "مكتبة")
    page.locator("ol.results li mark").filter(has_text="مكتب").first.wait_for()
    page.goto(f"{home}/search.html?q=سد&from=1900-01-01")
    wait_for_report(page)
    shutil.copytree(site / "theme", index.parent / "theme", dirs_exist_ok=True)
    page.locator("div.message button").click()
    wait_for_results(page)


@pytest.mark.parametrize("silent", ["/search/t/", "/search/r/", "/search/root"])
def test_a_file_that_never_answers_is_reported_and_can_be_asked_for_again(
    page, site, silent
):
    answers = Event()

    class SilentHandler(QuietHandler):
        """Does not answer requests for some files until ``answers`` is set."""

        def do_GET(self) -> None:  # noqa: N802
            if self.path.startswith(silent):
                answers.wait(60)
            super().do_GET()

    with serve_folder(site, SilentHandler) as home:
        page.goto(f"{home}/search.html?q=سد", wait_until="commit")
        report = page.locator("div.message").filter(has_text=REPORTED)
        report.wait_for(timeout=40_000)  # the page waits for up to thirty seconds
        assert page.locator("ol.results li").count() == 0
        answers.set()
        page.locator("div.message button").click()
        wait_for_results(page)
        assert page.locator("div.message").count() == 0


def test_a_bug_is_shown_to_the_reader_and_reported_in_the_console(site_copy, page):
    index, home = site_copy
    script = index.parent / "theme" / "js" / "search.js"
    bug = 'Warraq.isLongQuery = () => { throw new TypeError("a bug"); };\n'
    script.write_text(script.read_text(encoding="utf-8") + bug, encoding="utf-8")
    errors = []
    page.on("pageerror", lambda error: errors.append(error.message))
    page.goto(f"{home}/search.html?q=سد")
    page.locator("div.message").filter(has_text="خطأ في البرنامج").wait_for()
    assert errors == ["a bug"]
