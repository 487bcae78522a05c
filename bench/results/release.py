# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs the benchmarks of a release and writes what they print to a dated file.

python -m bench release      takes about an hour; writes bench/results/DATE.txt
"""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from bench.tools.datasets import DATA
from upkeep import ROOT

RESULTS = Path(__file__).parent
RUNS = (
    ("relevance",),
    ("pairs",),
    ("tokens",),
    ("search", "--added"),
    ("ingest",),
    ("dates",),
    ("entities", str(DATA)),
    ("house",),
)


def describe_machine() -> str:
    """Return commit, processors and Python version."""
    command = ["git", "describe", "--always", "--dirty"]
    commit = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    python = platform.python_version()
    return f"commit {commit}, {os.cpu_count()} processors, Python {python}"


def run_benchmark(name: str, *arguments: str) -> str:
    """Return what a benchmark prints, with its command line as a heading."""
    command = [sys.executable, "-m", "bench", name, *arguments]
    run = subprocess.run(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    heading = f"== bench {name}"
    failure = f"FAILED with status {run.returncode}\n" if run.returncode else ""
    return f"{heading}\n{run.stdout}{failure}\n"


def write_results(path: Path, runs: Iterable[tuple[str, ...]]) -> None:
    """Run the benchmarks one after the other; add each result to the file *path*."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"{describe_machine()}\n\n")
        for run in runs:
            result = run_benchmark(*run)
            print(result, flush=True)
            file.write(result)
            file.flush()


def main() -> None:
    """Run all benchmarks of a release."""
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    write_results(RESULTS / f"{datetime.now(UTC).date()}.txt", RUNS)
