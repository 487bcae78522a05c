# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one-file copy is read in place: from file://, and by range requests from a host."""

import re
import shutil
import zipfile
from pathlib import Path
from urllib.parse import quote, unquote

import firefox
import pytest
from playwright.sync_api import expect

from plugins.offline.opener import write_opener
from plugins.offline.sealing import pack_site
from upkeep import ROOT
from upkeep.static_host import QuietHandler, serve_folder

pytestmark = pytest.mark.browser
NAME = "sample.warraq.zip"


class RangeHandler(QuietHandler):
    """Answers range requests, as every host of static sites does; refuses the whole zip."""

    def do_GET(self) -> None:  # noqa: N802 - the name is of the library
        if not self.path.endswith(".zip"):
            super().do_GET()
            return
        match = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        data = Path(self.translate_path(self.path)).read_bytes()
        if match is None:
            self.send_error(403)
            return
        start, end = int(match[1]), int(match[2]) + 1
        part = data[start:end]
        self.send_response(206)
        self.send_header(
            "Content-Range", f"bytes {start}-{start + len(part) - 1}/{len(data)}"
        )
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        self.wfile.write(part)


@pytest.fixture(scope="module")
def copy(site, tmp_path_factory):
    folder = tmp_path_factory.mktemp("one-file")
    pack_site(site, folder / NAME)
    write_opener(ROOT / "theme", folder / NAME, "أرشيف «العيّنة»")
    return folder


class Reader:
    """A browser's page that shows the copy: the page is in a frame, its address after #."""

    def __init__(self, page, address):
        self.page, self.address = page, address
        self.frame = page.frame_locator("iframe")

    def open(self, path=""):
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}/open.html#/{path}")
        if self.address.startswith("file:"):
            file = unquote(self.address.removeprefix("file://"))
            self.page.set_input_files("#file", f"{file}/{NAME}")
        self.locator(".site-title, main").first.wait_for()

    def locator(self, selector):
        return self.frame.locator(selector)

    def search(self, words):
        field = self.locator("main input[name=q]").first
        field.fill(words)
        field.press("Enter")
        self.locator("ol.results li").first.wait_for()

    @property
    def path(self):
        return unquote(self.page.url.partition("#/")[2])


@pytest.fixture
def reader(request, page, copy):
    """The copy on disk; on a host for the tests of ``ON_HOST``."""
    if getattr(request, "param", "file") == "file":
        yield Reader(page, copy.as_uri())
        return
    with serve_folder(copy, RangeHandler) as address:
        yield Reader(page, address)
        page.goto("about:blank")  # it may still load parts of the index


ON_HOST = pytest.mark.parametrize("reader", ["file", "http"], indirect=True)


def test_a_copy_is_two_files_and_nothing_else(copy):
    assert {path.name for path in copy.iterdir()} == {
        "open.html",
        NAME,
        f"{NAME}.sha256",
    }


@ON_HOST
def test_a_search_from_the_home_page_leads_to_an_article_and_back(reader):
    reader.open()
    reader.search("للمكتبة")
    assert reader.path == "search.html?q=للمكتبة"
    assert "مكتب" in reader.locator("ol.results mark").first.inner_text()
    title = reader.locator("ol.results a.title").first.inner_text()
    reader.locator("ol.results a.title").first.click()
    reader.locator("article .text").wait_for()
    assert reader.locator("h1").inner_text().strip() == title.strip()
    assert re.match(r"a/\w\w/\w{10}\.html", reader.path)
    assert reader.page.title().startswith(title.strip())
    # The words of the query are marked, as a browser does for a text fragment.
    marks = reader.locator("body").evaluate(
        "() => [...CSS.highlights.get('query')].map(String)"
    )
    assert any("مكتب" in mark for mark in marks)
    reader.page.go_back()
    reader.locator("ol.results li").first.wait_for()
    assert reader.path == "search.html?q=للمكتبة"
    assert reader.locator("main input[name=q]").first.input_value() == "للمكتبة"
    reader.page.go_back()
    reader.locator(".masthead").wait_for()


def test_a_query_in_the_address_is_answered(reader):
    reader.open("search.html?q=" + quote("سد"))
    reader.locator("ol.results li").first.wait_for()
    assert reader.locator("search-box input[name=q]").input_value() == "سد"


def test_two_queries_of_one_page_are_two_entries_of_the_history(reader):
    reader.open("search.html")
    reader.search("زيتون")
    reader.search("للمكتبة")
    reader.page.go_back()
    expect(reader.locator("search-box input[name=q]")).to_have_value("زيتون")
    assert reader.path == "search.html?q=زيتون"


@ON_HOST
def test_filters_load_the_second_bundle_from_the_zip(reader):
    reader.open("search.html?q=" + quote("سد"))
    reader.locator("ol.results li").first.wait_for()
    reader.locator(".filters").evaluate("filters => filters.open = true")
    reader.locator("[data-facet=source] input").first.check()
    expect(reader.page).to_have_url(re.compile("source="))
    reader.locator("ol.results li").first.wait_for()


