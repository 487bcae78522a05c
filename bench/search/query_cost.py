# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of an index that a first query loads.

They are counted in node, without a browser: the load of the machine does not change
them.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench.search.index_files import kind_of
from bench.tools.meter import format_spread, gzip_size
from bench.tools.node import run_node

KINDS = (
    "all",
    "root",
    "terms",
    "positions",
    "directories",
    "lengths",
    "results",
)


class QueryCost(NamedTuple):
    """The cost of a query to a reader who has loaded nothing of the index."""

    files: list[Path]
    milliseconds: float
    articles: int  # that match


def measure_queries(folder: Path, queries: Sequence[str]) -> list[QueryCost]:
    """Return the cost of each query to the index in *folder*."""
    query_file = folder / "queries.json"
    query_file.write_text(json.dumps(queries), encoding="utf-8")
    costs = run_node(Path(__file__).with_suffix(".js"), folder)
    query_file.unlink()
    return [
        QueryCost([*map(Path, cost["files"])], cost["milliseconds"], cost["articles"])
        for cost in costs
    ]


def print_query_cost(folder: Path, queries: Sequence[str]) -> None:
    """Print median and 95th percentile of bytes, files and time, scripts left out."""
    costs = measure_queries(folder, queries)
    print(f"first query, {len(costs)} queries (median, 95th percentile)")
    for kind in KINDS:
        loaded = [files_of_kind(folder, cost, kind) for cost in costs]
        sizes = [sum(map(gzip_size, files)) / 1000 for files in loaded]
        counts = [float(len(files)) for files in loaded]
        spread = format_spread(sizes)
        print(f"  {kind:11} kB gzip {spread}   files {format_spread(counts)}")
    milliseconds = [cost.milliseconds for cost in costs]
    articles = [float(cost.articles) for cost in costs]
    print(
        f"  milliseconds in node {format_spread(milliseconds)}"
        f"   articles that match {format_spread(articles)}",
        flush=True,
    )


def files_of_kind(folder: Path, cost: QueryCost, kind: str) -> list[Path]:
    """Return the files of *kind* that a query loads; ``all`` is every kind."""
    if kind == "all":
        return cost.files
    return [file for file in cost.files if kind_of(folder, file) == kind]
