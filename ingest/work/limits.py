# SPDX-License-Identifier: AGPL-3.0-or-later
"""Limits of time and memory for one article, so that a hostile page fails alone.

Time: a timer of processor time interrupts Python code with `OutOfTime`. Code of a C
library ignores the interrupt; soon after, the system's limit RLIMIT_CPU kills the
worker. Memory: RLIMIT_AS limits the address space of a worker.

On Linux all of that is available. On macOS there is no ``/proc``, and the system does
not enforce RLIMIT_AS: there is no limit of memory. On Windows there is no limit of time
either.
`missing_limits` names what is missing, for a message at the start of a run.
"""

import gc
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from pathlib import Path
from types import FrameType

try:
    import resource
except ModuleNotFoundError:  # Windows
    resource = None  # type: ignore[assignment]

# Processor time for one article; an ordinary page takes a fiftieth. A page that kills
# its worker is read twice, so that no other page of its batch is blamed.
SECONDS = 2.5
# Further seconds before RLIMIT_CPU, whose unit is 1 s, kills a worker in C code.
GRACE = 1.5
# Bytes of address space that a worker may take beyond what it has at its start, which
# are 75 million. A page of 10 MB takes 300 million.
MEMORY = 400_000_000
# New objects after which cycles are collected. Trees of pages are not in cycles, and
# with Python's 700 the collections take a thirtieth of a page's time.
GARBAGE = 50_000
STATM = Path("/proc/self/statm")  # sizes of this process in pages, of Linux alone


class OutOfTime(BaseException):
    """An article has used up its processor time.

    It is no ``Exception``, because libraries catch those and continue.
    """


def missing_limits() -> list[str]:
    """Return the names of the limits that this system lacks."""
    missing = []
    if resource is None or not STATM.exists():
        missing.append("memory")
    if not hasattr(signal, "setitimer"):
        missing.append("processor time")
    return missing


def limit_worker() -> None:
    """Put this process, a worker, under the limits; it ends when its parent does."""
    limit_memory(MEMORY)
    if hasattr(signal, "SIGPROF"):
        signal.signal(signal.SIGPROF, raise_out_of_time)
    # The terminal sends an interrupt to all processes: the parent handles it and ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_garbage_rarely()
    threading.Thread(target=exit_with_parent, daemon=True).start()


def collect_garbage_rarely() -> None:
    """Look for cycles in few objects and seldom: those of before are not visited."""
    gc.freeze()
    gc.set_threshold(GARBAGE)


def limit_memory(memory: int) -> None:
    """Let this process take *memory* bytes more, where the system can limit that."""
    if resource is None or not STATM.exists():
        return
    pages = int(STATM.read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def raise_out_of_time(_signal: int, _frame: FrameType | None) -> None:
    """Interrupt the code that is running."""
    raise OutOfTime


def exit_with_parent() -> None:
    """Wait for the parent process, and end this one when it has ended."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


@contextmanager
def cpu_limit(seconds: int) -> Iterator[None]:
    """Let the system kill this process inside if it has used *seconds* in all.

    The former limit returns at the end: the process may go on with other work.
    """
    if resource is None:
        yield
        return
    former, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (former, hard))


@contextmanager
def time_limit(seconds: float = 0) -> Iterator[None]:
    """Limit the processor time of the code inside. Raises ``OutOfTime``.

    *seconds* are ``SECONDS`` by default. The system kills the process if C code
    ignores the limit.
    """
    seconds = seconds or SECONDS
    if not hasattr(signal, "setitimer"):
        yield
        return
    with cpu_limit(int(time.process_time() + seconds + GRACE)):
        signal.setitimer(signal.ITIMER_PROF, seconds, 1)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
