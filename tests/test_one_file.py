# SPDX-License-Identifier: AGPL-3.0-or-later
"""The copy in one file is read in place: from file://, and by range requests from a host.

What a reader does on the site's pages is tested on this copy too, by the tests of the
pages (``home`` in conftest.py). Here is what only the copy has.
"""

import base64
import re
import shutil
import zipfile
from pathlib import Path
from urllib.parse import quote, unquote

import one_file
import pytest
from one_file import HOME, NAME, ArchivePage
from playwright.sync_api import expect

from plugins.offline.opener import write_opener
from plugins.offline.sealing import write_manifest
from upkeep import ROOT
from upkeep.static_host import QuietHandler, serve_folder

pytestmark = pytest.mark.browser
PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@pytest.fixture
def on_disk(page, one_file_copy):
    return ArchivePage(page, one_file_copy.as_uri())


@pytest.fixture
def on_host(page, one_file_copy):
    with serve_folder(one_file_copy, one_file.RangeHandler) as address:
        yield ArchivePage(page, address)
        page.goto("about:blank")  # it may still load parts of the index


@pytest.fixture(params=["file", "http"])
def copy(request):
    """The page that shows the copy, from disk and from a host."""
    return request.getfixturevalue("on_disk" if request.param == "file" else "on_host")


def search(page, words):
    page.fill("main input[name=q]", words)
    page.press("main input[name=q]", "Enter")
    page.locator("ol.results li").first.wait_for()


def path_of(page):
    return unquote(page.url.removeprefix(f"{HOME}/"))


def test_a_copy_is_two_files_and_a_digest(one_file_copy):
    names = {path.name for path in one_file_copy.iterdir()}
    assert names == {"open.html", NAME, f"{NAME}.sha256"}


def test_a_search_from_the_home_page_leads_to_an_article_and_back(copy):
    copy.goto(HOME)
    search(copy, "للمكتبة")
    assert path_of(copy) == "search.html?q=للمكتبة"
    title = copy.locator("ol.results a.title").first.inner_text()
    copy.locator("ol.results a.title").first.click()
    copy.locator("article .text").wait_for()
    assert copy.locator("h1").inner_text().strip() == title.strip()
    assert re.match(r"a/\w\w/\w{10}\.html", path_of(copy))
    assert copy.page.title().startswith(title.strip())
    # The words of the query are marked, as a browser does for a text fragment.
    marks = copy.evaluate("[...CSS.highlights.get('query')].map(String)")
    assert any("مكتب" in mark for mark in marks)
    copy.go_back()
    copy.locator("ol.results li").first.wait_for()
    assert path_of(copy) == "search.html?q=للمكتبة"
    assert copy.input_value("main input[name=q]") == "للمكتبة"
    copy.go_back()
    copy.locator(".masthead").wait_for()


def test_filters_load_the_second_bundle_from_the_zip_on_a_host(on_host):
    on_host.goto(f"{HOME}/search.html?q=" + quote("سد"))
    on_host.locator("ol.results li").first.wait_for()
    on_host.locator(".filters").evaluate("filters => filters.open = true")
    on_host.locator("[data-facet=source] input").first.check()
    on_host.wait_for_url(re.compile("source="))
    on_host.locator("ol.results li").first.wait_for()


def test_two_queries_of_one_page_are_two_entries_of_the_history(on_disk):
    on_disk.goto(f"{HOME}/search.html")
    search(on_disk, "زيتون")
    search(on_disk, "للمكتبة")
    on_disk.go_back()
    expect(on_disk.locator("search-box input[name=q]")).to_have_value("زيتون")
    assert path_of(on_disk) == "search.html?q=زيتون"


def article_with(site, mark):
    pages = sorted(site.glob("a/*/*.html"))
    page = next(path for path in pages if mark in path.read_bytes())
    return page.relative_to(site).as_posix()


def test_links_to_pages_and_to_paragraphs_are_followed(on_disk, site):
    article = article_with(site, b'id="p4"')
    on_disk.goto(f"{HOME}/{article}#p4")
    top = "document.getElementById('p4').getBoundingClientRect().top"
    on_disk.wait_for_function(f"() => {top} < 900")
    on_disk.locator(".crumbs a").first.click()
    on_disk.locator(".list-head").wait_for()
    on_disk.go_back()
    on_disk.wait_for_url(re.compile("#p4$"))


