# SPDX-License-Identifier: AGPL-3.0-or-later
"""Wall time of a build by stage, its peak memory, number and size of the files.

python -m bench build CONTENT OUTPUT
"""

import argparse
import importlib
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from pelican.settings import read_settings

from bench.tools.meter import peak_memory
from upkeep import ROOT

PAGE_WRITER = "plugins.publish.pages.page_writer"
ARTICLES_GENERATOR = "pelican.generators:ArticlesGenerator"
# Stage → the function that is the stage, as ``module:dotted.name``. The time of a stage
# inside another is subtracted from the outer one.
STAGES = {
    "read articles": f"{ARTICLES_GENERATOR}.generate_context",
    "dates": "plugins.dates:add_dates",
    "entities": "plugins.entities:add_entities",
    "lists: group": "plugins.lists:add_lists",
    "queue articles": f"{ARTICLES_GENERATOR}.generate_articles",
    "queue lists": "plugins.lists:ListsGenerator.generate_output",
    "render pages": f"{PAGE_WRITER}:PageRenderer.generate_output",
    "link the last site": "plugins.publish.staging:Staging.prepare",
    "swap": "plugins.publish.staging:Staging.publish",
    "search, after the pages": f"{PAGE_WRITER}:PageWriter.wait_for_tasks",
    "offline": "plugins.offline:seal_site",
}
LARGEST_LISTED = 12  # folders


class StageClock:
    """Seconds by stage, each without the stages that run inside it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.running: list[str] = []  # outermost first

    def timed(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return *work*, its time added to *stage* and taken from the outer stage."""

        def timed_work(*arguments: Any, **keywords: Any) -> Any:
            start = time.perf_counter()
            self.running.append(stage)
            try:
                return work(*arguments, **keywords)
            finally:
                self.running.pop()
                self.add_seconds(stage, time.perf_counter() - start)

        return timed_work

    def add_seconds(self, stage: str, seconds: float) -> None:
        """Add *seconds* to a stage that has ended."""
        self.seconds[stage] += seconds
        if self.running:
            self.seconds[self.running[-1]] -= seconds

    def watch(self, stage: str, function: str) -> None:
        """Replace the *function* (``module:dotted.name``) by one that is timed.

        Raises ``AttributeError`` where there is no such function.
        """
        module, _, name = function.partition(":")
        owner: Any = importlib.import_module(module)
        *classes, attribute = name.split(".")
        for class_name in classes:
            owner = getattr(owner, class_name)
        setattr(owner, attribute, self.timed(stage, getattr(owner, attribute)))


class FolderSize(NamedTuple):
    """Number and bytes of the files below a folder."""

    files: int
    size: int


def measure_folders(output: Path) -> dict[str, FolderSize]:
    """Return number and size of the files by top folder, the most files first."""
    counts: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for path in output.rglob("*"):
        if path.is_file():
            top = path.relative_to(output).parts[0]
            name = "(top)" if path.parent == output else top
            counts[name] += 1
            sizes[name] += path.stat().st_size
    return {name: FolderSize(n, sizes[name]) for name, n in counts.most_common()}


def print_folders(output: Path) -> None:
    """Print number and size of the files by top folder, and of all."""
    folders = measure_folders(output)
    for name, folder in list(folders.items())[:LARGEST_LISTED]:
        print_folder(name, folder)
    counts, sizes = zip(*folders.values(), strict=True)
    print_folder("all", FolderSize(sum(counts), sum(sizes)))


def print_folder(name: str, folder: FolderSize) -> None:
    """Print number and size of the files below one folder."""
    print(f"{name:24} {folder.files:8,} files {folder.size / 1e6:9.2f} MB")


def main() -> None:
    """Build and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("content", type=Path)
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    clock = StageClock()
    for stage, function in STAGES.items():
        clock.watch(stage, function)
    paths = {"PATH": str(options.content), "OUTPUT_PATH": str(options.output)}
    settings = read_settings(str(ROOT / "pelicanconf.py"), paths)
    start = time.perf_counter()
    settings["PELICAN_CLASS"](settings).run()
    total = time.perf_counter() - start
    remaining = total - sum(clock.seconds.values())
    for stage, seconds in {**clock.seconds, "everything else": remaining}.items():
        print(f"{stage:24} {seconds:8.2f} s")
    print(f"{'total':24} {total:8.2f} s, peak memory {peak_memory()[0]} MiB")
    print_folders(options.output)
