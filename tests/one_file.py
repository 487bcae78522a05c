# SPDX-License-Identifier: AGPL-3.0-or-later
"""The copy in one file, and a page of a browser that shows it as if it were the site.

The site in the copy has the address ``archive://site``; ``open.html`` shows its pages in
a frame. So the tests of the site's pages run on the copy unchanged.
"""

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from plugins.offline.opener import write_opener
from plugins.offline.sealing import pack_site
from upkeep import ROOT
from upkeep.static_host import QuietHandler

NAME = "sample.warraq.zip"
HOME = "archive://site"
PAGE_OF_ADDRESS = """() => {
  const page = document.querySelector("iframe")?.contentDocument;
  const path = (url) => url?.split(/[?#]/)[0];
  return Opener.url && path(page?.baseURI) === path(Opener.url) && page.readyState === "complete";
}"""


def write_copy(site: Path, folder: Path) -> Path:
    """Write the copy of *site* into *folder*, as `inv offline --one-file` does."""
    pack_site(site, folder / NAME)
    write_opener(ROOT / "theme", folder / NAME, "أرشيف «العيّنة»")
    return folder


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
        content_range = f"bytes {start}-{start + len(part) - 1}/{len(data)}"
        self.send_header("Content-Range", content_range)
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        self.wfile.write(part)


class ArchivePage:
    """A page of Playwright on which the copy is open; its URLs are those in the zip.

    What this class does not define is done by the page itself: keyboard, clock, events.
    """

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.opener = f"{address}/open.html"
        self.copy = Path(unquote(address.removeprefix("file://")), NAME)
        self.is_on_disk = address.startswith("file:")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)

    def goto(self, url: str) -> None:
        """Open the copy at a page, as a reader does who has its address."""
        self.page.goto("about:blank")  # else only the part after # would change
        self.page.goto(f"{self.opener}#{url.removeprefix(HOME) or '/'}")
        self.choose_file()

    def reload(self) -> None:
        """Reload the opener; a browser forgets the file that was chosen."""
        self.page.reload()
        self.choose_file()

    def choose_file(self) -> None:
        """Choose the zip, where the opener does not load it from the host."""
        if self.is_on_disk:
            self.page.set_input_files("#file", self.copy)
        self.wait_for_page()

    @property
    def frame(self) -> Any:
        """The frame of the page that is shown."""
        return self.page.locator("iframe").element_handle().content_frame()

    @property
    def url(self) -> str:
        """The address of the page in the zip."""
        return str(self.page.evaluate("Opener.url"))

    def wait_for_url(self, url: str | re.Pattern[str]) -> None:
        """Wait until a page with this address is shown."""
        path = url.removeprefix(HOME) if isinstance(url, str) else url
        self.page.wait_for_url(path if isinstance(path, re.Pattern) else f"**#{path}")
        self.wait_for_page()

    def wait_for_page(self) -> None:
        """Wait until the page of the address has taken the place of the last one."""
        self.page.wait_for_function(PAGE_OF_ADDRESS)

    def locator(self, selector: str) -> Any:
        """Return elements of the page that is shown, also of the next one."""
        return self.page.frame_locator("iframe").locator(selector)

    def evaluate(self, script: str, value: object = None) -> Any:
        """Run *script* in the page that is shown."""
        return self.frame.evaluate(script, value)

    def wait_for_function(self, script: str) -> None:
        """Wait until the function *script* returns true in the page that is shown.

        The policy of the pages forbids to evaluate an expression again and again.
        """
        self.frame.wait_for_function(script)

    def fill(self, selector: str, value: str) -> None:
        """Write *value* into a field."""
        self.locator(selector).fill(value)

    def press(self, selector: str, key: str) -> None:
        """Press *key* in a field."""
        self.locator(selector).press(key)

    def check(self, selector: str) -> None:
        """Check a box or a radio button."""
        self.locator(selector).check()

    def input_value(self, selector: str) -> str:
        """Return the value of a field."""
        return str(self.locator(selector).input_value())
