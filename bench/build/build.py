# SPDX-License-Identifier: AGPL-3.0-or-later
"""Wall time of a build by stage, its peak memory, and the number and size of the files it writes.

python -m bench build CONTENT OUTPUT
"""

import argparse
import importlib
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.settings import read_settings

from upkeep import ROOT

# stage → the callables that make it up; a stage that runs inside another is taken off the outer one
STAGES = {
    "read articles": ["pelican.generators:ArticlesGenerator.generate_context"],
    "dates": ["plugins.dates:add_dates"],
    "entities": ["plugins.entities:add_entities"],
    "lists: group": ["plugins.lists:add_lists"],
    "article pages": ["pelican.generators:ArticlesGenerator.generate_articles"],
    "direct templates": [
        "pelican.generators:ArticlesGenerator.generate_direct_templates"
    ],
    "lists: pages": ["plugins.lists:ListsGenerator.generate_output"],
    "search": ["plugins.search:SearchGenerator.generate_output"],
    "offline": ["plugins.offline:seal_site"],
}


class Clock:
    """Seconds by stage, each without the stages that run inside it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.running: list[str] = []

    def timed(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return *work* with its time booked to *stage*."""

        def booked(*args: Any, **keys: Any) -> Any:
            start = time.perf_counter()
            self.running.append(stage)
            try:
                return work(*args, **keys)
            finally:
                spent = time.perf_counter() - start
                self.running.pop()
                self.seconds[stage] += spent
                if self.running:
                    self.seconds[self.running[-1]] -= spent

        return booked

    def watch(self, stage: str, place: str) -> None:
        """Book the callable at ``module:dotted.name`` to *stage*."""
        module, _, name = place.partition(":")
        owner: Any = importlib.import_module(module)
        *path, attribute = name.split(".")
        for part in path:
            owner = getattr(owner, part)
        setattr(owner, attribute, self.timed(stage, getattr(owner, attribute)))


def report_files(output: Path) -> None:
    """Print the number and size of files by top folder."""
    count: Counter[str] = Counter()
    size: Counter[str] = Counter()
    for path in output.rglob("*"):
        if path.is_file():
            top = (
                path.relative_to(output).parts[0] if path.parent != output else "(top)"
            )
            count[top] += 1
            size[top] += path.stat().st_size
    for top, files in count.most_common(12):
        print(f"{top:24} {files:8,} files {size[top] / 1e6:9.2f} MB")
    print(
        f"{'all':24} {sum(count.values()):8,} files {sum(size.values()) / 1e6:9.2f} MB"
    )


def main() -> None:
    """Build and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("content", type=Path)
    parser.add_argument("output", type=Path)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    clock = Clock()
    for stage, places in STAGES.items():
        for place in places:
            clock.watch(stage, place)
    settings = read_settings(
        str(ROOT / "pelicanconf.py"),
        {"PATH": str(options.content), "OUTPUT_PATH": str(options.output)},
    )
    start = time.perf_counter()
    Pelican(settings).run()
    total = time.perf_counter() - start
    for stage, seconds in clock.seconds.items():
        print(f"{stage:24} {seconds:8.2f} s")
    print(f"{'everything else':24} {total - sum(clock.seconds.values()):8.2f} s")
    print(
        f"{'total':24} {total:8.2f} s, peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB"
    )
    report_files(options.output)
