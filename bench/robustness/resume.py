# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a run that is killed and started again writes the same archive.

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

from storage.files import TEMPORARY_SUFFIX
from upkeep import ROOT

SEED = 1436


def ingest(dataset: Path, out: Path, seconds: float | None = None) -> None:
    """Ingest *dataset*; after *seconds*, kill all processes of the run."""
    command = [sys.executable, "-m", "ingest", str(dataset), "--out", str(out)]
    run = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        run.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()


def read_tree(folder: Path) -> dict[Path, bytes]:
    """Return the content of each file below *folder*; empty if there is no folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder): path.read_bytes() for path in files}


def copy_records(dataset: Path, count: int, target: Path) -> None:
    """Write the first *count* lines of *dataset*, maybe compressed, to *target*."""
    open_dataset = lzma.open if dataset.suffix == ".xz" else open
    with open_dataset(dataset, "rb") as lines:
        target.write_bytes(b"".join(islice(lines, count)))


def is_equal_after_kill(
    dataset: Path, out: Path, seconds: float, expected: dict[Path, bytes]
) -> bool:
    """Kill a run after *seconds*, run again; return whether the archive is equal."""
    ingest(dataset, out, seconds)
    files = len(read_tree(out))
    ingest(dataset, out)
    is_equal = read_tree(out) == expected
    verdict = "equal" if is_equal else "DIFFERENT"
    print(f"killed after {seconds:5.1f} s with {files:6,} files: {verdict} archive")
    return is_equal


def main() -> None:
    """Kill runs at random moments, run again, and compare the archives."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--moments", type=int, default=10)
    options = parser.parse_args()
    generator = random.Random(SEED)
    equal = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        dataset = folder / "records.jsonl"
        copy_records(options.data, options.records, dataset)
        start = time.perf_counter()
        ingest(dataset, folder / "whole")
        duration = time.perf_counter() - start
        expected = read_tree(folder / "whole")
        for number in range(options.moments):
            seconds = generator.uniform(0.1, 1) * duration
            out = folder / str(number)
            equal += is_equal_after_kill(dataset, out, seconds, expected)
    temporary_files = sum(path.suffix == TEMPORARY_SUFFIX for path in expected)
    print(
        f"{equal} of {options.moments} archives of {len(expected):,} files are"
        f" byte-identical, with {temporary_files} temporary files"
    )