def test_links_between_pages_and_to_paragraphs_are_followed(reader, site):
    reader.open("sources.html")
    reader.locator("main a[href*='source/']").first.click()
    reader.locator("ol.entries a").first.click()
    reader.locator("article .text").wait_for()
    path = reader.path
    article = next(
        page.relative_to(site).as_posix()
        for page in sorted(site.glob("a/*/*.html"))
        if b'id="p4"' in page.read_bytes()
    )
    assert path.startswith("a/")
    reader.open(f"{article}#p4")
    reader.locator("#p4").wait_for()
    top = reader.locator("#p4").evaluate("p => p.getBoundingClientRect().top")
    assert top < 900
    reader.locator(".crumbs a").first.click()
    reader.locator(".list-head").wait_for()


def test_styles_and_fonts_are_from_the_zip(reader):
    reader.open()
    reader.locator("body").evaluate("() => document.fonts.ready.then(() => true)")
    body = reader.locator("body")
    background = body.evaluate(
        "() => getComputedStyle(document.documentElement).backgroundColor"
    )
    assert background != "rgba(0, 0, 0, 0)"
    loaded = body.evaluate(
        "() => [...document.fonts].filter((font) => font.status === 'loaded').length"
    )
    assert loaded >= 1


def test_a_missing_page_is_named(reader):
    reader.open("a/zz/none.html")
    assert "404: a/zz/none.html" in reader.locator("body").inner_text()


def test_no_script_of_a_page_runs_but_those_of_the_copy(page, site, tmp_path):
    """What an attacker writes into a page of the zip has no inline script."""
    forged = shutil.copytree(site, tmp_path / "site")
    index = (forged / "index.html").read_text("utf-8")
    inline = "<script>parent.forged = 1</script><img src=x onerror='parent.forged = 1'>"
    (forged / "index.html").write_text(
        index.replace("<main", f"{inline}<main"), "utf-8"
    )
    pack_site(forged, tmp_path / NAME)
    write_opener(ROOT / "theme", tmp_path / NAME, "ع")
    own = page.context.new_page()  # its console reports the blocked script
    reader = Reader(own, tmp_path.as_uri())
    reader.open()
    reader.locator("main").first.wait_for()
    assert own.evaluate("globalThis.forged") is None


@pytest.mark.parametrize(
    "damage",
    [lambda data: data[:-400], lambda data: b"", lambda data: b"x" * 3000],
    ids=["cut", "empty", "no-zip"],
)
def test_a_damaged_zip_is_reported(page, copy, tmp_path, damage):
    (tmp_path / NAME).write_bytes(damage((copy / NAME).read_bytes()))
    shutil.copy(copy / "open.html", tmp_path)
    page.goto(f"{tmp_path.as_uri()}/open.html")
    page.set_input_files("#file", str(tmp_path / NAME))
    expect(page.locator("#problem")).to_contain_text(NAME)


def test_a_zip_with_more_than_65535_entries_is_read(page, site, tmp_path):
    """zip64: the number of entries does not fit its old field."""
    with zipfile.ZipFile(tmp_path / NAME, "w") as archive:
        for number in range(66_000):
            archive.writestr(zipfile.ZipInfo(f"s/x/{number}"), b"")
        theme = (path for path in (site / "theme").rglob("*") if path.is_file())
        for path in (*theme, site / "index.html", site / "calendar.html"):
            name = f"s/{path.relative_to(site).as_posix()}"
            archive.write(path, name, zipfile.ZIP_DEFLATED)
    write_opener(ROOT / "theme", tmp_path / NAME, "ع")
    reader = Reader(page, tmp_path.as_uri())
    reader.open("calendar.html")
    reader.locator(".site-nav").wait_for()


@pytest.mark.skipif(firefox.PROGRAM is None, reason="no Firefox on this machine")
def test_firefox_reads_and_searches_the_copy(copy, tmp_path):
    shown = "document.querySelector('iframe')?.contentDocument"
    with firefox.started(tmp_path) as session:
        session.open(f"{copy.as_uri()}/open.html#/search.html?q={quote('للمكتبة')}")
        (element,) = session.call(
            "WebDriver:FindElement", using="css selector", value="#file"
        )["value"].values()
        session.call("WebDriver:ElementSendKeys", id=element, text=str(copy / NAME))
        marks = session.when(f"{shown}?.querySelector('ol.results mark')?.textContent")
        assert "مكتب" in marks
        session.when(f"{shown}.querySelector('ol.results a.title').click() || true")
        assert session.when(f"{shown}?.querySelector('article .text')?.textContent")
        session.call("WebDriver:Back")
        assert session.when(f"{shown}?.querySelector('ol.results mark')?.textContent")
