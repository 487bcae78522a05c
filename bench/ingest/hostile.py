# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each hostile input costs: processor seconds of all processes of ingest, the largest of them, what came of it.

python -m bench hostile [NAME…]
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.ingest.hostile_inputs import INPUTS
from upkeep import ROOT

MOST = 10.0  # seconds that are allowed
MARK = "largest process: "
# Of a process of its own, for the kernel counts the largest of all children that there ever were.
MEASURED = f"""
import resource, subprocess, sys
run = subprocess.run([sys.executable, "-m", "ingest", *sys.argv[1:]], capture_output=True, text=True)
print(run.stdout, run.stderr, {MARK!r}, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, sep="")
"""


def cost(path: Path, out: Path) -> tuple[float, int, str]:
    """Return the processor seconds and the mebibytes that ingest takes for *path*, and what became of it."""
    words = [
        sys.executable,
        "-c",
        MEASURED,
        str(path),
        "--jobs",
        "1",
        "--source",
        "صحيفة",
        "--out",
        str(out),
    ]
    before = os.times()
    wide = os.environ | {"COLUMNS": "200"}
    said = subprocess.run(
        words, cwd=ROOT, env=wide, capture_output=True, text=True, check=True
    ).stdout
    after = os.times()
    report, _, largest = said.rpartition(MARK)
    spent = (
        after.children_user
        + after.children_system
        - before.children_user
        - before.children_system
    )
    return spent, int(largest) >> 10, outcome(report, out)


def outcome(report: str, out: Path) -> str:
    """Return what the report says of the one input: its last lines but for the name."""
    if "Traceback" in report:
        return f"TRACEBACK {report.strip().splitlines()[-1]}"
    written = len(list((out / "articles").rglob("*.md")))
    reasons = [
        row.split(": ", 1)[1]
        for row in report.splitlines()
        if row.startswith(("unreadable", "set aside"))
    ]
    return "; ".join([*[f"{written} article"] * bool(written), *reasons]) or "NOTHING"


def main() -> None:
    """Print a line an input, and those that cost too much."""
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
            seconds, memory, became = cost(path, Path(folder, "content"))
        worst = max(worst, seconds)
        print(f"{name:27} {seconds:5.1f} s {memory:5,} MiB  {became}", flush=True)
    print(
        f"{len(names)} inputs, at most {worst:.1f} s of processor time each; asked: less than {MOST:.0f} s"
    )
