# SPDX-License-Identifier: AGPL-3.0-or-later
"""What only a browser shows: axe, overflow, layout shift, weight, console, requests.

A page is loaded as a reader's browser loads it, from a server on this machine. The
tools are those of the tests (Chromium, Playwright, axe-core).
"""

import gzip
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from upkeep import ROOT, browser
from upkeep.check.site_pages import Page, largest_pages, median_pages
from upkeep.check.validators import CannotCheck
from upkeep.progress import counted
from upkeep.static_host import QuietHandler, serve_folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Response, ViewportSize
    from playwright.sync_api import Page as Tab

# Names of the checks.
DISPLAY, OVERFLOW = "axe: light, dark, 360 px", "overflow at 360 px"
SHIFT, WEIGHT = "layout shift (CLS)", "weight of a first visit"
CONSOLE = "console and CSP"
CHECKS = (DISPLAY, OVERFLOW, SHIFT, WEIGHT, CONSOLE)
Findings = dict[str, list[tuple[str, str]]]  # name of a check → path and reason
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = "rules => axe.run({runOnly: rules}).then(result => result.violations)"
DESK: "ViewportSize" = {"width": 1280, "height": 900}
PHONE: "ViewportSize" = {"width": 360, "height": 740}
View = tuple[str, Literal["light", "dark"], "ViewportSize"]
# Name, colour scheme and size of the views that axe judges.
VIEWS: tuple[View, ...] = (
    ("light", "light", DESK),
    ("dark", "dark", DESK),
    ("360 px", "light", PHONE),
)
# Seconds after which fonts arrive, so that the page is painted without them first, as
# over a slow network.
FONT_DELAY = 0.4
# Milliseconds in which a page settles after its last request.
SETTLE = 300
MAX_SHIFT = 0.02
# Bytes of a first visit, as a host sends them: text is compressed by gzip.
BUDGETS = {
    "article": 50_000,
    "search results": 160_000,
    # They list every name.
    "authors": 300_000,
    "entities": 300_000,
}
OTHER_BUDGET = 100_000
ARTICLE_SCRIPTS = 5_000
COMPRESSED_TYPES = ("text/", "javascript", "json", "svg", "xml")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
OPEN_DETAILS = "document.querySelectorAll('details').forEach((d) => { d.open = true; })"
FIND_OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
# Also shifts after "recent input": nobody touches the page, but Chromium takes a change
# of the window's size for input.
OBSERVE_SHIFTS = """
  window.layoutShift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.layoutShift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
"""


class LateFontHandler(QuietHandler):
    """Serves files, and fonts after a delay."""

    def do_GET(self) -> None:  # noqa: N802 - http.server calls it
        """Send a file."""
        if self.path.endswith(".woff2"):
            time.sleep(FONT_DELAY)
        super().do_GET()


def examine_site(site: Path, search_word: str) -> tuple[Findings, int]:
    """Return the problems by the name of the check, and the number of pages.

    The largest page of a kind is judged by axe and for overflow, the one of median
    size for layout shift and weight. *search_word* is a query with results. Raises
    ``CannotCheck`` without the tools.
    """
    findings: Findings = defaultdict(list)
    largest = [*largest_pages(site), *search_results(site, search_word)]
    median = [*median_pages(site), *search_results(site, search_word)]
    with open_browser() as chromium, serve_folder(site, LateFontHandler) as address:
        for _kind, page in counted(largest, "pages in a browser"):
            examine_display(chromium, address, page, findings)
        for kind, page in counted(median, "loading of pages"):
            examine_loading(chromium, address, kind, page, findings)
    return findings, len({page.path for _kind, page in (*largest, *median)})


def search_results(site: Path, word: str) -> Iterator[tuple[str, Page]]:
    """Yield the search page with results of *word*."""
    if word and (site / "search.html").exists():
        yield "search results", Page(site, f"search.html?q={quote(word)}")


