# SPDX-License-Identifier: AGPL-3.0-or-later
"""A confined process: it reads foreign bytes under limits and streams the results back.

The main process never parses what strangers wrote, because one hostile file would end
or block the whole run. It sends a request, a generator function with its arguments, to
a confined process, and gets the items of the generator in batches. Each item has a
limit of processor time, the process has one of memory. A request that exceeds them, or
that raises any exception, ends with ``ConfinedError``; the items before it arrive.

A process that dies within C code takes the items of its last batch with it. The
request is then repeated once, in a new process that sends each item alone: all items
before the one that killed it arrive.

Processes are started by multiprocessing's fork server: it has neither the threads nor
the open files of the main process, and starts a process in a few milliseconds.
"""

import sys
from collections.abc import Callable, Iterator
from itertools import islice
from multiprocessing import get_context, set_forkserver_preload
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple, TypeVar

from ingest.model.record import Progress, RawArticle, UnreadableInput
from ingest.work.limits import OutOfTime, limit_worker, time_limit

BATCH = 64  # items that are sent at once
BATCH_BYTES = 1_000_000  # of a batch, unless it is one larger item
SECONDS = 4.0  # of processor time for one item
if sys.platform == "win32":
    CONTEXT = get_context("spawn")
else:
    CONTEXT = get_context("forkserver")
KILLED = "it killed the process that read it"
EXCEEDED: dict[type[BaseException], str] = {
    OutOfTime: "takes too much processor time",
    MemoryError: "takes too much memory",
    RecursionError: "nested too deeply",
}
# Imported once, by the fork server.
PRELOADED = ["ingest.work.confined", "ingest.work.read_input", "ingest.pictures.locate"]
T = TypeVar("T")


class ConfinedError(UnreadableInput):
    """A request failed; the message is the reason, the items before it were yielded."""


class ConfinedDeath(ConfinedError):
    """The confined process was killed by the system or by a fault in C code."""


class Request(NamedTuple):
    """A generator function to call, with its arguments.

    *batch* is the number of items to send at once, *seconds* the limit for each item.
    """

    function: Callable[..., Iterator[Any]]
    arguments: tuple[Any, ...]
    batch: int
    seconds: float


class Finished(NamedTuple):
    """The end of a request; the *reason* is "" if the generator reached its end."""

    reason: str


class ConfinedProcess:
    """A process that serves one request after another, and is replaced if it dies."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self.process: BaseProcess | None = None
        self.connection: Connection | None = None

    def __enter__(self) -> "ConfinedProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stream(
        self, function: Callable[..., Iterator[T | Progress]], *arguments: object
    ) -> Iterator[T]:
        """Yield the items of ``function(*arguments)``. Raises ``ConfinedError``.

        Signs of progress are not among them.
        """
        received = 0
        try:
            for item in self.send_request(function, arguments, BATCH):
                received += 1
                yield item
        except ConfinedDeath:
            repeated = self.send_request(function, arguments, 1)
            yield from islice(repeated, received, None)

    def send_request(
        self,
        function: Callable[..., Iterator[T | Progress]],
        arguments: tuple[Any, ...],
        batch: int,
    ) -> Iterator[T]:
        """Yield the items of one attempt; a process that failed is stopped."""
        connection = self.connection or self.start()
        finished = Finished(KILLED)
        try:
            connection.send(Request(function, arguments, batch, self.seconds))
            while isinstance(message := connection.recv(), list):
                yield from message
            finished = message
        except (EOFError, OSError) as error:
            raise ConfinedDeath(KILLED) from error
        finally:
            if finished.reason:
                self.stop()
        if finished.reason:
            raise ConfinedError(finished.reason)

    def start(self) -> Connection:
        """Start a process and return the connection to it."""
        set_forkserver_preload(PRELOADED)
        self.connection, theirs = CONTEXT.Pipe()
        self.process = CONTEXT.Process(
            target=serve_requests, args=(theirs,), daemon=True
        )
        self.process.start()
        theirs.close()
        return self.connection

    def stop(self) -> None:
        """End the process, if there is one."""
        if self.connection and self.process:
            self.connection.close()
            self.process.kill()
            self.process.join()
        self.connection = self.process = None


def serve_requests(connection: Connection) -> None:
    """Answer requests until the main process closes the connection."""
    limit_worker()
    while True:
        try:
            request = connection.recv()
        except EOFError:
            return
        for message in answer_request(request):
            try:
                connection.send(message)
            except MemoryError:  # of the copy that is sent; nothing of it was sent
                connection.send(Finished(EXCEEDED[MemoryError]))
                break


def answer_request(request: Request) -> Iterator[list[Any] | Finished]:
    """Yield the items of a request in batches, then its end."""
    batch: list[Any] = []
    size = 0
    for item in limited_items(request):
        if isinstance(item, Finished):
            yield batch
            yield item
            return
        batch.append(item)
        size += len(item.data) if isinstance(item, RawArticle) else 0
        if len(batch) >= request.batch or size > BATCH_BYTES:
            yield batch
            batch, size = [], 0


def limited_items(request: Request) -> Iterator[Any]:
    """Yield the items of a request, each computed within the limits, then its end."""
    try:
        with time_limit(request.seconds):
            items = request.function(*request.arguments)
        while True:
            with time_limit(request.seconds):
                item = next(items)
            if not isinstance(item, Progress):
                yield item
    except StopIteration:
        yield Finished("")
    except tuple(EXCEEDED) as error:
        yield Finished(EXCEEDED[type(error)])
    except UnreadableInput as error:
        yield Finished(str(error))
    except Exception as error:  # noqa: BLE001 (any error is a reason for this input only)
        yield Finished(f"it broke its reader: {type(error).__name__}: {error}")
