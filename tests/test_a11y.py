# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every kind of page of the built site, judged by axe-core: light, dark, and on a phone."""

from pathlib import Path

import pytest

from upkeep import ROOT

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
JUDGE = "rules => axe.run({runOnly: rules}).then(result => result.violations)"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

YEAR = "[0-9]" * 4
KINDS = {
    "home": "index.html",
    "article": "a/*/*.html",
    "source": "source/*.html",
    "section": "section/*.html",
    "author": "author/*.html",
    "entity": "e/*.html",
    "sources": "sources.html",
    "sections": "sections.html",
    "authors": "authors.html",
    "entities": "entities.html",
    "calendar": "calendar.html",
    "year": f"{YEAR}.html",
    "month": f"{YEAR}/[0-9][0-9].html",
    "day": f"{YEAR}/[0-9][0-9]/[0-9][0-9].html",
    "hijri": "hijri.html",
    "hijri year": f"hijri/{YEAR}.html",
    "hijri month": f"hijri/{YEAR}/[0-9][0-9].html",
    "hijri day": f"hijri/{YEAR}/[0-9][0-9]/[0-9][0-9].html",
    "search": "search.html",
    "undated": "undated.html",
    "about": "about.html",
    "404": "404.html",
}


def fullest(site: Path, kind: str) -> str:
    """Return the address of the longest page of *kind*: it holds most of what its template can show."""
    return max(
        sorted(site.glob(KINDS[kind])), key=lambda path: path.stat().st_size
    ).as_uri()


def violations(
    chromium,
    address: str,
    *,
    scheme: str = "light",
    size: dict[str, int] = DESK,
    last: str = "body",
) -> list[str]:
    """Return axe's complaints about the page at *address*, each with its first element, once *last* is drawn."""
    # The site's own policy forbids the script that judges it.
    context = chromium.new_context(
        bypass_csp=True, color_scheme=scheme, viewport=size, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => null)")
    # What is folded away is judged as well.
    page.evaluate(
        "document.querySelectorAll('details').forEach(details => { details.open = true; })"
    )
    page.wait_for_selector(last)
    page.add_script_tag(path=AXE)
    found = page.evaluate(JUDGE, RULES)
    context.close()
    return [
        f"{rule['id']}: {rule['help']} – {rule['nodes'][0]['html']}" for rule in found
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_any_kind_of_page(chromium, site, kind, scheme):
    assert violations(chromium, fullest(site, kind), scheme=scheme) == []


@pytest.mark.parametrize("kind", ["home", "article"])
def test_axe_finds_nothing_on_a_phone(chromium, site, kind):
    assert violations(chromium, fullest(site, kind), size=PHONE) == []


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_axe_finds_nothing_among_search_results(chromium, served, size):
    assert (
        violations(
            chromium, f"{served}/search.html?q=سد", size=size, last=".timeline rect"
        )
        == []
    )
