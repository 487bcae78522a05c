# SPDX-License-Identifier: AGPL-3.0-or-later
"""One build of a site at a time."""

import fcntl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def hold_build_lock(work: Path) -> Iterator[None]:
    """Lock the folder *work*; wait, with a message, for another build.

    The lock is released when the process and its children have ended, however they end:
    children of a killed build may still write to the staging folder.
    """
    work.mkdir(parents=True, exist_ok=True)
    with (work / "lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stderr.write("Another build of this site is running: waiting for it.\n")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
