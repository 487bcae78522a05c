# SPDX-License-Identifier: AGPL-3.0-or-later
"""A site with Pagefind over the same articles: minimal pages, and a search page."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from html import escape
from pathlib import Path

PAGE = """<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title}</title></head>
<body><main data-pagefind-body><h1>{title}</h1>{text}</main></body></html>
"""  # noqa: E501 (a file's text)
# As little as a page needs, so that only Pagefind's own bytes count.
BARE_PAGE = """<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>Pagefind</title></head>
<body>{search}</body></html>
"""  # noqa: E501 (a file's text)
OWN_SEARCH = re.compile(
    r"<search-box.*</search-box>|<script async.*?</script>|<meta http-equiv[^>]*>",
    re.DOTALL,
)
SEARCH = """<ol class="results entries"></ol><script type="module">
import * as pagefind from "./pagefind/pagefind.js";
const load = ({ results }) => Promise.all(results.slice(0, 10).map((result) => result.data()));
const firstResults = async (query) => load(await pagefind.search(query));
const row = ({ meta, url, excerpt }) =>
  `<li class="entry"><h2><a class="title" href="${url}">${meta.title}</a></h2><p class="snippet">${excerpt}</p></li>`;
window.show = async (query) => {
  const rows = (await firstResults(query)).map(row);
  document.querySelector("ol").innerHTML = rows.join("") || "<li>Nothing</li>";
};
window.resultUrls = async (query) => (await firstResults(query)).map((result) => result.url);
const query = new URLSearchParams(location.search).get("q");
if (query) window.show(query);
</script>"""  # noqa: E501 (a file's text)


def build(site: Path, pages: Iterable[tuple[str, str, str]]) -> None:
    """Write (URL, title, text) as pages, Pagefind's index and ``search.html``."""
    for url, title, text in pages:
        path = site / url
        path.parent.mkdir(parents=True, exist_ok=True)
        html = PAGE.format(title=escape(title), text=to_paragraphs(text))
        path.write_text(html, encoding="utf-8")
    write_search(site, "--site", str(site))


def build_bundled(bundled: Path, site: Path, fragments: int) -> None:
    """Write the index of a built *site*, and its search page, to the folder *bundled*.

    The texts of its pages are in at most so many *fragments*, which Pagefind 1.6 knows.
    """
    output = str(bundled / "pagefind")
    options = ("--output-path", output, "--max-fragments", str(fragments))
    write_search(bundled, "--site", str(site), *options)


def write_search(folder: Path, *options: str) -> None:
    """Run Pagefind with *options*, and write ``search.html`` to *folder*."""
    subprocess.run([*pagefind_command(), "--silent", *options], check=True)
    page = BARE_PAGE.format(search=SEARCH)
    (folder / "search.html").write_text(page, encoding="utf-8")


def pagefind_command() -> list[str]:
    """Return the command of npm's Pagefind if it is on the PATH, or of PyPI's."""
    program = shutil.which("pagefind")
    return [program] if program else [sys.executable, "-m", "pagefind"]


def add_styled_page(site: Path, warraq_site: Path) -> None:
    """Write ``styled.html``: Pagefind in our own search page.

    Its results then wait for the same fonts and style sheets as ours.
    """
    shutil.copytree(warraq_site / "theme", site / "theme", dirs_exist_ok=True)
    own_page = (warraq_site / "search.html").read_text(encoding="utf-8")
    empty_page = OWN_SEARCH.sub("", own_page)
    styled_page = empty_page.replace("</main>", f"{SEARCH}</main>")
    (site / "styled.html").write_text(styled_page, encoding="utf-8")


def to_paragraphs(text: str) -> str:
    """Return *text* as HTML, a paragraph for each line that is not empty."""
    lines = [escape(line) for line in text.splitlines() if line.strip()]
    return "".join(f"<p>{line}</p>" for line in lines)
