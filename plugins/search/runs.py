# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work in processes of its own: all cores have some, and what it holds in memory is bounded.

Source: Manning, Raghavan, Schütze, Introduction to Information Retrieval, 4.3.
"""

import gc
import marshal
import multiprocessing
import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any

# A forked process holds the articles already: nothing is handed over but what the work returns.
FORK = multiprocessing.get_context("fork")
Work = Callable[[], Any]


class FailedRun(Exception):
    """A process of the build ended early; what it said stands above."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A process at work, and the file in which it says what came of it."""

    process: multiprocessing.process.BaseProcess
    file: IO[bytes]

    def told(self) -> Any:
        """Wait for the end and return what the work returned. Raises ``FailedRun`` where the end was not reached."""
        with self.file:
            self.process.join()
            if self.process.exitcode:
                raise FailedRun(
                    f"a process of the search index ended with {self.process.exitcode}"
                )
            self.file.seek(0)
            return marshal.load(self.file)


def aside(work: Work) -> Aside:
    """Begin *work* in a process of its own."""

    def tell() -> None:
        gc.disable()  # it would search all articles, again and again, for what soon ends with the process
        marshal.dump(work(), file)
        file.flush()

    file = tempfile.TemporaryFile()
    process = FORK.Process(target=tell)
    process.start()
    return Aside(process, file)


def one_a_core(works: Iterable[Work]) -> None:
    """Do all *works*; as many run at a time as there are cores."""
    running: deque[Aside] = deque()
    for work in works:
        if len(running) == (os.cpu_count() or 1):
            running.popleft().told()
        running.append(aside(work))
    for one in running:
        one.told()
