# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pieces → pages on all processors, in the order of the input, with few in memory at a time."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from multiprocessing import get_context
from typing import Any, Protocol, TypeVar

from ingest.edit.editing import edit_article
from ingest.edit.learned_boilerplate import LearnedRules
from ingest.extract import trafilatura_patch
from ingest.extract.readers import read_article
from ingest.model.options import ReadOptions
from ingest.model.record import Failure, RawArticle, SetAside, UnreadableInput
from ingest.work.limits import OutOfTime, confine, limited
from ingest.work.page import Page, page

BATCH = 64  # pieces a worker takes at once
BATCH_BYTES = 1_000_000  # of a batch, unless its one piece is larger
Outcome = Page | Failure
T = TypeVar("T")


class NoCluster(RuntimeError):
    """There is no cluster at an address, or none that reads as this machine does."""


class Team(Protocol):
    """Who reads batches: the processes of this machine or a cluster."""

    jobs: int
    repeated: LearnedRules

    @property
    def pool(self) -> AbstractContextManager[object]: ...

    def submit(self, batch: list[RawArticle]) -> Any: ...

    def outcomes(self, batch: list[RawArticle], future: Any) -> list[Outcome]: ...


class Crew:
    """Confined processes that read batches of pieces; made anew when a piece has killed one of them."""

    def __init__(
        self,
        jobs: int,
        options: ReadOptions,
        repeated: LearnedRules,
        start: str = "fork",
    ) -> None:
        self.jobs, self.options, self.repeated, self.start = (
            jobs,
            options,
            repeated,
            start,
        )
        self.pool, self.cell = (
            self.hired(jobs),
            self.hired(1),
        )  # processes start when there is work

    def hired(self, jobs: int) -> ProcessPoolExecutor:
        """Return new processes."""
        return ProcessPoolExecutor(
            jobs, get_context(self.start), initializer=start_worker
        )

    def submit(self, batch: list[RawArticle]) -> Future[list[Outcome]]:
        """Return the outcomes of *batch*, to come."""
        try:
            return self.pool.submit(read_batch, batch, self.options, self.repeated)
        except BrokenProcessPool:
            self.pool = self.hired(self.jobs)
            return self.pool.submit(read_batch, batch, self.options, self.repeated)

    def outcomes(
        self, batch: list[RawArticle], future: Future[list[Outcome]]
    ) -> list[Outcome]:
        """Return the outcome of each of *batch*; where one has ended the worker, the others are read again."""
        return (
            [self.alone(piece) for piece in batch]
            if future.exception()
            else future.result()
        )

    def alone(self, piece: RawArticle) -> Outcome:
        """Return the outcome of a piece read where nothing else is, so that whatever ends that process, it is this."""
        future = self.cell.submit(read_batch, [piece], self.options, self.repeated)
        match future.exception():
            case None:
                return future.result()[0]
            case BrokenProcessPool():
                self.cell = self.hired(1)
                return Failure(
                    piece.name, "it killed the process that read it", transient=True
                )
            case error:
                return Failure(
                    piece.name,
                    f"it broke its reader: {type(error).__name__}: {error}",
                    transient=True,
                )


def start_worker() -> None:
    """Prepare this process for reading articles."""
    trafilatura_patch.apply()
    confine()


def work(
    items: Iterable[RawArticle | T], crew: Team
) -> Iterator[tuple[RawArticle, Outcome] | T]:
    """Yield each piece with its outcome, and in their places the items that are none."""
    waiting: deque[tuple[list[RawArticle | T], Any]] = deque()
    with crew.pool:
        for batch in batches(items):
            waiting.append((batch, crew.submit(pieces_of(batch))))
            if len(waiting) > 2 * crew.jobs:
                yield from paired(*waiting.popleft(), crew)
        while waiting:
            yield from paired(*waiting.popleft(), crew)


def paired(
    batch: list[RawArticle | T], future: Any, crew: Team
) -> Iterator[tuple[RawArticle, Outcome] | T]:
    """Yield the items of *batch*, each piece with its outcome."""
    outcomes = iter(crew.outcomes(pieces_of(batch), future))
    yield from (
        (item, next(outcomes)) if isinstance(item, RawArticle) else item
        for item in batch
    )


def pieces_of(batch: list[RawArticle | T]) -> list[RawArticle]:
    """Return what of *batch* is to be read."""
    return [item for item in batch if isinstance(item, RawArticle)]


def batches(items: Iterable[RawArticle | T]) -> Iterator[list[RawArticle | T]]:
    """Yield *items* in lists that are neither long nor large."""
    batch: list[RawArticle | T] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.data) if isinstance(item, RawArticle) else 0
        if len(batch) == BATCH or size > BATCH_BYTES:
            yield batch
            batch, size = [], 0
    yield batch


def read_batch(
    batch: list[RawArticle], options: ReadOptions, repeated: LearnedRules
) -> list[Outcome]:
    """Return the outcome of each of *batch*."""
    return [read_piece(piece, options, repeated) for piece in batch]


def read_piece(
    piece: RawArticle, options: ReadOptions, repeated: LearnedRules
) -> Outcome:
    """Return the page of *piece*, or why there is none."""
    try:
        with limited():
            return page(
                edit_article(read_article(piece, options), piece, options, repeated),
                piece,
                options,
            )
    except UnreadableInput as error:
        return Failure(piece.name, str(error), isinstance(error, SetAside))
    except OutOfTime:
        return Failure(piece.name, "takes too much processor time", transient=True)
    except MemoryError:
        return Failure(piece.name, "takes too much memory", transient=True)
    except RecursionError:
        return Failure(piece.name, "nested too deeply")
