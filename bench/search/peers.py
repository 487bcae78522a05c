# SPDX-License-Identifier: AGPL-3.0-or-later
"""Search beside Pagefind: bytes and time of first queries, warm queries, suggestions.

python -m bench peers [--articles 5000] [--queries 60] [--pagefind FOLDER]
    [--max-fragments 4000]
needs the extra `peers`

Other work of the machine slows both equally: trust ratios and bytes, not milliseconds.
Pagefind is measured in a bare page, and "styled" in our own page, whose fonts and style
sheets load before its results as they load before ours. The host compresses scripts and
pages with gzip, as hosts do. Pagefind of npm is used if it is on the PATH; 1.6 and
later know --max-fragments, which is measured as "bundled".
"""

import argparse
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from arabic.terms import terms
from bench.search import pagefind_site
from bench.search.articles import draw_three_word_queries, long_words, read_articles
from bench.search.site import SHOWN, build_search_page, read_search_settings
from bench.tools.chromium import (
    DENSE_4G,
    SLOW_4G,
    Network,
    emulate_network,
    launch_chromium,
    load_page,
)
from bench.tools.meter import format_spread, gzip_size, percentile_95
from bench.tools.static_host import serve_folder
from plugins.contract import ArchiveArticle
from plugins.search import write_index

WARM_QUERIES = 20  # for an open page: Pagefind takes seconds over a frequent word
SHARED_BY = 10  # articles that contain all words of a query
SHORTEST_SHARED_WORD = 4  # letters
SEED = 10
STYLE_FILES = (".css", ".svg", ".ico")

# Searches in our page as a reader does; resolves to the milliseconds until it is drawn.
SEARCH_WARRAQ = """query => new Promise(resolve => {
  const box = document.querySelector("search-box");
  const start = performance.now();
  const report = () => {
    if (box.hasAttribute("aria-busy")) return;
    observer.disconnect();
    resolve(performance.now() - start);
  };
  const observer = new MutationObserver(report);
  box.go({ q: query });
  observer.observe(box, { attributes: true, attributeFilter: ["aria-busy"] });
})"""
SEARCH_PAGEFIND = """async query => {
  const start = performance.now();
  await show(query);
  return performance.now() - start;
}"""
SUGGEST = """async text => {
  window.answers ||= Warraq.openIndex("search/").then(Warraq.answers);
  const answers = await window.answers;
  const start = performance.now();
  await answers.suggest(text);
  return performance.now() - start;
}"""


class Engine(NamedTuple):
    """A site with a search page."""

    name: str
    folder: Path
    home: str  # URL at which the folder is served
    page: str
    shown: str  # selector of the results
    script: str  # function that searches in the open page

    def open_page(self, context: Any) -> Any:
        """Return the search page, ready for a query."""
        page = context.new_page()
        page.goto(f"{self.home}/{self.page}")
        page.wait_for_function(
            "Boolean(window.show || customElements.get('search-box'))"
        )
        return page


class FirstQuery(NamedTuple):
    """The cost of a query to a browser that has loaded nothing of the site."""

    milliseconds: float
    kilobytes: float  # compressed with gzip; without fonts and style sheets
    requests: float
    results: float  # shown


def measure_first_query(
    chromium: Any, engine: Engine, query: str, network: Network | None
) -> FirstQuery:
    """Return what *query* costs a browser without a cache."""
    context = chromium.new_context()
    page = context.new_page()
    if network:
        emulate_network(network, page)
    url = f"{engine.home}/{engine.page}?q={query}"
    loaded = load_page(page, url, engine.shown)
    results = page.locator("ol.results li:has(a)").count()
    context.close()
    files = counted_files(engine, loaded.urls)
    kilobytes = sum(map(gzip_size, files)) / 1000
    return FirstQuery(loaded.milliseconds, kilobytes, len(files), results)


def counted_files(engine: Engine, urls: Iterable[str]) -> list[Path]:
    """Return the site's files among *urls*, each once, without fonts and style."""
    base = f"{engine.home}/"
    site_urls = [url for url in urls if url.startswith(base)]
    names = {url.removeprefix(base).partition("?")[0] for url in site_urls}
    return [engine.folder / name for name in names if not is_style(name)]


