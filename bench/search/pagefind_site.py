# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pagefind over the same articles: minimal pages, its index as it comes, and a search page that shows ten results."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from html import escape
from pathlib import Path

PAGE = """<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title}</title></head>
<body><main data-pagefind-body><h1>{title}</h1>{text}</main></body></html>
"""
# As little as a reader's page needs, so that no byte but Pagefind's own counts against it.
BARE = """<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>Pagefind</title></head>
<body>{search}</body></html>
"""
OURS = re.compile(
    r"<search-box.*</search-box>|<script async.*?</script>|<meta http-equiv[^>]*>",
    re.DOTALL,
)
SEARCH = """<ol class="results entries"></ol><script type="module">
import * as pagefind from "./pagefind/pagefind.js";
const data = ({ results }) => Promise.all(results.slice(0, 10).map((one) => one.data()));
const first = async (query) => data(await pagefind.search(query));
const row = ({ meta, url, excerpt }) =>
  `<li class="entry"><h2><a class="title" href="${url}">${meta.title}</a></h2><p class="snippet">${excerpt}</p></li>`;
window.show = async (query) => {
  const rows = (await first(query)).map(row);
  document.querySelector("ol").innerHTML = rows.join("") || "<li>Nothing</li>";
};
window.addresses = async (query) => (await first(query)).map((found) => found.url);
const query = new URLSearchParams(location.search).get("q");
if (query) window.show(query);
</script>"""


def build(site: Path, pages: Iterable[tuple[str, str, str]]) -> None:
    """Write (address, title, text) as pages below *site*, and Pagefind's index and a search page beside them."""
    for address, title, text in pages:
        path = site / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            PAGE.format(title=escape(title), text=paragraphs(text)), encoding="utf-8"
        )
    subprocess.run(
        [sys.executable, "-m", "pagefind", "--silent", "--site", str(site)], check=True
    )
    (site / "search.html").write_text(BARE.format(search=SEARCH), encoding="utf-8")


def dress(site: Path, ours: Path) -> None:
    """Write ``dressed.html``: Pagefind in our own search page, whose type and style its results then wait for too."""
    shutil.copytree(ours / "theme", site / "theme", dirs_exist_ok=True)
    empty = OURS.sub("", (ours / "search.html").read_text(encoding="utf-8"))
    (site / "dressed.html").write_text(
        empty.replace("</main>", f"{SEARCH}</main>"), encoding="utf-8"
    )


def paragraphs(text: str) -> str:
    """Return *text* as HTML, a paragraph a line."""
    return "".join(
        f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip()
    )
