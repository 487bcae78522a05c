# SPDX-License-Identifier: AGPL-3.0-or-later
"""Search beside Pagefind in one run: bytes and time of a cold query, warm queries, suggestions while typing.

python -m bench peers [--articles 5000] [--queries 60] [--pagefind FOLDER]     needs the extra `peers`

The machine's other work falls on both alike: trust ratios and bytes, not milliseconds. Pagefind is asked in a bare
page, and «dressed» in ours, whose type and style come before its results as they come before ours. The host compresses
nothing: of ours twice the bytes come over the slow network, Pagefind's own files are compressed as they lie.
"""

import argparse
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any, NamedTuple

from pelican.settings import read_settings

from arabic.terms import terms, words
from bench.search import pagefind_site
from bench.search.news_articles import ANSWER, articles, build_page, three_words
from bench.tools.chromium import (
    DENSE_4G,
    Network,
    chromium,
    hosted,
    p95,
    reached_by,
    spread,
    visit,
    zipped,
)
from plugins.search import write_index
from upkeep import ROOT

WARM = 20  # queries that an open page is asked: Pagefind takes seconds over a frequent word

# Asks our page as a reader does, and tells the milliseconds until the answer is drawn.
ASK_OURS = """query => new Promise(told => {
  const box = document.querySelector("search-box");
  const begin = performance.now();
  const done = () => box.hasAttribute("aria-busy") || (watch.disconnect(), told(performance.now() - begin));
  const watch = new MutationObserver(done);
  box.go({ q: query });
  watch.observe(box, { attributes: true, attributeFilter: ["aria-busy"] });
})"""
ASK_PAGEFIND = "async query => { const begin = performance.now(); await show(query); return performance.now() - begin }"
SUGGEST = """async text => {
  const begin = performance.now();
  await document.querySelector("search-box").suggest(text);
  return performance.now() - begin;
}"""


class Engine(NamedTuple):
    """A site with a search page: where it lies, where it is served, what it shows, how it is asked again."""

    name: str
    folder: Path
    home: str
    page: str
    shown: str
    ask: str


class Visit(NamedTuple):
    """What a cold query cost: milliseconds, kB as a host with gzip sends them, requests, results shown."""

    ms: float
    kilobytes: float
    requests: float
    results: float


def cold(program: Any, engine: Engine, query: str, network: Network | None) -> Visit:
    """Return what *query* costs a browser that knows nothing of the site; type and style are not counted."""
    context = program.new_context()
    page = context.new_page()
    if network:
        reached_by(network, page)
    spent, asked = visit(page, f"{engine.home}/{engine.page}?q={query}", engine.shown)
    names = {
        address.removeprefix(f"{engine.home}/").split("?")[0]
        for address in asked
        if engine.home in address
    }
    files = [
        engine.folder / name
        for name in names
        if "/fonts/" not in name and not name.endswith((".css", ".svg", ".ico"))
    ]
    results = page.locator("ol.results li:has(a)").count()
    context.close()
    return Visit(spent, sum(map(zipped, files)) / 1000, len(files), results)


def shared_words(held: list[SimpleNamespace], count: int) -> list[str]:
    """Return *count* queries of three words of a title that ten articles or more hold together."""
    holders: dict[str, set[int]] = defaultdict(set)
    for number, article in enumerate(held):
        for term in set(terms(f"{article.title} {article.plain_text}")):
            holders[term].add(number)
    chance = random.Random(10)
    queries: list[str] = []
    while len(queries) < count:
        telling = [word for word in words(chance.choice(held).title) if len(word) > 3]
        three = chance.sample(telling, 3) if len(telling) >= 3 else []
        if (
            three
            and len(
                set.intersection(
                    *(holders[term] for word in three for term in terms(word))
                )
            )
            >= 10
        ):
            queries.append(" ".join(three))
    return queries


def typed_cold(program: Any, engine: Engine, query: str) -> float:
    """Return the milliseconds that *query* takes in an open page that has asked for nothing of the index yet."""
    context = program.new_context()
    page = opened(context, engine)
    spent = page.evaluate(engine.ask, query)
    context.close()
    return spent


def opened(browser: Any, engine: Engine) -> Any:
    """Return the engine's search page, ready to be asked."""
    page = browser.new_page()
    page.goto(f"{engine.home}/{engine.page}")
    page.wait_for_function("Boolean(window.show || customElements.get('search-box'))")
    return page


def report_typed(program: Any, engines: list[Engine], queries: list[str]) -> None:
    """Print the time of a first query in an open page, where type and style have come before, and the ratio."""
    spent = [
        [typed_cold(program, engine, query) for engine in engines] for query in queries
    ]
    for engine, times in zip(engines, zip(*spent, strict=True), strict=True):
        print(f"first query in an open page  {engine.name:9} ms {spread(list(times))}")
    ratios = [ours / theirs for ours, theirs in spent]
    print(f"  ms, ours / Pagefind: {median(ratios):.3f} {p95(ratios):.3f}", flush=True)


