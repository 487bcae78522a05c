# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one record may cost: processor time and memory, so that a hostile page ends as a reason, not as a dead run."""

import gc
import os
import resource
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from multiprocessing import parent_process
from pathlib import Path
from types import FrameType

# A page takes a fiftieth of this. One that kills its reader is read twice, so that no other is taken for it.
SECONDS = 2.5  # of processor time for one record, before the code that reads it is interrupted
GRACE = 1.5  # seconds more, of which the last may not be whole, before a worker deep in a library is killed
MEMORY = 1_000_000_000  # bytes of address space that a worker may take beyond what it starts with


class OutOfTime(BaseException):
    """A record has used up its processor time; no ``Exception``, for libraries catch those and go on."""


def confine() -> None:
    """Put this process, a worker, under the limits; it also ends when its parent does."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    signal.signal(signal.SIGPROF, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and ends
    gc.freeze()  # what was there before is not looked through again and again
    threading.Thread(target=follow, daemon=True).start()


def stop(_signal: int, _frame: FrameType | None) -> None:
    """Interrupt what the worker does."""
    raise OutOfTime


def follow() -> None:
    """End this process as soon as its parent has, however that came about."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


@lru_cache(1)  # most records take less than a second, the unit of the limit
def allow(seconds: int) -> None:
    """Let the system kill this process when it has used that much processor time in all."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))


@contextmanager
def limited() -> Iterator[None]:
    """Give what runs inside its processor time. Raises ``OutOfTime``; what ignores that is killed by the system."""
    allow(int(time.process_time() + SECONDS + GRACE))
    signal.setitimer(signal.ITIMER_PROF, SECONDS, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
