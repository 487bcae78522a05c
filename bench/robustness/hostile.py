# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cost of hostile inputs: processor time and memory of ingest, and the outcome.

python -m bench hostile [NAME…]
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.robustness.hostile_inputs import INPUTS
from bench.tools.meter import child_cpu_seconds
from upkeep import ROOT

MAX_SECONDS = 10.0  # of processor time
MARK = "largest process: "
# A process of its own: the kernel counts the largest of all children there ever were.
SCRIPT = f"""
import resource, subprocess, sys
command = [sys.executable, "-m", "ingest", *sys.argv[1:]]
run = subprocess.run(command, capture_output=True, text=True)
largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(run.stdout, run.stderr, {MARK!r}, largest, sep="")
"""


class HostileCost(NamedTuple):
    """What an input cost, and what became of it."""

    cpu_seconds: float
    memory: int  # MiB of the largest process
    outcome: str


def measure_input(path: Path, out: Path) -> HostileCost:
    """Ingest *path* into *out* with one worker process."""
    options = ["--jobs", "1", "--source", "صحيفة", "--out", str(out)]
    command = [sys.executable, "-c", SCRIPT, str(path), *options]
    environment = os.environ | {"COLUMNS": "200"}  # reasons stay on one line
    cpu_before = child_cpu_seconds()
    printed = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout
    cpu = child_cpu_seconds() - cpu_before
    report, _, largest = printed.rpartition(MARK)
    articles = len(list((out / "articles").rglob("*.md")))
    return HostileCost(cpu, int(largest) >> 10, describe_outcome(report, articles))


def describe_outcome(report: str, articles: int) -> str:
    """Return the number of *articles*, and the reasons in ingest's *report*."""
    if "Traceback" in report:
        return f"TRACEBACK {report.strip().splitlines()[-1]}"
    outcomes = [f"{articles} article"] if articles else []
    lines = report.splitlines()
    reasons = [line for line in lines if line.startswith(("unreadable", "set aside"))]
    outcomes += [reason.split(": ", 1)[1] for reason in reasons]
    return "; ".join(outcomes) or "NOTHING"


def main() -> None:
    """Print a line for each input, and the largest cost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(INPUTS))
    names = parser.parse_args().names or list(INPUTS)
    worst = 0.0
    for name in names:
        with TemporaryDirectory() as folder:
            path = Path(folder, name)
            path.write_bytes(INPUTS[name]())
            cost = measure_input(path, Path(folder, "content"))
        worst = max(worst, cost.cpu_seconds)
        figures = f"{cost.cpu_seconds:5.1f} s {cost.memory:5,} MiB"
        print(f"{name:27} {figures}  {cost.outcome}", flush=True)
    print(
        f"{len(names)} inputs, at most {worst:.1f} s of processor time each;"
        f" the limit is {MAX_SECONDS:.0f} s"
    )
