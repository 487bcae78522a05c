# SPDX-License-Identifier: AGPL-3.0-or-later
"""Child processes of the build: one per core, with bounded memory.

A child is forked for one task and ends with it, so its memory is freed. It shares the
articles with its parent, where ``storage.parallel`` would have to pickle them.
Source: Manning, Raghavan, Schütze, Introduction to Information Retrieval, 4.3.
"""

import gc
import multiprocessing
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

FORK = multiprocessing.get_context("fork")

Result = TypeVar("Result")


class FailedRun(Exception):
    """A child process ended with an error; its traceback was printed."""


def end_with_parent(parent: int) -> None:
    """Let this worker end soon after the process *parent*, however that one ends.

    Workers of a pool wait for tasks in a pipe of which they have both ends: a parent
    that is killed would leave them waiting for ever, with the lock of its build.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@dataclass(frozen=True, slots=True)
class ChildProcess(Generic[Result]):
    """A running child process, and the pipe through which it returns its result."""

    process: multiprocessing.process.BaseProcess
    receiver: Connection

    def result(self) -> Result:
        """Join the child process and return its result.

        Raises ``FailedRun`` if it exited with an error.
        """
        try:
            with self.receiver:
                result: Result = self.receiver.recv()
        except (EOFError, OSError):  # it ended before its result was complete
            self.process.join()
            raise self.failure() from None
        self.process.join()
        if self.process.exitcode:
            raise self.failure()
        return result

    def failure(self) -> FailedRun:
        """Return the error of a child process that has ended."""
        code = self.process.exitcode
        return FailedRun(f"a child process exited with code {code}")


def run_in_process(task: Callable[[], Result]) -> ChildProcess[Result]:
    """Start *task* in a child process; its result must be picklable."""
    receiver, sender = FORK.Pipe(duplex=False)

    def run_and_send() -> None:
        gc.disable()  # a collection would visit all articles in a short-lived process
        sender.send(task())

    process = FORK.Process(target=run_and_send)
    process.start()
    sender.close()  # else reading would not end if the child fails
    return ChildProcess(process, receiver)


def run_parallel(tasks: Iterable[Callable[[], object]]) -> None:
    """Run all *tasks*, at most as many at a time as there are cores."""
    running: deque[ChildProcess[object]] = deque()
    for task in tasks:
        if len(running) == (os.cpu_count() or 1):
            running.popleft().result()
        running.append(run_in_process(task))
    for child in running:
        child.result()
