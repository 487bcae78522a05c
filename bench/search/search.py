# SPDX-License-Identifier: AGPL-3.0-or-later
"""The index of real articles: build time, sizes, equality with lunr.js, query cost.

python -m bench search [--articles 5000] [--judge 40] [--queries 60] [--added]
"""

import argparse
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.search.articles import draw_three_word_queries, read_articles
from bench.search.index_files import files_by_kind, print_index_files
from bench.search.query_cost import print_query_cost
from bench.search.site import SHOWN, build_search_page, read_search_settings
from bench.tools.chromium import launch_chromium, load_page
from bench.tools.meter import format_spread, gzip_size, print_cost
from bench.tools.node import run_node
from bench.tools.static_host import serve_folder
from plugins.contract import ArchiveArticle
from plugins.search import write_index
from plugins.search.fields import field_texts
from upkeep import ROOT

COUNTED_QUERIES = 60  # of which the loaded files are counted
JUDGE = ROOT / "tests" / "js" / "judge.js"


class BrowserCost(NamedTuple):
    """The cost of a query in a browser: scripts and index, without fonts and style."""

    milliseconds: float
    kilobytes: float  # compressed with gzip
    requests: float


def queries_of_all_classes(
    articles: Sequence[ArchiveArticle], count: int
) -> Iterator[str]:
    """Yield *count* queries of each class of the query language."""
    for query in draw_three_word_queries(articles, count):
        yield from query_variants(query)
    for article in articles[:count]:
        yield f'"{" ".join(article.title.split()[:2])}"'
    yield f"-{query.split()[0]}"


def query_variants(query: str) -> Iterator[str]:
    """Yield one query of each class with the three words of *query*."""
    first, second, third = query.split()
    yield first
    yield query
    yield f"+{first} +{second}"
    yield f"{first} -{second}"
    yield f"{first}^4 title:{second}"
    yield f"{first[:3]}* {third}"
    yield f"{first} في من {third}"
    yield f"«{first}، {second}/{third}»"
    yield f"+{second} -title:{first} {third}^2"
    yield f"-{first} -{second}"
    yield f"{first}~1 {second}"
    yield f"{first[:2]}*{first[-1]} {second}"
    yield f"+{first[:4]}* -{second}"


def compare_with_lunr(
    folder: Path, newest_first: Sequence[ArchiveArticle], count: int
) -> str:
    """Return how many queries the index in *folder* answers as a full lunr.js index."""
    queries = list(queries_of_all_classes(newest_first, count))
    texts = [field_texts(article) for article in newest_first[::-1]]
    inputs = {"articles.json": texts, "queries.json": queries}
    for name, content in inputs.items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    verdict = run_node(JUDGE, folder)
    for name in inputs:
        (folder / name).unlink()
    equal = len(queries) - verdict["refused"] - len(verdict["different"])
    return (
        f"equal to full lunr.js: {equal} of {len(queries)} queries,"
        f" {verdict['refused']} refused as too wide"
    )


def measure_in_browser(
    chromium: Any, home: str, output: Path, queries: Sequence[str], *, warm: bool
) -> list[BrowserCost]:
    """Return what each query costs in Chromium.

    Each query has a browser without a cache; with *warm* the browser has answered the
    queries before.
    """
    costs = []
    context = chromium.new_context()
    for query in queries:
        if not warm:
            context.close()
            context = chromium.new_context()
        page = context.new_page()
        loaded = load_page(page, f"{home}/search.html?q={query}", SHOWN)
        scripts = {url.removeprefix(home) for url in loaded.urls if url.endswith(".js")}
        files = [output / script.strip("/") for script in scripts]
        kilobytes = sum(map(gzip_size, files)) / 1000
        costs.append(BrowserCost(loaded.milliseconds, kilobytes, float(len(files))))
        page.close()
    context.close()
    return costs


def print_browser_cost(label: str, costs: Sequence[BrowserCost]) -> None:
    """Print median and 95th percentile of each figure."""
    milliseconds, kilobytes, requests = zip(*costs, strict=True)
    print(
        f"{label:10} ms {format_spread(milliseconds)}"
        f"   kB gzip {format_spread(kilobytes)}"
        f"   requests {format_spread(requests)}   (median, 95th percentile)",
        flush=True,
    )


def browse(output: Path, queries: Sequence[str]) -> None:
    """Print what the queries cost in Chromium, from a local host and from disk."""
    with serve_folder(output) as home, launch_chromium() as chromium:
        for base in (home, output.as_uri()):
            for warm in (False, True):
                costs = measure_in_browser(chromium, base, output, queries, warm=warm)
                scheme = base.partition(":")[0]
                print_browser_cost(f"{scheme} {'warm' if warm else 'cold'}", costs)


def measure_update(
    newest_first: Sequence[ArchiveArticle], settings: dict[str, Any]
) -> None:
    """Print what it costs to add the newest article, and how many files it rewrites."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, "search")
        cached = settings | {"SEARCH_CACHE": f"{temporary}/cache"}
        write_index(folder, newest_first[:0:-1], cached)
        before = modification_times(folder)
        with print_cost("one more article"):
            write_index(folder, newest_first[::-1], cached)
        after = modification_times(folder)
        for kind, files in files_by_kind(folder).items():
            written = sum(before.get(file) != after[file] for file in files)
            if files:
                print(f"  {kind:11} {written:6,} of {len(files):6,} files written")


def modification_times(folder: Path) -> dict[Path, int]:
    """Return the modification time of each script below *folder*, in nanoseconds."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*.js")}


def read_options() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument(
        "--judge",
        type=int,
        default=40,
        help="queries of each class to compare with lunr.js; 0: none",
    )
    parser.add_argument(
        "--queries",
        type=int,
        default=60,
        help="three-word queries in Chromium; 0: none",
    )
    parser.add_argument(
        "--added",
        action="store_true",
        help="measure one more article, and count the files that it rewrites",
    )
    return parser.parse_args()


def main() -> None:
    """Build the index, measure it, and print all figures."""
    options = read_options()
    settings = read_search_settings()
    articles = read_articles(options.articles)
    with tempfile.TemporaryDirectory() as temporary:
        output = Path(temporary)
        folder = output / "search"
        build_search_page(output, settings)
        shutil.rmtree(folder)
        with print_cost(f"{len(articles):,} articles"):
            write_index(folder, articles[::-1], settings)
        print_index_files(folder)
        print_query_cost(folder, draw_three_word_queries(articles, COUNTED_QUERIES))
        if options.queries:
            browse(output, draw_three_word_queries(articles, options.queries))
        if options.added:
            measure_update(articles, settings)
        if options.judge:
            print(compare_with_lunr(folder, articles, options.judge))
