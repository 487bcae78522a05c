# SPDX-License-Identifier: AGPL-3.0-or-later
"""Search over real articles: build time, sizes, equality with a full lunr.js index, bytes and time of a query.

python -m bench search [--articles 5000] [--judge 200] [--queries 60]
"""

import argparse
import gzip
import json
import lzma
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from types import SimpleNamespace
from typing import Any

from pelican import Pelican
from pelican.settings import read_settings

from arabic.terms import words
from plugins.search import write_index
from upkeep import ROOT, browser

NEWS = ROOT.parent / "shared" / "data" / "news" / "saudinewsnet_full.jsonl.xz"
EMPTY_SITE = {
    "DIRECT_TEMPLATES": ["search"],
    "PLUGINS": ["plugins.frontmatter", "plugins.interface", "plugins.dates"],
}


def articles(count: int) -> list[SimpleNamespace]:
    """Return the first *count* articles of SaudiNewsNet, newest first; ids stand for addresses."""
    with lzma.open(NEWS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, count)]
    rows.sort(key=lambda row: row["date"])
    return [article(number, row) for number, row in enumerate(rows)][::-1]


def article(number: int, row: dict[str, Any]) -> SimpleNamespace:
    """Return a row as Pelican and the plugins before search leave an article; entities are left to their plugin."""
    return SimpleNamespace(
        title=row["title"] or "",
        url=f"a/{number:07d}.html",
        day=date.fromisoformat(row["date"][:10]),
        locale_date=row["date"][:10],
        source=row["source"],
        category=SimpleNamespace(name="بلا قسم"),
        metadata={"authors": row["author"]} if row["author"] else {},
        authors=[SimpleNamespace(name=row["author"])],
        entities=[],
        plain_text=row["content"],
    )


def build_page(output: Path, settings: dict[str, Any]) -> None:
    """Write the theme's own search page and scripts, without articles."""
    with tempfile.TemporaryDirectory() as nothing:
        Pelican(read_settings(override={**settings, **EMPTY_SITE, "PATH": nothing, "OUTPUT_PATH": str(output)})).run()


def three_words(held: list[SimpleNamespace], count: int) -> list[str]:
    """Return *count* queries of three words, each of another title and three letters or more."""
    chance = random.Random(9)
    titles = [[word for word in words(article.title) if len(word) > 2] for article in held]
    telling = [title for title in titles if title]
    return [" ".join(chance.choice(title) for title in chance.sample(telling, 3)) for _ in range(count)]


def mixed(held: list[SimpleNamespace], count: int) -> Iterator[str]:
    """Yield *count* queries of each class of the query language."""
    for three in three_words(held, count):
        one, two, last = three.split()
        yield from (one, three, f"+{one} +{two}", f"{one} -{two}", f"{one}^4 title:{two}", f"{one[:3]}* {last}")
        yield from (f"{one} في من {last}", f"«{one}، {two}/{last}»")
    yield f"-{one}"


def judge(folder: Path, held: list[SimpleNamespace], count: int) -> None:
    """Print how many queries the sharded index answers as a full lunr.js index does."""
    queries = list(mixed(held, count))
    rows = [[a.title, a.plain_text] for a in reversed(held)]
    (folder / "articles.json").write_text(json.dumps(rows), encoding="utf-8")
    (folder / "queries.json").write_text(json.dumps(queries), encoding="utf-8")
    command = ["node", "--max-old-space-size=6000", str(ROOT / "tests" / "js" / "judge.js"), str(folder)]
    verdict = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    print(f"equal to full lunr.js: {len(queries) - len(verdict['different'])} of {len(queries)} queries")
    for name in ("articles", "queries"):
        (folder / f"{name}.json").unlink()


class Host(SimpleHTTPRequestHandler):
    """A static host that compresses nothing and says nothing: sizes are counted from the files."""

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@cache
def zipped(path: Path) -> int:
    """Return the size of a file as a host with gzip sends it."""
    return len(gzip.compress(path.read_bytes(), 6))


def ask(page: Any, address: str) -> tuple[float, list[str]]:
    """Open *address* and return the seconds until results are shown, and the addresses that were asked for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator("ol.results li, search-box > div.message").first.wait_for()
    return time.perf_counter() - start, asked


def spread(values: list[float]) -> str:
    """Return median and 95th percentile."""
    return f"{median(values):8.1f} {quantiles(values, n=20)[-1]:8.1f}"


def measure(chromium: Any, home: str, output: Path, queries: list[str], *, warm: bool) -> None:
    """Print what queries cost a browser that knows nothing of the site, or (warm) has answered those before.

    Bytes and requests are those of scripts, code and index alike; every page of the site carries type and style.
    """
    seconds, sizes, requests = [], [], []
    context = chromium.new_context()
    for query in queries:
        if not warm:
            context.close()
            context = chromium.new_context()
        page = context.new_page()
        spent, asked = ask(page, f"{home}/search.html?q={query}")
        files = {output / address.removeprefix(f"{home}/") for address in asked if address.endswith(".js")}
        seconds.append(spent * 1000)
        sizes.append(sum(map(zipped, files)) / 1000)
        requests.append(float(len(files)))
        page.close()
    context.close()
    label = f"{home.split(':')[0]} {'warm' if warm else 'cold'}"
    print(f"{label:10} ms {spread(seconds)}   kB gz {spread(sizes)}   requests {spread(requests)}   (median, p95)")


def browse(output: Path, queries: list[str]) -> None:
    """Print what the queries cost in Chromium, from a host on this machine and from disk."""
    from playwright.sync_api import sync_playwright

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=output))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=["--no-sandbox"])
        for home in (f"http://127.0.0.1:{server.server_port}", output.as_uri()):
            for warm in (False, True):
                measure(chromium, home, output, queries, warm=warm)
        chromium.close()
    server.shutdown()
    server.server_close()


def report_files(folder: Path) -> None:
    """Print number, size and compressed size of the index's files by kind."""
    for kind, pattern in {"root": "root.js", "terms": "t/**/*.js", "results": "r/**/*.js"}.items():
        files = sorted(folder.glob(pattern))
        raw = sum(path.stat().st_size for path in files)
        print(f"{kind:10} {len(files):6,} files {raw / 1e6:8.2f} MB {sum(map(zipped, files)) / 1e6:8.3f} MB gz")


def main() -> None:
    """Build, judge, browse, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--judge", type=int, default=40, help="queries of each class to compare with lunr.js")
    parser.add_argument("--queries", type=int, default=60, help="three-word queries in Chromium")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    settings = read_settings(str(ROOT / "pelicanconf.py"))
    held = articles(options.articles)
    with tempfile.TemporaryDirectory() as place:
        output = Path(place)
        build_page(output, settings)
        start = time.perf_counter()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        write_index(output / "search", held, settings)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        spent = time.perf_counter() - start
        print(f"{len(held):,} articles: {spent:.1f} s, peak memory {peak >> 10} MiB ({before >> 10} before)")
        report_files(output / "search")
        judge(output / "search", held, options.judge)
        browse(output, three_words(held, options.queries))