def test_the_back_button_returns_to_where_the_reader_was_on_the_page(on_disk):
    on_disk.page.set_viewport_size({"width": 500, "height": 400})
    on_disk.goto(f"{HOME}/sources.html")
    on_disk.evaluate("scrollTo(0, 150)")
    on_disk.locator("main a[href*='source/']").first.evaluate("link => link.click()")
    on_disk.locator("ol:is(.entries, .rows)").first.wait_for()
    on_disk.wait_for_function("() => scrollY === 0")
    on_disk.go_back()
    on_disk.wait_for_url(f"{HOME}/sources.html")
    on_disk.wait_for_function("() => scrollY === 150")


def test_a_link_is_opened_in_another_tab_which_gets_the_file_from_the_first(copy):
    copy.goto(f"{HOME}/sources.html")
    link = copy.locator("main a[href*='source/']").first
    own = link.evaluate("link => link.href")
    with copy.page.context.expect_page() as opened:
        link.click(modifiers=["Control"])
    tab = opened.value
    tab.frame_locator("iframe").locator("ol:is(.entries, .rows)").first.wait_for()
    assert tab.evaluate("Opener.url") == own
    assert link.evaluate("link => link.href") == own
    tab.close()


@pytest.fixture
def changed_copy(page, site, tmp_path):
    """Add files to a copy of the site; return the page that shows the copy of that."""

    def open_with(files):
        folder = shutil.copytree(site, tmp_path / "site")
        for name, data in files.items():
            (folder / name).write_bytes(data)
        write_manifest(folder)
        return ArchivePage(page, one_file.write_copy(folder, tmp_path).as_uri())

    return open_with


def test_a_merged_name_leads_to_its_page(changed_copy):
    old = b"<meta charset=utf-8><meta http-equiv=refresh content='0; url=../sources.html'>"
    reader = changed_copy({"e/old.html": old})
    reader.goto(f"{HOME}/index.html")
    reader.evaluate("parent.Opener.navigate('archive://site/e/old.html')")
    reader.wait_for_url(f"{HOME}/sources.html")
    reader.locator("main a[href*='source/']").first.wait_for()
    reader.go_back()
    reader.locator(".masthead").wait_for()


def test_an_image_in_another_folder_is_shown(changed_copy):
    text = b"<meta charset=utf-8><img src='../theme/x.gif'>"
    reader = changed_copy({"theme/x.gif": PIXEL, "e/new.html": text})
    reader.goto(f"{HOME}/e/new.html")
    reader.wait_for_function("() => document.images[0].naturalWidth > 0")


def test_a_file_that_is_no_page_is_saved(on_disk, site):
    on_disk.goto(f"{HOME}/index.html")
    with on_disk.page.expect_download() as download:
        on_disk.evaluate("parent.Opener.navigate('archive://site/SHA256SUMS')")
    saved = Path(download.value.path())
    assert download.value.suggested_filename == "SHA256SUMS"
    assert saved.read_bytes() == (site / "SHA256SUMS").read_bytes()


def test_styles_and_fonts_are_from_the_zip(on_disk):
    on_disk.goto(f"{HOME}/index.html")
    on_disk.evaluate("document.fonts.ready.then(() => true)")
    background = "getComputedStyle(document.documentElement).backgroundColor"
    assert on_disk.evaluate(background) != "rgba(0, 0, 0, 0)"
    loaded = "[...document.fonts].filter((font) => font.status === 'loaded').length"
    on_disk.wait_for_function(f"() => {loaded} >= 1")


def test_the_sites_own_page_is_shown_for_an_address_that_it_does_not_have(on_disk):
    on_disk.goto(f"{HOME}/a/zz/none.html")
    assert on_disk.locator("h1").inner_text() == "لا توجد هذه الصفحة"
    assert path_of(on_disk) == "a/zz/none.html"
    on_disk.locator("main a").first.click()
    on_disk.locator("search-box").wait_for()


