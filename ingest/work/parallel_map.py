# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work on many small things by all processors, the results in order, with few of either in memory."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from typing import TypeVar

from ingest.work.limits import confine

BATCH = 128  # things that a process takes at once
WINDOW = 64  # batches that wait in memory
T = TypeVar("T")
R = TypeVar("R")


def spread(work: Callable[[T], R], things: Iterable[T], jobs: int) -> Iterator[R]:
    """Yield what *work* makes of each of *things*; both must be fit to travel between processes."""
    rest = iter(things)
    with ProcessPoolExecutor(
        jobs, initializer=confine
    ) as pool:  # none outlives this process and writes on
        while window := list(islice(rest, BATCH * WINDOW)):
            yield from pool.map(work, window, chunksize=BATCH)
