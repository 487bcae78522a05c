# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many articles ingest reads a second, what memory it takes with all its processes, and how fast a second run is.

python -m bench pace INPUT… [--times N] [--into FOLDER] [--options "OPTIONS OF INGEST"]

With --times each file is taken N times, each time with other bytes, so that a handful of pages makes a long run.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from upkeep import ROOT

PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
EVERY = 0.25  # seconds between two looks at the memory


def family(pid: int) -> list[int]:
    """Return the process and all its descendants."""
    try:
        children = (
            Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        )
    except OSError:
        return []
    return [pid, *(one for child in children for one in family(int(child)))]


def memory(pids: list[int]) -> int:
    """Return the kibibytes that the processes hold together, shared pages counted once."""
    held = 0
    for pid in pids:
        try:
            held += int(
                PSS.search(
                    Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
                )[1]
            )
        except (OSError, TypeError):
            continue
    return held


def run(inputs: list[Path], out: Path, options: list[str]) -> None:
    """Ingest once and print."""
    start, before, peak = time.perf_counter(), os.times(), 0
    words = [
        sys.executable,
        "-m",
        "ingest",
        *map(str, inputs),
        "--out",
        str(out),
        *options,
    ]
    work = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL)
    while work.poll() is None:
        peak = max(peak, memory(family(work.pid)))
        time.sleep(EVERY)
    wall, after = time.perf_counter() - start, os.times()
    used = (
        after.children_user
        + after.children_system
        - before.children_user
        - before.children_system
    )
    rows = sum(
        '"sha256"' in row for row in (out / "ledger.jsonl").open(encoding="utf-8")
    )
    print(
        f"{rows:,} records in {wall:.1f} s = {rows / wall:,.0f}/s; processor {used:.1f} s = {rows / used:,.0f}/s a core"
    )
    print(f"  peak memory of all processes together: {peak / 1024:,.0f} MiB")


def multiplied(inputs: list[Path], times: int, folder: Path) -> list[Path]:
    """Return *inputs*, or each file below them *times* times in *folder*."""
    if times == 1:
        return inputs
    files = [
        file
        for path in inputs
        for file in (path.rglob("*.html") if path.is_dir() else [path])
    ]
    for file in files:
        for number in range(times):
            (folder / f"{file.stem}-{number}.html").write_bytes(
                file.read_bytes() + b"<!-- %d -->" % number
            )
    return [folder]


def main() -> None:
    """Measure and print: a first run, and one that finds everything done."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("inputs", nargs="+", type=Path)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--into", type=Path)
    parser.add_argument(
        "--options", default="", help="of ingest, in one pair of quotes"
    )
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as copies,
        tempfile.TemporaryDirectory() as archive,
    ):
        inputs = [
            path.resolve()
            for path in multiplied(options.inputs, options.times, Path(copies))
        ]
        for _ in range(2):
            run(inputs, options.into or Path(archive), options.options.split())
