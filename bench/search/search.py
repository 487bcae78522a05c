# SPDX-License-Identifier: AGPL-3.0-or-later
"""Search over real articles: build time, sizes, equality with a full lunr.js index, bytes and time of a query.

python -m bench search [--articles 5000] [--judge 40] [--queries 60] [--added]
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pelican.settings import read_settings

from bench.search.news_articles import ANSWER, articles, build_page, three_words
from bench.search.query_cost import asked
from bench.tools.chromium import chromium, hosted, spread, visit, zipped
from bench.tools.meter import metered
from plugins.search import write_index
from upkeep import ROOT

ASKED = 60  # three-word queries of which the files are counted


def mixed(held: list[SimpleNamespace], count: int) -> Iterator[str]:
    """Yield *count* queries of each class of the query language."""
    for three in three_words(held, count):
        one, two, last = three.split()
        yield from (
            one,
            three,
            f"+{one} +{two}",
            f"{one} -{two}",
            f"{one}^4 title:{two}",
            f"{one[:3]}* {last}",
        )
        yield from (
            f"{one} في من {last}",
            f"«{one}، {two}/{last}»",
            f"+{two} -title:{one} {last}^2",
            f"-{one} -{two}",
        )
        yield from (
            f"{one}~1 {two}",
            f"{one[:2]}*{one[-1]} {two}",
            f"+{one[:4]}* -{two}",
        )
    for article in held[:count]:
        yield f'"{" ".join(article.title.split()[:2])}"'
    yield f"-{one}"


def judge(folder: Path, held: list[SimpleNamespace], count: int) -> None:
    """Print how many queries the sharded index answers as a full lunr.js index does."""
    queries = list(mixed(held, count))
    rows = [[a.title, a.plain_text] for a in reversed(held)]
    (folder / "articles.json").write_text(json.dumps(rows), encoding="utf-8")
    (folder / "queries.json").write_text(json.dumps(queries), encoding="utf-8")
    command = [
        "node",
        "--max-old-space-size=16000",
        str(ROOT / "tests" / "js" / "judge.js"),
        str(folder),
    ]
    verdict = json.loads(
        subprocess.run(command, capture_output=True, check=True).stdout
    )
    equal = len(queries) - verdict["refused"] - len(verdict["different"])
    print(
        f"equal to full lunr.js: {equal} of {len(queries)} queries, {verdict['refused']} refused as too wide"
    )
    for name in ("articles", "queries"):
        (folder / f"{name}.json").unlink()


def measure(
    program: Any, home: str, output: Path, queries: list[str], *, warm: bool
) -> None:
    """Print what queries cost a browser that knows nothing of the site, or (warm) has answered those before.

    Bytes and requests are those of scripts, code and index alike; every page of the site carries type and style.
    """
    times, sizes, requests = [], [], []
    context = program.new_context()
    for query in queries:
        if not warm:
            context.close()
            context = program.new_context()
        page = context.new_page()
        spent, asked = visit(page, f"{home}/search.html?q={query}", ANSWER)
        files = {
            output / address.removeprefix(f"{home}/")
            for address in asked
            if address.endswith(".js")
        }
        times.append(spent)
        sizes.append(sum(map(zipped, files)) / 1000)
        requests.append(float(len(files)))
        page.close()
    context.close()
    label = f"{home.split(':')[0]} {'warm' if warm else 'cold'}"
    print(
        f"{label:10} ms {spread(times)}   kB gz {spread(sizes)}   requests {spread(requests)}   (median, p95)",
        flush=True,
    )


def browse(output: Path, queries: list[str]) -> None:
    """Print what the queries cost in Chromium, from a host on this machine and from disk."""
    with hosted(output) as address, chromium() as program:
        for home in (address, output.as_uri()):
            for warm in (False, True):
                measure(program, home, output, queries, warm=warm)


KINDS = {
    **{
        "root": "root.js",
        "terms": "t/**/*.js",
        "directories": "d/**/*.js",
        "magnitudes": "m/**/*.js",
        "lengths": "l/**/*.js",
    },
    **{"results": "r/**/*.js", "places": "p/**/*.js"},
    **{"facets": "f/**/*.js", "vocabulary": "v/**/*.js", "suggestions": "w/**/*.js"},
}


def report_files(folder: Path) -> None:
    """Print number, size and compressed size of the index's files by kind."""
    for kind, pattern in KINDS.items():
        files = sorted(folder.glob(pattern))
        raw = sum(path.stat().st_size for path in files)
        print(
            f"{kind:11} {len(files):6,} files {raw / 1e6:8.2f} MB {sum(map(zipped, files)) / 1e6:8.3f} MB gz",
            flush=True,
        )


def added(held: list[SimpleNamespace], settings: dict[str, Any]) -> None:
    """Print what the newest article costs where all others are indexed already, and how many files it rewrites."""
    with tempfile.TemporaryDirectory() as place:
        folder, cached = (
            Path(place, "search"),
            settings | {"SEARCH_CACHE": f"{place}/cache"},
        )
        write_index(folder, held[:0:-1], cached)
        before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.js")}
        with metered("one more"):
            write_index(folder, held[::-1], cached)
        for kind, pattern in KINDS.items():
            after = list(folder.glob(pattern))
            new = [
                path for path in after if before.get(path) != path.stat().st_mtime_ns
            ]
            if after:
                print(
                    f"one more    {kind:11} {len(new):6,} of {len(after):6,} files are written"
                )


def main() -> None:
    """Build, judge, browse, print."""
    parser = argparse.ArgumentParser(description=__doc__)
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
        help="time one more article, and count the files that it rewrites",
    )
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    settings = read_settings(str(ROOT / "pelicanconf.py")) | {"SEARCH_CACHE": ""}
    held = articles(options.articles)
    with tempfile.TemporaryDirectory() as place:
        output = Path(place)
        build_page(output, settings)
        shutil.rmtree(output / "search")
        with metered(f"{len(held):,} articles"):
            write_index(output / "search", held[::-1], settings)
        report_files(output / "search")
        asked(output / "search", three_words(held, ASKED))
        if options.queries:
            browse(output, three_words(held, options.queries))
        if options.added:
            added(held, settings)
        if options.judge:
            judge(output / "search", held, options.judge)