def is_style(name: str) -> bool:
    """Return whether a file is a font, a style sheet or an icon."""
    return "/fonts/" in name or name.endswith(STYLE_FILES)


def draw_shared_queries(articles: Sequence[ArchiveArticle], count: int) -> list[str]:
    """Return *count* queries of three words that ten articles all contain."""
    generator = random.Random(SEED)
    postings = index_terms(articles)
    queries: list[str] = []
    while len(queries) < count:
        words = long_words(generator.choice(articles).title, SHORTEST_SHARED_WORD)
        if len(words) < 3:
            continue
        query = generator.sample(words, 3)
        query_terms = [term for word in query for term in terms(word)]
        matches = set.intersection(*(postings[term] for term in query_terms))
        if len(matches) >= SHARED_BY:
            queries.append(" ".join(query))
    return queries


def index_terms(articles: Sequence[ArchiveArticle]) -> dict[str, set[int]]:
    """Return term → numbers of the articles that contain it."""
    postings: dict[str, set[int]] = defaultdict(set)
    for number, article in enumerate(articles):
        for term in terms(f"{article.title} {article.plain_text}"):
            postings[term].add(number)
    return postings


def print_ratios(label: str, ratios: Sequence[float]) -> None:
    """Print median and 95th percentile of our figure divided by the peer's."""
    print(f"  {label}: {median(ratios):.3f} {percentile_95(ratios):.3f}", flush=True)


def print_first_queries(
    chromium: Any,
    engines: Sequence[Engine],
    label: str,
    queries: Sequence[str],
    network: Network | None = None,
) -> None:
    """Print the cost of first queries by engine, and the ratios query by query.

    Each query is sent to all engines in turn, so that they share the machine's load.
    """
    costs = [
        [measure_first_query(chromium, engine, query, network) for engine in engines]
        for query in queries
    ]
    print(f"first query, {label} ({len(queries)} queries; median, 95th percentile)")
    for engine, of_engine in zip(engines, zip(*costs, strict=True), strict=True):
        print(f"  {engine.name:9} {format_first_queries(of_engine)}")
    for number, peer in enumerate(engines[1:], 1):
        for figure in ("kilobytes", "milliseconds"):
            ratios = [
                getattr(of_query[0], figure) / getattr(of_query[number], figure)
                for of_query in costs
            ]
            print_ratios(f"{figure}, ours / {peer.name}", ratios)


def format_first_queries(costs: Sequence[FirstQuery]) -> str:
    """Return median and 95th percentile of each figure."""
    columns = zip(FirstQuery._fields, zip(*costs, strict=True), strict=True)
    return "  ".join(f"{name} {format_spread(figures)}" for name, figures in columns)


def measure_in_open_page(chromium: Any, engine: Engine, query: str) -> float:
    """Return the milliseconds of *query* in an open page that loaded no index yet."""
    context = chromium.new_context()
    page = engine.open_page(context)
    milliseconds = float(page.evaluate(engine.script, query))
    context.close()
    return milliseconds


def print_open_page(
    chromium: Any, engines: Sequence[Engine], queries: Sequence[str]
) -> None:
    """Print the time of a first query in a page whose fonts and style are loaded."""
    times = [
        [measure_in_open_page(chromium, engine, query) for engine in engines]
        for query in queries
    ]
    for engine, of_engine in zip(engines, zip(*times, strict=True), strict=True):
        spread = format_spread(of_engine)
        print(f"first query in an open page  {engine.name:9} ms {spread}")
    print_ratios("ms, ours / Pagefind", [ours / theirs for ours, theirs in times])


def print_warm_queries(chromium: Any, engine: Engine, queries: Sequence[str]) -> None:
    """Print the time of queries in one open page, the first and the second time."""
    page = engine.open_page(chromium)
    for label in ("open page, first time", "open page, again"):
        times = [page.evaluate(engine.script, query) for query in queries]
        print(f"{label}  {engine.name:9} ms {format_spread(times)}")
    page.close()


def prefixes(queries: Iterable[str]) -> list[str]:
    """Return the text of the search field after each letter, from the second one on."""
    return [query[:size] for query in queries for size in range(2, len(query) + 1)]


