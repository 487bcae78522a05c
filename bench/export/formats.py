# SPDX-License-Identifier: AGPL-3.0-or-later
"""Size, files, processor time and memory of each format of `inv export`, and the seal.

python -m bench formats [--site output] [--content content] [--to FOLDER]

Each format is written by a process of its own, twice: what a second export costs, where
nothing changed, is in the last column. A format whose library is missing is named.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from upkeep import ROOT

FORMATS = ("data", "bag", "wacz", "zim", "one-file", "seal")
SEAL = """
import sys
from datetime import date
from pathlib import Path
from plugins.offline import write_sealed
from storage.manifest import parse_manifest
from seal.secret_key import SecretKey
site = Path(sys.argv[1])
digests = parse_manifest((site / "SHA256SUMS").read_bytes())
write_sealed(site, digests, SecretKey(bytes(8), bytes(32)), site)
"""
ONE_FILE = """
import sys
from pathlib import Path
from plugins.offline.sealing import pack_site
pack_site(Path(sys.argv[1]), Path(sys.argv[2]) / "copy.warraq.zip")
"""


class Cost(NamedTuple):
    """What a process cost: exit status, processor time, peak memory."""

    status: int
    seconds: float
    mebibytes: int


def run_metered(command: list[str]) -> Cost:
    """Run *command* and return its cost, with that of its children."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = usage.ru_utime + usage.ru_stime
    return Cost(process.returncode, seconds, usage.ru_maxrss >> 10)


def command_of(name: str, site: Path, content: Path, folder: Path) -> list[str]:
    """Return the command that writes a format into *folder*."""
    if name == "seal":
        return [sys.executable, "-c", SEAL, str(site)]
    if name == "one-file":
        return [sys.executable, "-c", ONE_FILE, str(site), str(folder)]
    places = ["--site", str(site), "--content", str(content), "--to", str(folder)]
    places += ["--cache", str(folder.parent / f"{name}.cache")]
    return [sys.executable, "-m", "export", name, *places]


def size_of(folder: Path) -> tuple[int, int]:
    """Return bytes and number of the files below *folder*."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return sum(sizes), len(sizes)


def copy_linked(site: Path, target: Path) -> Path:
    """Return a copy of *site* whose files are links: the seal is written into it."""
    subprocess.run(["cp", "-rl", str(site), str(target)], check=True)
    return target


def measure(site: Path, content: Path, to: Path) -> Iterator[str]:
    """Yield a line for each format."""
    yield f"{'format':10} {'MB':>9} {'files':>7} {'CPU s':>7} {'MiB':>6} {'again s':>8}"
    for name in FORMATS:
        folder = to / name
        folder.mkdir()
        source = copy_linked(site, folder / "site") if name == "seal" else site
        command = command_of(name, source.resolve(), content.resolve(), folder)
        first = run_metered(command)
        if first.status:
            yield f"{name:10} not written: exit status {first.status}"
            continue
        again = run_metered(command)
        size, files = size_of(source / "seal" if name == "seal" else folder)
        yield (
            f"{name:10} {size / 1e6:9.1f} {files:7,} {first.seconds:7.1f}"
            f" {first.mebibytes:6} {again.seconds:8.1f}"
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--site", type=Path, default=ROOT / "output")
    parser.add_argument("--content", type=Path, default=ROOT / "content")
    parser.add_argument("--to", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.to) as folder:
        for line in measure(options.site, options.content, Path(folder)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