def test_the_whole_page_is_printed(on_disk, site):
    longest = max(site.glob("a/*/*.html"), key=lambda path: path.stat().st_size)
    on_disk.goto(f"{HOME}/{longest.relative_to(site).as_posix()}")
    pages = re.findall(rb"/Type\s*/Page\b", on_disk.page.pdf())
    height = on_disk.evaluate("document.documentElement.scrollHeight")
    assert len(pages) >= height // 1500 > 0
    on_disk.evaluate("print = () => { globalThis.printed = true }")
    on_disk.locator("body").press("Control+KeyP")
    on_disk.wait_for_function("() => globalThis.printed")


def drop_file(page, path):
    """Drop a file on the opener, as a file manager does."""
    page.evaluate(
        """([name, data]) => {
          const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([bytes], name));
          dispatchEvent(new DragEvent("drop", { dataTransfer, cancelable: true }));
        }""",
        [path.name, base64.b64encode(path.read_bytes()).decode()],
    )


def test_a_dropped_file_is_opened(page, one_file_copy):
    page.goto(f"{one_file_copy.as_uri()}/open.html#/calendar.html")
    drop_file(page, one_file_copy / NAME)
    page.frame_locator("iframe").locator(".site-nav").wait_for()


# What a page asks for outside of the zip, and code that the copy does not have.
FORGED = """<script>parent.forged = 1</script><img src=x onerror='parent.forged = 1'>
<script src=https://evil.example/a.js></script><img src=https://evil.example/b.png>
<link rel=stylesheet href=https://evil.example/c.css><iframe src=https://evil.example/d></iframe>
<object data=https://evil.example/e></object><style>@import 'https://evil.example/f.css'</style>
<meta http-equiv=refresh content='0;url=https://evil.example/g'>
<form action=https://evil.example/h><button id=send>x</button></form><p id=forged>"""


def test_a_forged_page_runs_nothing_and_asks_no_other_host(chromium, site, tmp_path):
    """What an attacker writes into a page of the zip has no inline script."""
    forged = shutil.copytree(site, tmp_path / "site")
    index = (forged / "index.html").read_text("utf-8")
    forgery = index.replace("<main", f"{FORGED}<main")
    (forged / "index.html").write_text(forgery, "utf-8")
    context = chromium.new_context()
    page = context.new_page()  # its console reports what is blocked
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    reader = ArchivePage(page, one_file.write_copy(forged, tmp_path).as_uri())
    reader.goto(f"{HOME}/index.html")
    reader.locator("#forged").wait_for(state="attached")
    reader.locator("#send").click()
    page.wait_for_timeout(300)
    assert page.evaluate("globalThis.forged") is None
    assert [url for url in requests if "evil" in url] == []
    context.close()


def test_the_policy_of_the_opener_allows_only_what_is_needed(one_file_copy):
    page = (one_file_copy / "open.html").read_text("utf-8")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)', page)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    digest = re.compile(r"'sha256-[\w+/=]{44}'")
    assert {name: digest.sub("#", value) for name, value in rules.items()} == {
        "default-src": "'none'",
        "script-src": "# blob:",
        "style-src": "# blob:",
        "img-src": "blob: data:",
        "font-src": "blob:",
        "connect-src": "'self'",  # range requests
        "base-uri": "archive:",
        "form-action": "'none'",
    }


def change_byte_of(name):
    """Return what changes a byte of a file in the zip."""

    def change(data, path):
        with zipfile.ZipFile(path) as archive:
            info = archive.getinfo(f"{NAME.removesuffix('.zip')}/{name}")
        place = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
        return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]

    return change


@pytest.fixture
def damaged(page, one_file_copy, tmp_path):
    """Open a copy with other bytes; return the page."""

    def open_damaged(damage, path=""):
        good = one_file_copy / NAME
        (tmp_path / NAME).write_bytes(damage(good.read_bytes(), good))
        shutil.copy(one_file_copy / "open.html", tmp_path)
        page.goto(f"{tmp_path.as_uri()}/open.html#/{path}")
        page.set_input_files("#file", str(tmp_path / NAME))
        return page

    return open_damaged


