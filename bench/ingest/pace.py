# SPDX-License-Identifier: AGPL-3.0-or-later
"""Records per second and memory of all processes of ingest; a second run over the same.

python -m bench pace INPUT… [--times N] [--into FOLDER] [--options "OPTIONS OF INGEST"]

With --times each file is copied N times, each copy with other bytes, so that a handful
of pages makes a long run. Memory is read from /proc: Linux only.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from bench.tools.meter import child_cpu_seconds
from upkeep import ROOT

PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
INTERVAL = 0.25  # seconds between two readings of the memory
PROC = Path("/proc")


def process_tree(pid: int) -> list[int]:
    """Return the process and all its descendants."""
    try:
        children = (PROC / f"{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []  # the process has ended
    tree = [pid]
    for child in children.split():
        tree += process_tree(int(child))
    return tree


def memory_of(pids: Iterable[int]) -> int:
    """Return the memory of the processes in KiB; shared pages are counted once."""
    return sum(map(proportional_set_size, pids))


def proportional_set_size(pid: int) -> int:
    """Return the memory of a process in KiB, 0 where it has ended.

    A page shared by n processes counts 1/n in each.
    """
    try:
        smaps = (PROC / f"{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    match = PSS.search(smaps)
    return int(match[1]) if match else 0


def count_records(ledger: Path) -> int:
    """Return the number of records in the ledger of an archive."""
    with ledger.open(encoding="utf-8") as lines:
        return sum('"sha256"' in line for line in lines)


def measure_run(inputs: list[Path], out: Path, options: list[str]) -> str:
    """Ingest once; return speed and peak memory."""
    start, cpu_before, peak = time.perf_counter(), child_cpu_seconds(), 0
    words = [*map(str, inputs), "--out", str(out), *options]
    command = [sys.executable, "-m", "ingest", *words]
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    while run.poll() is None:
        peak = max(peak, memory_of(process_tree(run.pid)))
        time.sleep(INTERVAL)
    wall = time.perf_counter() - start
    cpu = child_cpu_seconds() - cpu_before
    records = count_records(out / "ledger.jsonl")
    return (
        f"{records:,} records in {wall:.1f} s = {records / wall:,.0f}/s;"
        f" processor time {cpu:.1f} s = {records / cpu:,.0f}/s per core\n"
        f"  peak memory of all processes together: {peak / 1024:,.0f} MiB"
    )


def copy_inputs(inputs: Iterable[Path], times: int, folder: Path) -> None:
    """Write each page *times* times into *folder*; a comment makes copies differ."""
    files: list[Path] = []
    for path in inputs:
        files += path.rglob("*.html") if path.is_dir() else [path]
    for file in files:
        for number in range(times):
            html = file.read_bytes() + b"<!-- %d -->" % number
            (folder / f"{file.stem}-{number}.html").write_bytes(html)


def main() -> None:
    """Measure a first run, and a second one that has nothing to do."""
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
    with tempfile.TemporaryDirectory() as temporary:
        copies, archive = Path(temporary, "copies"), Path(temporary, "archive")
        inputs = [path.resolve() for path in options.inputs]
        if options.times > 1:
            copies.mkdir()
            copy_inputs(inputs, options.times, copies)
            inputs = [copies]
        for _ in range(2):
            print(measure_run(inputs, options.into or archive, options.options.split()))