@contextmanager
def open_browser() -> Iterator["Browser"]:
    """Yield a Chromium; raises ``CannotCheck`` without one, Playwright or axe-core."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise CannotCheck(
            "Playwright is not installed: make .venv/test installs it"
        ) from None
    if not AXE.exists():
        raise CannotCheck("axe-core is not installed: inv setup --browser")
    try:
        program = browser.find_chromium()
    except browser.NoBrowser as error:
        raise CannotCheck(str(error)) from error
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield chromium
        chromium.close()


def examine_display(
    chromium: "Browser", address: str, page: Page, findings: Findings
) -> None:
    """Add what axe reports of *page* in light, dark and at 360 px, and its overflow."""
    context = chromium.new_context(viewport=DESK, reduced_motion="reduce")
    tab = context.new_page()
    listen(tab, address, page, findings)
    open_settled(tab, f"{address}/{page.path}")
    # What is folded away is judged as well.
    tab.evaluate(OPEN_DETAILS)
    tab.wait_for_timeout(SETTLE)
    for name, scheme, size in VIEWS:
        tab.emulate_media(color_scheme=scheme)
        tab.set_viewport_size(size)
        reasons = [f"{name}: {reason}" for reason in axe_violations(tab)]
        findings[DISPLAY].extend((page.path, reason) for reason in reasons)
    overflow = tab.evaluate(FIND_OVERFLOW)
    if overflow > 0:
        reason = f"it is {overflow} px wider than a screen of {PHONE['width']} px"
        findings[OVERFLOW].append((page.path, reason))
    context.close()


def axe_violations(tab: "Tab") -> Iterator[str]:
    """Yield each rule of axe that the open page breaks, with its first element."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE.read_text(encoding="utf-8"))
    for rule in tab.evaluate(RUN_AXE, AXE_RULES):
        yield f"{rule['help']}: {rule['nodes'][0]['html'][:120]}"


def listen(tab: "Tab", address: str, page: Page, findings: Findings) -> None:
    """Add errors of the console and requests to other sites to *findings*.

    A violation of the content security policy is an error of the console.
    """

    def add(reason: str) -> None:
        findings[CONSOLE].append((page.path, reason))

    tab.on("pageerror", lambda error: add(f"error of a script: {error}"))
    tab.on(
        "console",
        lambda message: add(message.text) if message.type == "error" else None,
    )
    tab.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((address, "data:", "blob:"))
            else add(f"request to {request.url}")
        ),
    )


def examine_loading(
    chromium: "Browser", address: str, kind: str, page: Page, findings: Findings
) -> None:
    """Add the layout shift of *page* at 360 px with late fonts, and its weight.

    A page that is too heavy is opened again: on a slow machine one in some visits asks
    for the Latin face of letters that only an opened part of the page would show.
    """
    url = f"{address}/{page.path}"
    shift, reasons = open_first_time(chromium, url, kind)
    if reasons:
        _, reasons = open_first_time(chromium, url, kind)
    if shift > MAX_SHIFT:
        reason = f"its layout shifts by {shift:.3f} at 360 px (at most {MAX_SHIFT})"
        findings[SHIFT].append((page.path, reason))
    findings[WEIGHT].extend((page.path, reason) for reason in reasons)


def open_first_time(
    chromium: "Browser", url: str, kind: str
) -> tuple[float, list[str]]:
    """Return the layout shift of a page, and what is wrong with its weight."""
    context = chromium.new_context(viewport=PHONE, is_mobile=True)
    tab = context.new_page()
    responses: list[Response] = []
    tab.on("response", lambda response: responses.append(response))
    tab.add_init_script(OBSERVE_SHIFTS)
    open_settled(tab, url)
    shift = tab.evaluate("window.layoutShift")
    reasons = list(weight_problems(kind, responses))
    context.close()
    return shift, reasons


def open_settled(tab: "Tab", url: str) -> None:
    """Open *url*, and wait until fonts and late results are there."""
    tab.goto(url, wait_until="networkidle")
    tab.evaluate("document.fonts.ready.then(() => null)")
    tab.wait_for_timeout(SETTLE)


def weight_problems(kind: str, responses: "list[Response]") -> Iterator[str]:
    """Yield whether a page of *kind* exceeds the bytes of a first visit."""
    sizes = {response.url: sent_bytes(response) for response in responses}
    total = sum(sizes.values())
    budget = BUDGETS.get(kind, OTHER_BUDGET)
    if total > budget:
        yield f"a first visit takes {total:,} bytes of {budget:,}"
    scripts = sum(size for url, size in sizes.items() if ".js" in url)
    if kind == "article" and scripts > ARTICLE_SCRIPTS:
        yield f"its scripts take {scripts:,} bytes of {ARTICLE_SCRIPTS:,}"


def sent_bytes(response: "Response") -> int:
    """Return the bytes of the body as a host sends it."""
    body = response.body()
    media_type = response.headers.get("content-type", "")
    if any(part in media_type for part in COMPRESSED_TYPES):
        return len(gzip.compress(body))
    return len(body)
