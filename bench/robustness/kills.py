# SPDX-License-Identifier: AGPL-3.0-or-later
"""Kills of ingest, the build and the offline zip: what remains, and what heals.

python -m bench kills [--moments 12] [ingest|build|zip …]

Each command runs on a copy of the sample archive. All its processes are killed with
SIGKILL at moments that are spread over its duration. After each kill the published site
and the zip are read, as every command reads them, which completes a journal of changes:
they must be the old or the new ones, whole. Then the command runs again, and all files
are compared byte by byte with those of a run without a kill.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.robustness.resume import read_tree
from storage.journal import finish_changes
from upkeep import ROOT

Tree = dict[Path, bytes]
EVERY = 5  # one article in so many is new to the build that is killed
MOST_LISTED = 5  # files that differ
CACHES = {".sqlite", ".db"}  # their bytes depend on the order of writing


class Subject(NamedTuple):
    """A command to kill: its arguments in a folder, and what it writes there."""

    arguments: Callable[[Path], list[str]]
    results: tuple[str, ...]  # folders whose files are compared
    published: str  # the one that must be whole at each moment, "" for none


def ingest_arguments(folder: Path) -> list[str]:
    """Return the command that ingests the samples."""
    return ["-m", "ingest", str(ROOT / "samples"), "--out", str(folder / "content")]


def build_arguments(folder: Path, zip_path: str = "") -> list[str]:
    """Return the command that builds the site of *folder*, and packs it."""
    settings = {
        "ENTITIES_CACHE": str(folder / "names"),
        "SEARCH_CACHE": str(folder / "search"),
        "RELATED_CACHE": str(folder / "related"),
        "OFFLINE_ZIP": zip_path,
    }
    extra = [f"{name}={json.dumps(value)}" for name, value in settings.items()]
    places = ["-o", str(folder / "output"), "-s", str(ROOT / "pelicanconf.py")]
    return ["-m", "pelican", str(folder / "content"), *places, "-e", *extra]


def zip_arguments(folder: Path) -> list[str]:
    """Return the command that builds the site and packs it."""
    return build_arguments(folder, str(folder / "dist" / "archive.zip"))


SUBJECTS = {
    "ingest": Subject(ingest_arguments, ("content",), ""),
    "build": Subject(build_arguments, ("output",), "output"),
    "zip": Subject(zip_arguments, ("output", "dist"), "output"),
}


def start(subject: Subject, folder: Path) -> subprocess.Popen[bytes]:
    """Start the command in a process group of its own."""
    command = [sys.executable, *subject.arguments(folder)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill_after(subject: Subject, folder: Path, seconds: float) -> bool:
    """Run the command; kill all its processes after *seconds*. Return if it ran."""
    running = start(subject, folder)
    try:
        running.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        return True
    return False


def results_of(subject: Subject, folder: Path) -> Tree:
    """Return the files that the command writes, without caches."""
    trees = (read_tree(folder / name) for name in subject.results)
    return {
        path: data
        for name, tree in zip(subject.results, trees, strict=True)
        for path, data in ((Path(name) / path, data) for path, data in tree.items())
        if path.suffix not in CACHES
    }


def prepare(name: str, folder: Path) -> None:
    """Write the state before the command: an archive, its old site and its old zip."""
    if name == "ingest":
        folder.mkdir()
        return
    shutil.copytree(ROOT / "demo" / "pages", folder / "content" / "pages")
    start(SUBJECTS["ingest"], folder).wait()
    articles = sorted((folder / "content" / "articles").rglob("*.md"))
    new = {path: path.read_bytes() for path in articles[::EVERY]}
    for path in new:
        path.unlink()
    start(SUBJECTS[name], folder).wait()
    for path, data in new.items():
        path.write_bytes(data)


def is_whole(subject: Subject, folder: Path, before: Tree, after: Tree) -> bool:
    """Return whether the site is the old or the new one, and the zip can be read."""
    if not subject.published:
        return True
    finish_changes(folder / subject.published)
    site = read_tree(folder / subject.published)
    states = [
        {
            path.relative_to(subject.published): data
            for path, data in tree.items()
            if path.parts[0] == subject.published
        }
        for tree in (before, after)
    ]
    zips = (folder / "dist").glob("*.zip")
    return site in states and all(
        zipfile.ZipFile(path).testzip() is None for path in zips
    )


def differences(first: Tree, second: Tree) -> list[str]:
    """Return the names of the files that are not the same in both."""
    paths = sorted(first.keys() | second.keys())
    return [str(path) for path in paths if first.get(path) != second.get(path)]


def measure(name: str, moments: int, folder: Path) -> None:
    """Kill a command at *moments*; print what remains and what a second run writes."""
    subject = SUBJECTS[name]
    prepare(name, folder / "before")
    before = results_of(subject, folder / "before")
    shutil.copytree(folder / "before", folder / "after")
    begin = time.perf_counter()
    start(subject, folder / "after").wait()
    duration = time.perf_counter() - begin
    after = results_of(subject, folder / "after")
    killed = whole = identical = 0
    for number in range(moments):
        copy = folder / str(number)
        shutil.copytree(folder / "before", copy)
        killed += kill_after(subject, copy, (number + 0.5) / moments * duration)
        whole += is_whole(subject, copy, before, after)
        start(subject, copy).wait()
        different = differences(results_of(subject, copy), after)
        identical += not different
        if different:
            print(f"{name}: moment {number + 1}: {', '.join(different[:MOST_LISTED])}")
        shutil.rmtree(copy)
    print(
        f"{name:6} {duration:5.1f} s, {len(after):,} files:"
        f" killed {killed} of {moments}"
        f" times, published files whole {whole}, identical after a second run"
        f" {identical}",
        flush=True,
    )


def main() -> None:
    """Kill the commands that are named, by default all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SUBJECTS))
    parser.add_argument("--moments", type=int, default=12)
    options = parser.parse_args()
    for name in options.names or SUBJECTS:
        with TemporaryDirectory() as folder:
            measure(name, options.moments, Path(folder))
