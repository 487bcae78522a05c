# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a run that is killed at any moment and started again leaves the archive of one that was not.

python -m bench resume DATASET.jsonl [--records 2000] [--moments 10]
"""

import argparse
import lzma
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from upkeep import ROOT

SEED = 1436


def command(data: Path, out: Path) -> list[str]:
    """Return the words that ingest *data* into *out*."""
    return [sys.executable, "-m", "ingest", str(data), "--out", str(out)]


def ingest(data: Path, out: Path, seconds: float | None = None) -> None:
    """Ingest *data*; with *seconds*, kill all processes of the run after them."""
    run = subprocess.Popen(
        command(data, out), cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        run.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()


def tree(folder: Path) -> dict[Path, bytes]:
    """Return the files below *folder*."""
    return {
        path.relative_to(folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def main() -> None:
    """Kill, run again, compare and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--moments", type=int, default=10)
    options = parser.parse_args()
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "records.jsonl")
        opener = lzma.open if options.data.suffix == ".xz" else open
        with opener(options.data, "rb") as rows:
            data.write_bytes(b"".join(islice(rows, options.records)))
        start = time.perf_counter()
        ingest(data, Path(folder, "whole"))
        seconds, whole, same = (
            time.perf_counter() - start,
            tree(Path(folder, "whole")),
            0,
        )
        for number in range(options.moments):
            out, moment = Path(folder, f"{number}"), chance.uniform(0.1, 1) * seconds
            ingest(data, out, moment)
            left = len(tree(out)) if out.exists() else 0
            ingest(data, out)
            equal = tree(out) == whole
            same += equal
            print(
                f"killed after {moment:5.1f} s, {left:6,} files there: {'the same' if equal else 'ANOTHER'} archive"
            )
    print(
        f"{same} of {options.moments} archives of {len(whole):,} files are byte-identical"
    )
    print(f"temporary files in them: {sum(path.suffix == '.part' for path in whole)}")
