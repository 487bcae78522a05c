# SPDX-License-Identifier: AGPL-3.0-or-later
"""Output of a run: a progress bar on a terminal, plain lines elsewhere, a summary."""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from ingest.model.record import Failure
from ingest.report import Report

T = TypeVar("T")
LINE_EVERY = 5000  # articles between two plain lines
MAX_LISTED = 20  # failures of one reason
WIDTH = 120  # of output that is not to a terminal
# Control characters, signs that reverse the direction of a line, lone surrogates.
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
console = Console(
    width=None if sys.stdout.isatty() else WIDTH, highlight=False, soft_wrap=True
)


class FileCount:
    """The number of input files of a run, and how many of them were begun."""

    def __init__(self, total: int = 0) -> None:
        self.total, self.begun = total, 0


def show_progress(items: Iterable[T], files: FileCount | None = None) -> Iterator[T]:
    """Yield *items*, and show how many have passed, and of *files* how many."""
    if console.is_terminal:
        return with_progress_bar(items, files or FileCount())
    return with_progress_lines(items)


def with_progress_lines(items: Iterable[T]) -> Iterator[T]:
    """Yield *items*, and print a line now and then."""
    for number, item in enumerate(items, 1):
        yield item
        if number % LINE_EVERY == 0:
            print_plain(f"{number:,} articles")


def with_progress_bar(items: Iterable[T], files: FileCount) -> Iterator[T]:
    """Yield *items*, and update a progress bar, whose total is that of *files*."""
    has_total = files.total > 1
    columns: list[ProgressColumn] = [
        SpinnerColumn(),
        TextColumn("{task.fields[articles]:,} articles"),
    ]
    if has_total:
        columns += [
            BarColumn(),
            TextColumn("{task.completed:,} of {task.total:,} files"),
        ]
    with Progress(
        *columns, TimeElapsedColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task("", total=files.total if has_total else None, articles=0)
        for number, item in enumerate(items, 1):
            yield item
            bar.update(task, completed=files.begun, articles=number)


def print_message(text: str) -> None:
    """Print one line."""
    print_plain(text, "yellow")


def print_plain(text: str, style: str = "") -> None:
    """Print a line that may contain names of strangers."""
    console.print(printable(text), style=style, markup=False, emoji=False)


def printable(text: str) -> str:
    """Return *text* with its control characters as escapes.

    A terminal would obey them. What the terminal's encoding lacks is escaped as well.
    """
    escaped = CONTROL.sub(lambda match: ascii(match[0])[1:-1], text)
    encoding = console.encoding
    return escaped.encode(encoding, "backslashreplace").decode(encoding)


def print_summary(report: Report, paths: Sequence[Path] = ()) -> None:
    """Print the fates of articles by source, what to check, and the failures.

    *paths* are those given on the command line: names of failures begin with them.
    """
    print_fates(report)
    for source, count in sorted(report.undecided_lines.items()):
        if count:
            print_message(
                f"boilerplate.yml: {count:,} lines of {source} wait for your"
                " true or false"
            )
    if report.restored:
        count = len(report.restored)
        print_list(
            f"damaged originals, restored from the inputs, {count:,}", report.restored
        )
    print_checks(report)
    print_failures(
        [
            failure._replace(name=name_as_given(failure.name, paths))
            for failure in report.failures
        ]
    )
    print_fields(report)
    for reason, parts in sorted(report.parts_by_reason().items()):
        print_plain(f"passed over, {parts:,}: {reason}")


def print_checks(report: Report) -> None:
    """Print how many articles lack a date or an author or are doubtful, and which."""
    if report.checks:
        counts = [f"{name}: {count:,}" for name, count in report.checks.items()]
        print_plain(" · ".join(counts))
    if report.uncertain_ids:
        count = len(report.uncertain_ids)
        print_list(
            f"uncertain extractions, {count:,}: compare them with the originals",
            sorted(report.uncertain_ids),
        )


def print_fates(report: Report) -> None:
    """Print a table of sources and fates."""
    if not report.fates:
        return
    sources = sorted({source for source, _ in report.fates})
    fates = sorted({fate for _, fate in report.fates})
    table = Table("source", *fates, box=None)
    for source in sources:
        counts = [f"{report.fates[source, fate]:,}" for fate in fates]
        # As text: in a string, rich would read "[/b]" as markup and fail.
        table.add_row(Text(printable(source)), *counts)
    console.print(table)


def name_as_given(name: str, paths: Iterable[Path]) -> str:
    """Return the name of an input with the path given on the command line.

    *name* begins with the last part of that path only.
    """
    for path in paths:
        below = name.removeprefix(path.name)
        file = path.parent / name.partition("#")[0]
        if name.startswith(path.name) and below[:1] in {"", "/", "#"} and file.exists():
            return f"{path}{below}"
    return name


def print_fields(report: Report) -> None:
    """Print which fields of records were not read, and --field without a record."""
    if report.unread_fields:
        names = [
            f"{name} ({count:,})"
            for name, count in report.unread_fields.most_common(MAX_LISTED)
        ]
        more = len(report.unread_fields) - len(names)
        end = f" and {more:,} more" if more else ""
        print_plain(f"fields of records that are not read: {', '.join(names)}{end}")
    for note, count in sorted(report.damaged_rows.items()):
        print_message(f"rows of tables, {count:,}: {note}")
    for name in report.missing_fields:
        print_message(f"--field: no record has a field {name}")


def print_failures(failures: list[Failure]) -> None:
    """Print the inputs that yielded no article, by reason; set aside ones come last."""
    by_name = sorted(failures, key=lambda failure: failure.name)
    by_kind = sorted(by_name, key=kind_of)
    for (aside, reason), group in groupby(by_kind, key=kind_of):
        names = [failure.name for failure in group]
        if aside:
            print_list(f"set aside, {len(names):,}: {reason}", names)
        else:
            print_list(f"unreadable, {len(names):,}: {reason}", names, "red")


def kind_of(failure: Failure) -> tuple[bool, str]:
    """Return what is the same for the failures listed together."""
    return failure.aside, failure.reason


def print_list(heading: str, names: list[str], style: str = "yellow") -> None:
    """Print *heading* and the first of *names* below it."""
    print_plain(heading, style)
    for name in names[:MAX_LISTED]:
        print_plain(f"  {name}")
    if len(names) > MAX_LISTED:
        print_plain(f"  … and {len(names) - MAX_LISTED:,} more")
