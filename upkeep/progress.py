# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counts and remaining time of long work, on a terminal only."""

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

T = TypeVar("T")


def counted(items: Sequence[T], label: str) -> Iterator[T]:
    """Yield *items*; meanwhile a terminal shows how many are done, and what remains.

    The bar disappears at the end. Output that is no terminal has no progress.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with progress:
        yield from progress.track(items, description=label)