def print_suggestions(chromium: Any, engine: Engine, queries: Sequence[str]) -> None:
    """Print the time of suggestions after each letter, without the wait before."""
    page = engine.open_page(chromium)
    times = [page.evaluate(SUGGEST, text) for text in prefixes(queries)]
    print(f"suggestions, {len(times)} keys  ms {format_spread(times)}")
    page.close()


def add_frequent_words(queries: Sequence[str]) -> list[str]:
    """Return *queries*, and queries with the most frequent words, which are stop words.

    An operator or a phrase makes the search page look for a stop word too.
    """
    extended = ["في من", *queries]
    for query in queries:
        word = query.split()[0]
        extended += [f"{word} في من", f"+في +من {word}", f"«{word} في»"]
    return extended


def print_size(name: str, folder: Path) -> None:
    """Print the number of files below *folder*, and their bytes."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    print(f"{name:9} {len(sizes):,} files, {sum(sizes) / 1e6:.1f} MB", flush=True)


def build_sites(
    stack: ExitStack,
    newest_first: Sequence[ArchiveArticle],
    pagefind: Path,
    fragments: int,
) -> list[Engine]:
    """Return the engines over the same articles, served until *stack* ends.

    One is Pagefind with at most so many *fragments*, unless they are 0.
    """
    settings = read_search_settings()
    warraq = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    build_search_page(warraq, settings)
    write_index(warraq / "search", newest_first[::-1], settings)
    if not (pagefind / "search.html").exists():
        pages = [(each.url, each.title, each.plain_text) for each in newest_first]
        pagefind_site.build(pagefind, pages)
    pagefind_site.add_styled_page(pagefind, warraq)
    home = stack.enter_context(serve_folder(warraq))
    pagefind_home = stack.enter_context(serve_folder(pagefind))
    peer = Engine(
        "pagefind",
        pagefind,
        pagefind_home,
        "search.html",
        "ol.results li",
        SEARCH_PAGEFIND,
    )
    engines = [
        Engine("warraq", warraq, home, "search.html", SHOWN, SEARCH_WARRAQ),
        peer,
        peer._replace(name="styled", page="styled.html"),
    ]
    print_size("warraq", warraq / "search")
    print_size("pagefind", pagefind / "pagefind")
    if fragments:
        bundled = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        pagefind_site.build_bundled(bundled, pagefind, fragments)
        print_size("bundled", bundled / "pagefind")
        bundled_home = stack.enter_context(serve_folder(bundled))
        engines.append(peer._replace(name="bundled", folder=bundled, home=bundled_home))
    return engines


def read_options() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--queries", type=int, default=60, help="of each kind")
    parser.add_argument(
        "--pagefind",
        type=Path,
        help="Pagefind's site of the same articles, built if it does not exist",
    )
    parser.add_argument(
        "--max-fragments",
        type=int,
        default=0,
        help="measure Pagefind with this option too; 0: do not",
    )
    return parser.parse_args()


def main() -> None:
    """Build both sites, measure them, and print all figures."""
    options = read_options()
    articles = read_articles(options.articles)
    three = draw_three_word_queries(articles, options.queries)
    shared = draw_shared_queries(articles, options.queries)
    with ExitStack() as stack:
        temporary = stack.enter_context(tempfile.TemporaryDirectory())
        folder = options.pagefind or Path(temporary)
        engines = build_sites(stack, articles, folder, options.max_fragments)
        chromium = stack.enter_context(launch_chromium())
        print_first_queries(chromium, engines, "words of three titles", three)
        print_first_queries(chromium, engines, "words that ten articles share", shared)
        print_first_queries(
            chromium, engines, "the same over 40 ms and 10 Mbit/s", shared, DENSE_4G
        )
        print_first_queries(
            chromium, engines, "the same over 150 ms and 1.6 Mbit/s", shared, SLOW_4G
        )
        print_open_page(chromium, engines[:2], shared)
        for engine in engines[:2]:
            queries = add_frequent_words(shared[:WARM_QUERIES])
            print_warm_queries(chromium, engine, queries)
        print_suggestions(chromium, engines[0], shared[:WARM_QUERIES])
