# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gate before publishing, run on the sample archive and on a site full of faults."""

import json
import shutil
import subprocess
import sys

import pytest

from upkeep import ROOT, check
from upkeep.check import in_browser
from upkeep.check.site_pages import KINDS

pytestmark = pytest.mark.browser

CHECKS = [
    *check.PAGE_CHECKS,
    "orphans",
    *check.VALIDATORS,
    "feeds and sitemaps",
    *in_browser.CHECKS,
]


def check_results(site):
    """The exit status of `inv check`, and its results by the name of the check.

    In a process of its own: the tests have a Playwright already.
    """
    done = subprocess.run(
        [sys.executable, "-m", "upkeep", "check", site, "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    rows = json.loads(done.stdout)["checks"]
    return done.returncode, {row["name"]: row for row in rows}


@pytest.fixture(scope="module")
def results(site):
    return check_results(site)[1]


@pytest.mark.parametrize("name", CHECKS)
def test_the_sample_archive_passes_every_check(results, name):
    assert results[name]["problems"] == []


def test_every_check_runs_on_this_machine(results):
    assert list(results) == CHECKS
    without_java = set() if shutil.which("java") else {"vnu"}
    assert {name for name in CHECKS if results[name]["not_run"]} == without_java


def test_a_browser_sees_a_page_of_each_kind(results):
    assert results["axe: light, dark, 360 px"]["checked"] >= len(KINDS)


FAULTS = {
    "index.html": '<p style="color: #ccc; background: #fff">خافت</p>',
    "about.html": '<pre style="inline-size: 900px">عريض</pre>',
    "search.html": "<script src='late.js'></script><p>نص يتحرك</p>",
    "sources.html": '<img src="http://127.0.0.1:9/x.png" alt="">',
    "calendar.html": "<img src='heavy.bmp' alt=''>",
    "sections.html": "<script>document.title = 'x'</script>",
}
# After the first paint.
LATE = """addEventListener("load", () => setTimeout(() => {
  const box = document.createElement("div");
  box.style.blockSize = "500px";
  document.body.prepend(box);
}, 300));"""
POLICY = "script-src 'self'"


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    """The problems of a site with a fault on each page, by the name of the check."""
    folder = tmp_path_factory.mktemp("faulty")
    for name, body in FAULTS.items():
        markup = f"""<!doctype html><html lang="ar" dir="rtl"><head><title>ص</title>
        <meta name="viewport" content="width=device-width">
        <meta http-equiv="Content-Security-Policy" content="{POLICY}"></head>
        <body><main><h1>ص</h1>{body}</main></body></html>"""
        (folder / name).write_text(markup, encoding="utf-8")
    (folder / "late.js").write_text(LATE, encoding="utf-8")
    (folder / "heavy.bmp").write_bytes(bytes(200_000))
    status, results = check_results(folder)
    assert status == 1
    return {name: result["problems"] for name, result in results.items()}


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("axe: light, dark, 360 px", "index.html"),
        ("overflow at 360 px", "about.html"),
        ("layout shift (CLS)", "search.html"),
        ("weight of a first visit", "calendar.html"),
        ("html-validate", "calendar.html"),
    ],
)
def test_a_fault_that_a_browser_shows_is_reported_for_its_page(findings, name, path):
    assert path in {line.partition(":")[0] for line in findings[name]}


def test_a_forbidden_script_and_a_request_to_another_site_are_reported(findings):
    pages = {line.partition(":")[0] for line in findings["console and CSP"]}
    assert {"sections.html", "sources.html"} <= pages
