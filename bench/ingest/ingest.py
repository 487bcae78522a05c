# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything that ingest has to reach, beside its peers on the same inputs.

python -m bench ingest [--fast]     --fast leaves out what is cut as boilerplate in the whole corpus

Run with an environment that holds newspaper4k, ftfy and pypandoc for all peers; one that is absent is named as such.
"""

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.ingest import (
    boilerplate,
    bylines,
    encodings,
    page_extraction,
    wordpress,
)
from bench.search.news_articles import NEWS
from upkeep import ROOT

DATA = ROOT.parent / "shared" / "data"
ROWS, PAGES = 31_030, 10  # rows of the data set; times the 74 pages are ingested
MEGABYTE = 1024  # kilobytes, in which the kernel counts


def report_speed() -> None:
    """Print how fast the command line ingests rows and pages with all processors, and the most memory it took."""
    with TemporaryDirectory() as folder:
        print(
            f"speed        JSONL {timed(NEWS, Path(folder, 'rows-out'), ROWS, '--field', 'captured=date')}",
            flush=True,
        )
        pages = Path(folder, "pages")
        pages.mkdir()
        known = [*page_extraction.publishers(DATA), *page_extraction.template(DATA)]
        for copy in range(PAGES):
            for page in known:
                # A comment makes each copy another page.
                (pages / f"{copy}-{page.name}.html").write_bytes(
                    page.html + f"<!-- {copy} -->".encode()
                )
        print(
            f"speed        HTML {timed(pages, Path(folder, 'pages-out'), PAGES * len(known), '--source', 'صحيفة')}"
        )


def timed(inputs: Path, out: Path, count: int, *options: str) -> str:
    """Return articles a second of real and of processor time, and the largest process."""
    command = [sys.executable, "-m", "ingest", inputs, "--out", out, *options]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    seconds, after = (
        time.perf_counter() - start,
        resource.getrusage(resource.RUSAGE_CHILDREN),
    )
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    speeds = f"{count / seconds:,.0f}/s  {count / used:,.0f} per processor second"
    return f"{speeds}  {after.ru_maxrss / MEGABYTE:,.0f} MB at most"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--fast",
        action="store_true",
        help="leave out the boilerplate of the whole corpus",
    )
    asked = parser.parse_args()
    page_extraction.report(DATA)
    wordpress.report(DATA)
    encodings.report(DATA)
    bylines.report()
    report_speed()
    if not asked.fast:
        boilerplate.report_all()
