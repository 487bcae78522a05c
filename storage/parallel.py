# SPDX-License-Identifier: AGPL-3.0-or-later
"""A parallel map over a stream: results in order, few items and results in memory."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from typing import TypeVar

CHUNK = 128  # items that a worker process takes at once
WINDOW = 64  # chunks in memory
T = TypeVar("T")
R = TypeVar("R")


def parallel_map(
    function: Callable[[T], R],
    items: Iterable[T],
    processes: int,
    *,
    initializer: Callable[[], object] | None = None,
    chunk: int = CHUNK,
) -> Iterator[R]:
    """Yield ``function(item)`` for each of *items*, in order, computed by *processes*.

    *function*, items and results must be picklable. Each worker process runs
    *initializer* first. Results of one window of items are complete before the next
    window is read, so memory stays bounded however long *items* is.
    """
    remaining = iter(items)
    with ProcessPoolExecutor(processes, initializer=initializer) as pool:
        while window := list(islice(remaining, chunk * WINDOW)):
            yield from pool.map(function, window, chunksize=chunk)
