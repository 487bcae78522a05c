# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counts and remaining time of long work in a build, as lines on a terminal.

Pelican draws its own sign of progress, which a bar would disturb.
"""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

PERIOD = 3.0  # seconds between two lines; work that is shorter has none
MINUTE = 60
T = TypeVar("T")


def print_counts(
    items: Iterable[T], total: int, label: str, *, shares: int = 1
) -> Iterator[T]:
    """Yield *items*; meanwhile print how many of *total* are done, and what remains.

    Of work that is done in *shares* by as many processes, one of them prints, for its
    own share represents all. Output that is no terminal has no progress.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    start = printed = time.monotonic()
    for number, item in enumerate(items, start=1):
        yield item
        now = time.monotonic()
        if now - printed >= PERIOD:
            printed = now
            line = describe_progress(number * shares, total, now - start)
            sys.stderr.write(f"\r\x1b[K{label}: {line}\n")
            sys.stderr.flush()


def describe_progress(done: int, total: int, seconds: float) -> str:
    """Return «2,400 of 9,000, about 1:20 left» after *seconds* of work."""
    done = min(done, total)
    remaining = round(seconds * (total - done) / done)
    minutes, remaining_seconds = divmod(remaining, MINUTE)
    return f"{done:,} of {total:,}, about {minutes}:{remaining_seconds:02} left"
