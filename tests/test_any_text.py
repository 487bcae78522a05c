# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages show any text: nothing is wider than the screen or cut on paper, runs keep their order."""

from pathlib import Path

import pytest
from axe import violations
from conftest import build

from upkeep.check.in_browser import PHONE
from upkeep.static_host import serve_folder

pytestmark = pytest.mark.browser

LONG = "كلمةطويلةجدا" * 20
RUNS = ["+963 11 222 3344", "@wadi_news", "C++", "1280 × 960", "Mind the gap!"]
BODY = f"""للاتصال: +963 11 222 3344 وحساب @wadi_news ولغة C++ وصورة 1280 × 960 ولافتة: Mind the gap! انتهى.

رابط https://wadi.example/{"x" * 300} وكلمة {LONG}.

| المدينة | الهاتف | البريد | المساحة | الكثافة | المحافظة |
|---|---|---|---|---|---|
| الريحان | +963 11 222 3344 | {"address-" * 12}@wadi.example | 350 | 12.5 | الغربية |

    {"code_without_a_blank(" * 12}

{"." * 300}
"""
ARTICLES = {
    "anytextaaa": ("حساب @wadi_news ولغة C++", BODY),
    "anytextbbb": (f"https://wadi.example/{'y' * 200}", BODY),
    "anytextccc": (LONG, "نص عادي."),
}
HEAD = """---
id: {id}
title: "{title}"
date: 2020-02-08T10:00:00+03:00
source: "{source}"
section: "{section}"
authors: ["{author}"]
lang: ar
sha256: {sha256}
---

{body}
"""
# The characters of a run from left to right on screen.
SEEN = """([run, selector]) => {
  const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
  const signs = [];
  while (walker.nextNode()) {
    for (let i = 0; i < walker.currentNode.length; i++) signs.push([walker.currentNode, i]);
  }
  const at = signs.map(([node, i]) => node.data[i]).join("").indexOf(run);
  const boxes = signs.slice(at, at + run.length).map(([node, i]) => {
    const range = document.createRange();
    range.setStart(node, i);
    range.setEnd(node, i + 1);
    return { character: node.data[i], x: range.getBoundingClientRect().left };
  });
  return at < 0 ? null : boxes.sort((a, b) => a.x - b.x).map(box => box.character).join("");
}"""
CUT = """Array.from(document.querySelectorAll("main *")).filter(
  e => e.scrollWidth > e.clientWidth + 1 && !["visible", "clip"].includes(getComputedStyle(e).overflowX)
    && !e.closest(".visually-hidden, form")).map(e => e.outerHTML.slice(0, 80))"""


FONT_DELAY = 0.4  # seconds: later than any first paint
MOST_SHIFT = 0.02
RECORD_SHIFTS = """window.shift = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shift += entry.value; }))
  .observe({ type: "layout-shift", buffered: true });"""
PAINTED_TWICE = """() => new Promise(done =>
  requestAnimationFrame(() => requestAnimationFrame(() => done())))"""


@pytest.fixture(scope="module")
def any_text_site(tmp_path_factory) -> Path:
    """A site whose titles, names and bodies are difficult to show."""
    folder = tmp_path_factory.mktemp("any-text")
    for identity, (title, body) in ARTICLES.items():
        path = folder / "content" / "articles" / identity[:2] / f"{identity}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            HEAD.format(
                id=identity,
                title=title,
                source=f"صحيفة {LONG}",
                section=LONG,
                author=LONG,
                sha256="a" * 64,
                body=body,
            ),
            encoding="utf-8",
        )
    build(folder / "content", folder / "output")
    return folder / "output"


def pages_of(site: Path) -> list[Path]:
    """Return the home page, the articles, and a page of each kind of list."""
    kinds = ["index.html", "a/*/*.html", "source/*.html", "author/*.html"]
    kinds += ["section/*.html", "2020/02/08.html", "sources.html", "search.html"]
    return [path for kind in kinds for path in sorted(site.glob(kind))]


def open_page(chromium, address: str, width: int):
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => null)")
    return page


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_is_wider_than_the_screen(chromium, any_text_site, width):
    for path in pages_of(any_text_site):
        page = open_page(chromium, path.as_uri(), width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_no_result_is_wider_than_the_screen(chromium, any_text_site, width):
    address = f"{(any_text_site / 'search.html').as_uri()}?q=wadi_news"
    page = open_page(chromium, address, width)
    page.locator("ol.results > li").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def shift_with_late_fonts(chromium, address: str, shown: str) -> float:
    """Return how much of a telephone's page moves (CLS) when its fonts come late."""
    page = chromium.new_page(viewport={"width": 360, "height": 780})
    page.add_init_script(RECORD_SHIFTS)

    def answer_late(route) -> None:
        page.wait_for_timeout(FONT_DELAY * 1000)
        route.continue_()

    page.route("**/*.woff2", answer_late)
    page.goto(address)
    page.locator(shown).first.wait_for()
    page.evaluate("document.fonts.ready.then(() => null)")
    page.evaluate(PAINTED_TWICE)
    shift = float(page.evaluate("window.shift"))
    page.close()
    return shift


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("a/an/anytextaaa.html", "article .text"),
        ("a/an/anytextbbb.html", "article .text"),
        ("search.html?q=نص", "ol.results > li"),
        ("search.html?q=wadi_news", "ol.results > li"),
        ("search.html", "search-box"),
    ],
)
def test_nothing_moves_when_fonts_come_late(chromium, any_text_site, path, shown):
    with serve_folder(any_text_site) as home:
        assert shift_with_late_fonts(chromium, f"{home}/{path}", shown) <= MOST_SHIFT


def test_nothing_is_cut_on_paper(chromium, any_text_site):
    for path in sorted(any_text_site.glob("a/*/*.html")):
        page = open_page(chromium, path.as_uri(), 642)  # A4 between its margins
        page.emulate_media(media="print")
        assert page.evaluate(CUT) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 642
        page.close()


@pytest.mark.parametrize("run", RUNS)
def test_a_run_of_a_body_is_seen_from_left_to_right(chromium, any_text_site, run):
    page = open_page(chromium, (any_text_site / "a/an/anytextaaa.html").as_uri(), 1280)
    assert page.evaluate(SEEN, [run, "article .text"]) == run
    page.close()


@pytest.mark.parametrize("run", ["@wadi_news", "C++"])
@pytest.mark.parametrize(
    ("address", "selector"),
    [
        ("index.html", "main"),
        ("a/an/anytextaaa.html", "h1"),
        ("2020/02/08.html", ".entries"),
        ("search.html?q=wadi_news", "ol.results"),
    ],
)
def test_a_run_of_a_title_is_seen_from_left_to_right(
    chromium, any_text_site, address, selector, run
):
    page = open_page(chromium, f"{any_text_site.as_uri()}/{address}", 1280)
    page.locator(f"{selector} >> text=wadi_news").first.wait_for()
    assert page.evaluate(SEEN, [run, selector]) == run
    page.close()


def test_axe_finds_nothing_about_wide_tables(chromium, any_text_site):
    address = (any_text_site / "a/an/anytextaaa.html").as_uri()
    assert violations(chromium, address, size=PHONE) == []