def report_cold(
    program: Any,
    engines: list[Engine],
    label: str,
    queries: list[str],
    network: Network | None = None,
) -> None:
    """Print bytes and time of each engine, turn by turn, and the ratio query by query."""
    visits = [
        [cold(program, engine, query, network) for engine in engines]
        for query in queries
    ]
    print(f"cold, {label} ({len(queries)} queries; median, p95)")
    for engine, cost in zip(engines, zip(*visits, strict=True), strict=True):
        columns = zip(Visit._fields, zip(*cost, strict=True), strict=True)
        print(
            f"  {engine.name:9}",
            "  ".join(f"{name} {spread(list(values))}" for name, values in columns),
        )
    for place, peer in enumerate(engines[1:], 1):
        for field in ("kilobytes", "ms"):
            ratios = [
                getattr(costs[0], field) / getattr(costs[place], field)
                for costs in visits
            ]
            print(
                f"  {field}, ours / {peer.name}: {median(ratios):.3f} {p95(ratios):.3f}",
                flush=True,
            )


def report_warm(program: Any, engine: Engine, queries: list[str]) -> None:
    """Print what queries cost in an open page, asked for the first and for the second time."""
    page = opened(program, engine)
    for turn in ("open page, first", "open page, again"):
        print(
            f"{turn}  {engine.name:9} ms {spread([page.evaluate(engine.ask, query) for query in queries])}"
        )
    page.close()


def typed(queries: Iterable[str]) -> list[str]:
    """Return what stands in the field after each letter, from the second one on."""
    return [query[:size] for query in queries for size in range(2, len(query) + 1)]


def report_suggestions(program: Any, engine: Engine, queries: list[str]) -> None:
    """Print how long suggestions take after each letter, without the pause in which the reader may go on."""
    page = opened(program, engine)
    spent = [page.evaluate(SUGGEST, text) for text in typed(queries)]
    print(f"suggestions, {len(spent)} keys  ms {spread(spent)}")
    page.close()


def frequent(queries: list[str]) -> list[str]:
    """Return queries with the most frequent words of all, kept by a sign or alone, and the plain ones."""
    ways: tuple[Callable[[str], str], ...] = (
        "{} في من".format,
        "+في +من {}".format,
        "«{} في»".format,
    )
    return [
        "في من",
        *queries,
        *(way(query.split()[0]) for query in queries for way in ways),
    ]


def build(
    stack: ExitStack, held: list[SimpleNamespace], pagefind: Path
) -> list[Engine]:
    """Return both engines over *held*, built and served."""
    settings = read_settings(str(ROOT / "pelicanconf.py")) | {"SEARCH_CACHE": ""}
    ours = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    build_page(ours, settings)
    write_index(ours / "search", held[::-1], settings)
    if not (pagefind / "search.html").exists():
        pagefind_site.build(
            pagefind,
            ((article.url, article.title, article.plain_text) for article in held),
        )
    pagefind_site.dress(pagefind, ours)
    home = stack.enter_context(hosted(pagefind))
    return [
        Engine(
            "warraq",
            ours,
            stack.enter_context(hosted(ours)),
            "search.html",
            ANSWER,
            ASK_OURS,
        ),
        Engine(
            "pagefind", pagefind, home, "search.html", "ol.results li", ASK_PAGEFIND
        ),
        Engine(
            "dressed", pagefind, home, "dressed.html", "ol.results li", ASK_PAGEFIND
        ),
    ]


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--queries", type=int, default=60, help="of each kind")
    parser.add_argument(
        "--pagefind",
        type=Path,
        help="Pagefind's site of the same articles, made if it is not there",
    )
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    held = articles(options.articles)
    three, shared = (
        three_words(held, options.queries),
        shared_words(held, options.queries),
    )
    with ExitStack() as stack:
        pagefind = options.pagefind or Path(
            stack.enter_context(tempfile.TemporaryDirectory())
        )
        engines = build(stack, held, pagefind)
        program = stack.enter_context(chromium())
        report_cold(program, engines, "words of three titles", three)
        report_cold(program, engines, "words that ten articles hold together", shared)
        report_cold(
            program, engines, "the same over 40 ms and 10 Mbit/s", shared, DENSE_4G
        )
        report_typed(program, engines[:2], shared)
        for engine in engines[:2]:
            report_warm(program, engine, frequent(shared[:WARM]))
        report_suggestions(program, engines[0], shared[:WARM])
