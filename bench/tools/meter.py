# SPDX-License-Identifier: AGPL-3.0-or-later
"""Time and memory of work, its child processes included; sizes; percentiles."""

import gzip
import os
import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from statistics import median, quantiles


def cpu_seconds() -> float:
    """Return the processor time of this process and its ended children."""
    return sum(os.times()[:4])


def child_cpu_seconds() -> float:
    """Return the processor time of the ended child processes."""
    times = os.times()
    return times.children_user + times.children_system


def peak_memory() -> tuple[int, int]:
    """Return the peak memory of this process and of its largest ended child, in MiB."""
    return resident_peak(resource.RUSAGE_SELF), resident_peak(resource.RUSAGE_CHILDREN)


def resident_peak(who: int) -> int:
    """Return the peak resident set in MiB; Linux counts it in KiB."""
    return resource.getrusage(who).ru_maxrss >> 10


@contextmanager
def print_cost(work: str) -> Iterator[None]:
    """Print wall time, processor time and peak memory of the block, named *work*."""
    start, cpu_before, (peak_before, _) = (
        time.perf_counter(),
        cpu_seconds(),
        peak_memory(),
    )
    yield
    wall, cpu = time.perf_counter() - start, cpu_seconds() - cpu_before
    peak, child_peak = peak_memory()
    print(
        f"{work}: {wall:.1f} s, {cpu:.1f} s of processor time; peak memory {peak} MiB"
        f" ({peak_before} before), {child_peak} MiB in a child process",
        flush=True,
    )


@cache
def gzip_size(path: Path) -> int:
    """Return the bytes a host with gzip sends for a file.

    A file that gzip would make larger, for it is compressed already, is sent as it is.
    """
    content = path.read_bytes()
    return min(len(content), len(gzip.compress(content, 6)))


def percentile_95(figures: Sequence[float]) -> float:
    """Return the 95th percentile of two figures or more."""
    return quantiles(figures, n=20)[-1]


def format_spread(figures: Sequence[float]) -> str:
    """Return median and 95th percentile."""
    return f"{median(figures):8.1f} {percentile_95(figures):8.1f}"
