# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page for lost addresses is styled, and its links work, wherever a host sends it."""

import base64
import hashlib
import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import build

SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
STYLED = """() => Array.from(document.styleSheets).some(sheet => {
  try { return sheet.cssRules.length > 0 } catch { return false } })"""


class LostPageHost(http.server.SimpleHTTPRequestHandler):
    """Serves a site below a folder of the host; answers anything else with 404.html."""

    site: Path
    below: str

    def translate_path(self, path: str) -> str:
        return str(self.site) + path.partition("?")[0].removeprefix(self.below)

    def send_head(self):
        if self.path.startswith(self.below):
            return super().send_head()
        return self.send_error(404)

    def send_error(self, *_args):
        body = (self.site / "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        pass


@contextmanager
def serve_below(site: Path, below: str) -> Iterator[str]:
    """Serve *site* in the folder *below* of a host, ``""`` or ``"/folder"``."""
    handler = type("Host", (LostPageHost,), {"site": site, "below": below})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{below}"
        server.shutdown()


@pytest.fixture(scope="module")
def site_with_address(content, tmp_path_factory) -> Path:
    """The sample site as published in a folder of a host."""
    output = tmp_path_factory.mktemp("addressed") / "output"
    build(content, output, SITE_ADDRESS="https://archive.example/papers")
    return output


def test_the_policy_names_the_digest_of_the_script(site):
    page = (site / "404.html").read_text("utf-8")
    script = SCRIPT.search(page)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in page


def test_links_start_at_the_folder_that_the_address_names(site_with_address):
    page = (site_with_address / "404.html").read_text("utf-8")
    assert 'href="/papers/search.html"' in page
    assert 'href="/papers/theme/css/site.css"' in page


@pytest.mark.browser
@pytest.mark.parametrize("lost", ["none.html", "a/zz/none.html", "2020/02/31/x/y"])
@pytest.mark.parametrize(
    ("fixture", "below"),
    [
        ("site", ""),
        ("site", "/papers"),
        ("site", "/papers/old"),
        ("site_with_address", "/papers"),
        ("site_with_address", "/elsewhere"),
    ],
)
def test_a_lost_address_shows_a_styled_page_whose_links_work(
    request, chromium, fixture, below, lost
):
    page = chromium.new_page()
    with serve_below(request.getfixturevalue(fixture), below) as address:
        page.goto(f"{address}/{lost}")
        page.wait_for_function(STYLED)
        page.wait_for_load_state("networkidle")
        link = page.locator("main a").first.evaluate("link => link.href")
        assert link == f"{address}/search.html"
        assert page.goto(link).status == 200
    page.close()
