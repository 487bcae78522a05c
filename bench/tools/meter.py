# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a piece of work costs, its child processes counted in."""

import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager


def computing() -> float:
    """Return the seconds that this process and its ended children have computed."""
    return sum(os.times()[:4])


def peaks() -> tuple[int, int]:
    """Return the most memory that this process, and the largest of its ended children, have held, in MiB."""
    whose = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    own, child = (resource.getrusage(who).ru_maxrss >> 10 for who in whose)
    return own, child


@contextmanager
def metered(what: str) -> Iterator[None]:
    """Print what the block costs."""
    start, before, (held, _) = time.perf_counter(), computing(), peaks()
    yield
    seconds = f"{time.perf_counter() - start:.1f} s, {computing() - before:.1f} s of them computing"
    own, child = peaks()
    print(
        f"{what}: {seconds}; peak memory {own} MiB ({held} before), {child} MiB in a child",
        flush=True,
    )
