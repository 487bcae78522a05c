# SPDX-License-Identifier: AGPL-3.0-or-later
"""All quality goals of ingest and its speed, beside its peers on the same inputs.

python -m bench ingest [--fast]     --fast leaves out the boilerplate of the corpus

Install the extra `peers` for newspaper4k, ftfy and pypandoc; a peer that is missing is
printed as such.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.ingest.boilerplate import print_boilerplate
from bench.ingest.bylines import print_bylines
from bench.ingest.encodings import print_encodings
from bench.ingest.pages import Page, print_pages, publisher_pages, template_pages
from bench.ingest.wordpress import print_wordpress
from bench.tools.datasets import DATA, SAUDINEWSNET
from bench.tools.meter import child_cpu_seconds, peak_memory
from upkeep import ROOT

RECORDS = 31_030  # in the dataset
COPIES = 10  # of each page


class IngestCost(NamedTuple):
    """What a run of the command line cost."""

    seconds: float
    cpu_seconds: float
    peak_memory: int  # MiB of the largest child process so far


def run_ingest(inputs: Path, out: Path, *options: str) -> IngestCost:
    """Ingest *inputs* into *out* with all processors."""
    command = [sys.executable, "-m", "ingest", str(inputs), "--out", str(out), *options]
    start, cpu_before = time.perf_counter(), child_cpu_seconds()
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    seconds = time.perf_counter() - start
    return IngestCost(seconds, child_cpu_seconds() - cpu_before, peak_memory()[1])


def describe_speed(count: int, cost: IngestCost) -> str:
    """Return articles a second of wall time and of processor time, and peak memory."""
    return (
        f"{count / cost.seconds:,.0f}/s  {count / cost.cpu_seconds:,.0f} per processor"
        f" second  {cost.peak_memory:,} MiB at most"
    )


def write_copies(pages: Sequence[Page], folder: Path) -> None:
    """Write each page ``COPIES`` times; a comment makes each copy another page."""
    folder.mkdir()
    for copy in range(COPIES):
        for page in pages:
            html = page.html + f"<!-- {copy} -->".encode()
            (folder / f"{copy}-{page.name}.html").write_bytes(html)


def print_speed(data: Path) -> None:
    """Print how fast the command line ingests a dataset and a folder of pages."""
    pages = [*publisher_pages(data), *template_pages(data)]
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        cost = run_ingest(
            data / SAUDINEWSNET, folder / "rows-out", "--field", "captured=date"
        )
        print(f"speed        JSONL {describe_speed(RECORDS, cost)}", flush=True)
        write_copies(pages, folder / "pages")
        cost = run_ingest(folder / "pages", folder / "pages-out", "--source", "صحيفة")
        print(f"speed        HTML {describe_speed(COPIES * len(pages), cost)}")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--fast",
        action="store_true",
        help="leave out the boilerplate of the whole corpus",
    )
    options = parser.parse_args()
    print_pages(DATA)
    print_wordpress(DATA)
    print_encodings(DATA)
    print_bylines()
    print_speed(DATA)
    if not options.fast:
        print_boilerplate(DATA)
