# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the run says: a moving line on a terminal, plain lines elsewhere, and a summary at the end."""

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TypeVar

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from ingest.report import Report

T = TypeVar("T")
EVERY = 5000  # articles between two plain lines
SHOWN = 20  # failures of one reason that are listed
console = Console(
    width=None if sys.stdout.isatty() else 120, highlight=False, soft_wrap=True
)


def counted(items: Iterable[T]) -> Iterator[T]:
    """Yield *items*, telling how many have passed."""
    if not console.is_terminal:
        for number, item in enumerate(items, 1):
            yield item
            if number % EVERY == 0:
                console.print(f"{number:,} articles")
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed:,} articles"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("")
        for item in items:
            yield item
            bar.advance(task)


def say(text: str) -> None:
    """Print one line."""
    console.print(text, style="yellow", markup=False)


def summarise(report: Report) -> None:
    """Print how many articles of each source met which fate, what a person should look at, what could not be read."""
    kinds = sorted({fate for _, fate in report.fates})
    table = Table("source", *kinds, box=None)
    for source in sorted({source for source, _ in report.fates}):
        table.add_row(source, *(f"{report.fates[source, kind]:,}" for kind in kinds))
    console.print(table)
    for source, lines in sorted(report.unsure.items()):
        if lines:
            say(
                f"boilerplate.yml: {lines:,} lines of {source} wait for your true or false"
            )
    if report.doubtful:
        listed(
            f"doubtful readings, {len(report.doubtful):,}: compare them with the originals",
            sorted(report.doubtful),
        )
    ordered = sorted(
        report.failures,
        key=lambda failure: (failure.aside, failure.reason, failure.name),
    )
    for (aside, reason), group in groupby(
        ordered, key=lambda failure: (failure.aside, failure.reason)
    ):
        names = [failure.name for failure in group]
        kind, style = ("set aside", "yellow") if aside else ("unreadable", "red")
        listed(f"{kind}, {len(names):,}: {reason}", names, style)


def listed(heading: str, names: list[str], style: str = "yellow") -> None:
    """Print *heading* and the first of *names* below it."""
    console.print(heading, style=style, markup=False)
    for name in names[:SHOWN]:
        console.print(f"  {name}", markup=False)
    if len(names) > SHOWN:
        console.print(f"  … and {len(names) - SHOWN:,} more")