@pytest.mark.parametrize(
    "damage",
    [
        lambda data, _: data[: len(data) // 2],
        lambda data, _: data[:-400],
        lambda _, __: b"",
        lambda _, __: b"x" * 3000,
    ],
    ids=["half", "cut", "empty", "no zip"],
)
def test_what_is_no_complete_zip_is_reported(damaged, damage):
    page = damaged(damage)
    expect(page.locator("#problem")).to_contain_text("no complete zip")
    expect(page.locator("#problem")).to_contain_text("ليس هذا ملف zip كاملًا")


def test_a_zip_of_something_else_is_reported(page, one_file_copy, tmp_path):
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        archive.writestr("index.html", "<p>another site</p>")
    page.goto(f"{one_file_copy.as_uri()}/open.html")
    page.set_input_files("#file", str(tmp_path / "photos.zip"))
    expect(page.locator("#problem")).to_contain_text("something else")
    assert page.locator("iframe").count() == 0
    page.set_input_files("#file", str(one_file_copy / NAME))  # then the right one
    page.frame_locator("iframe").locator(".masthead").wait_for()
    expect(page.locator("#picker")).to_be_hidden()


@pytest.mark.parametrize("name", ["calendar.html", "theme/css/site.css"])
def test_a_damaged_file_is_named(damaged, name):
    """A changed byte inflates to other bytes of the same number, or to none."""
    page = damaged(change_byte_of(name), "calendar.html")
    expect(page.locator("#problem")).to_contain_text(name)
    expect(page.locator("#problem")).to_contain_text("is damaged")


def test_a_page_is_shown_without_a_damaged_style_sheet(damaged):
    page = damaged(change_byte_of("theme/css/site.css"), "calendar.html")
    page.frame_locator("iframe").locator("main a").first.wait_for()


class WholeHandler(QuietHandler):
    """Ignores range requests, as Python's own server does."""


class LostHandler(QuietHandler):
    """Has the opener, and not the zip."""

    def do_GET(self) -> None:  # noqa: N802 - the name is of the library
        if self.path.endswith(".zip"):
            self.send_error(404)
        else:
            super().do_GET()


@pytest.mark.parametrize(
    ("handler", "words"),
    [(WholeHandler, "range requests"), (LostHandler, "did not send")],
)
def test_a_host_that_sends_no_parts_is_reported_and_a_file_can_be_chosen(
    chromium, one_file_copy, handler, words
):
    context = chromium.new_context()
    page = context.new_page()  # its console reports the 404
    with serve_folder(one_file_copy, handler) as address:
        page.goto(f"{address}/open.html")
        expect(page.locator("#problem")).to_contain_text(words)
        page.set_input_files("#file", str(one_file_copy / NAME))
        page.frame_locator("iframe").locator(".masthead").wait_for()
        expect(page.locator("#problem")).to_be_empty()
    context.close()


def test_a_host_sends_parts_only(on_host, one_file_copy):
    sizes = []
    on_host.page.on(
        "response",
        lambda answer: sizes.append(int(answer.headers.get("content-length", 0))),
    )
    on_host.goto(f"{HOME}/search.html?q=" + quote("سد"))
    on_host.locator("ol.results li").first.wait_for()
    assert 0 < sum(sizes) < (one_file_copy / NAME).stat().st_size / 2


def test_a_zip_with_more_than_65535_entries_is_read(page, site, tmp_path):
    """zip64: the number of entries does not fit its old field."""
    with zipfile.ZipFile(tmp_path / NAME, "w") as archive:
        for number in range(66_000):
            archive.writestr(zipfile.ZipInfo(f"s/x/{number}"), b"")
        theme = (path for path in (site / "theme").rglob("*") if path.is_file())
        pages = (site / name for name in ("index.html", "calendar.html", "SHA256SUMS"))
        for path in (*theme, *pages):
            name = f"s/{path.relative_to(site).as_posix()}"
            archive.write(path, name, zipfile.ZIP_DEFLATED)
    write_opener(ROOT / "theme", tmp_path / NAME, "ع")
    reader = ArchivePage(page, tmp_path.as_uri())
    reader.goto(f"{HOME}/calendar.html")
    reader.locator(".site-nav").wait_for()
