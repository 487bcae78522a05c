# SPDX-License-Identifier: AGPL-3.0-or-later
"""Parts, merge and build of synthetic archives: CPU time, memory, bytes of each stage.

python -m bench partitions [--articles 10000 30000] [--parts 4] [--to 1000000]

The articles are those of ``bench million``, each with a few names of the gazetteer. The
last column is extrapolated from the two largest archives by a straight line, and
labelled so; memory of a stage that needs all articles grows with them too.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.search.million import Archive
from plugins.entities.lists.gazetteer import load_gazetteer
from storage.ids import short_id
from upkeep import ROOT

NAMES = 4  # in an article
KILOBYTE, MEGABYTE = 1000, 1000**2
DOCUMENT = """---
id: {id}
title: {title}
date: {day}T09:00:00+03:00
source: {source}
lang: ar
sha256: "{number:064x}"
---

{body}
"""


class Cost(NamedTuple):
    """CPU seconds, peak memory of one process in MB, and what was written."""

    seconds: float
    memory: float
    bytes: int
    files: int


def write_archive(folder: Path, articles: int) -> None:
    """Write a synthetic archive of so many articles."""
    archive = Archive(articles)
    labels = [entity.label for entity in load_gazetteer()]
    for number in range(articles):
        article = archive[number]
        identity = short_id("synthetic", str(number))
        path = folder / "articles" / identity[:2] / f"{identity}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        # The second is of the first half, and so on: some names recur often.
        names = [labels[number % (len(labels) // step)] for step in range(1, NAMES + 1)]
        body = f"قال {' و'.join(names)}: {article.plain_text}"
        text = DOCUMENT.format(
            id=identity,
            title=article.title,
            day=article.day,
            source=article.source,
            number=number,
            body=body,
        )
        path.write_text(text, encoding="utf-8")


def measure(command: Sequence[str], written: Path) -> Cost:
    """Run *command*, and return what it cost; *written* is the folder it writes."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    sizes = [path.stat().st_size for path in written.rglob("*") if path.is_file()]
    seconds = usage.ru_utime + usage.ru_stime
    return Cost(seconds, usage.ru_maxrss / KILOBYTE, sum(sizes), len(sizes))


def pelican(content: Path, output: Path, **settings: object) -> list[str]:
    """Return the command that builds *content* with *settings*."""
    words = [f"{name}={json.dumps(value)}" for name, value in settings.items()]
    program = [sys.executable, "-m", "pelican", str(content), "-o", str(output)]
    return [*program, "-s", "pelicanconf.py", "--fatal", "warnings", "-e", *words]


def stages(folder: Path, parts: int) -> Iterator[tuple[str, Cost]]:
    """Yield the stages of a build in parts, each with its cost."""
    content, written = folder / "content", folder / "parts"
    caches = {
        "ENTITIES_CACHE": str(folder / "names"),
        "SEARCH_CACHE": str(folder / "index"),
        "RELATED_CACHE": "",
    }
    of_parts = []
    for number in range(1, parts + 1):
        target = written / f"{number}-of-{parts}"
        command = pelican(content, target, SITE_PARTITION=f"{number}/{parts}")
        of_parts.append(measure(command, target))
    yield "all parts", total_of(of_parts)
    yield "the costliest part", max(of_parts)
    merge = (
        "import sys\n"
        "from pathlib import Path\n"
        "from pelican.settings import read_settings\n"
        "from plugins.entities.build import partition as names\n"
        "from plugins.search import partition as index\n"
        f"settings = read_settings('pelicanconf.py') | {caches!r}\n"
        f"names.merge_parts(settings, Path({str(written)!r}))\n"
        f"index.merge_parts(settings, Path({str(written)!r}))\n"
    )
    yield "merge", measure([sys.executable, "-c", merge], folder / "names")
    site = folder / "output"
    yield "build", measure(pelican(content, site, **caches), site)


def total_of(costs: Sequence[Cost]) -> Cost:
    """Return the sum of *costs*, of the memory the largest."""
    return Cost(
        sum(cost.seconds for cost in costs),
        max(cost.memory for cost in costs),
        sum(cost.bytes for cost in costs),
        sum(cost.files for cost in costs),
    )


def extrapolate(articles: Sequence[int], values: Sequence[float], to: int) -> float:
    """Return the value of *to* articles on the line through the last two values."""
    slope = (values[-1] - values[-2]) / (articles[-1] - articles[-2])
    return values[-1] + slope * (to - articles[-1])


def print_rows(sizes: Sequence[int], costs: Sequence[dict[str, Cost]], to: int) -> None:
    """Print a row for each figure of each stage."""
    columns = [f"{size:,}" for size in sizes]
    print(f"{'':34}", *(f"{name:>12}" for name in columns), f"{to:>14,} extrapolated")
    figures = (
        ("CPU s", "seconds", 1),
        ("peak MB", "memory", 1),
        ("MB written", "bytes", MEGABYTE),
        ("files", "files", 1),
    )
    for stage in costs[-1]:
        for label, name, unit in figures:
            values = [getattr(cost[stage], name) / unit for cost in costs]
            cells = [f"{value:12,.1f}" for value in values]
            print(f"{stage + ', ' + label:34}", *cells, end=" ")
            print(f"{extrapolate(sizes, values, to):14,.0f}" if len(sizes) > 1 else "")


def main() -> None:
    """Build archives of several sizes in parts and print the costs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 30_000])
    parser.add_argument("--parts", type=int, default=4)
    parser.add_argument("--to", type=int, default=1_000_000)
    options = parser.parse_args()
    costs = []
    for size in options.articles:
        with tempfile.TemporaryDirectory() as temporary:
            write_archive(Path(temporary, "content"), size)
            costs.append(dict(stages(Path(temporary), options.parts)))
    print_rows(options.articles, costs, options.to)
