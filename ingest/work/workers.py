# SPDX-License-Identifier: AGPL-3.0-or-later
"""Articles read by a pool of processes, in the order of the input, few in memory.

If an article kills its worker, the process pool is broken and the whole batch is lost.
Each article of that batch is then read alone by the quarantine worker. One that kills
it, too, is the cause and becomes a failure; the others are read there.
"""

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from multiprocessing import get_context
from typing import Any, Protocol, TypeVar

from ingest.edit.boilerplate.learned import LearnedRules
from ingest.edit.editing import edit_article
from ingest.extract.page_text import trafilatura_patch
from ingest.extract.readers import read_article
from ingest.model.options import ReadOptions
from ingest.model.record import Failure, RawArticle, UnreadableInput, known_facts
from ingest.work.describe_failure import describe_failure
from ingest.work.limits import OutOfTime, limit_worker, time_limit
from ingest.work.serialise import SerialisedArticle, serialise_article

BATCH = 64  # articles that a worker takes at once
BATCH_BYTES = 1_000_000  # of a batch, unless it is one larger article
# Forking is fastest, but safe only on Linux: libraries of macOS fail in the child.
START_METHOD = "fork" if sys.platform == "linux" else "spawn"
Outcome = SerialisedArticle | Failure
T = TypeVar("T")


class NoCluster(RuntimeError):
    """There is no cluster at an address, or its workers run other code."""


class Pool(Protocol):
    """What reads batches: processes of this machine or a cluster."""

    jobs: int
    learned: LearnedRules

    @property
    def executor(self) -> AbstractContextManager[object]: ...

    def submit(self, batch: list[RawArticle]) -> Any: ...

    def outcomes(self, batch: list[RawArticle], future: Any) -> list[Outcome]: ...


class LocalPool:
    """Limited worker processes of this machine, and a quarantine worker."""

    def __init__(
        self,
        jobs: int,
        options: ReadOptions,
        learned: LearnedRules,
        start_method: str = START_METHOD,
    ) -> None:
        self.jobs = jobs
        self.options = options
        self.learned = learned
        self.start_method = start_method
        # Executors start their processes when there is work.
        self.executor = self.create_executor(jobs)
        self.quarantine = self.create_executor(1)

    def create_executor(self, jobs: int) -> ProcessPoolExecutor:
        """Return an executor with *jobs* worker processes."""
        context = get_context(self.start_method)
        return ProcessPoolExecutor(jobs, context, initializer=start_worker)

    def submit(self, batch: list[RawArticle]) -> Future[list[Outcome]]:
        """Return the future outcomes of *batch*; a broken executor is replaced."""
        try:
            return self.executor.submit(read_batch, batch, self.options, self.learned)
        except BrokenProcessPool:
            self.executor = self.create_executor(self.jobs)
            return self.executor.submit(read_batch, batch, self.options, self.learned)

    def outcomes(
        self, batch: list[RawArticle], future: Future[list[Outcome]]
    ) -> list[Outcome]:
        """Return the outcome of each of *batch*, from quarantine if a worker died."""
        if future.exception():
            return [self.read_in_quarantine(raw) for raw in batch]
        return future.result()

    def read_in_quarantine(self, raw: RawArticle) -> Outcome:
        """Return the outcome of an article that is read alone in its process."""
        future = self.quarantine.submit(read_batch, [raw], self.options, self.learned)
        error = future.exception()
        if error is None:
            return future.result()[0]
        if isinstance(error, BrokenProcessPool):
            self.quarantine = self.create_executor(1)
            reason = "it killed the process that read it"
        else:
            reason = f"it broke its reader: {type(error).__name__}: {error}"
        return Failure(raw.name, reason, transient=True)


def start_worker() -> None:
    """Prepare this process for reading articles: the initialiser of a worker."""
    trafilatura_patch.apply()
    limit_worker()


def read_in_order(
    items: Iterable[RawArticle | T], pool: Pool
) -> Iterator[tuple[RawArticle, Outcome] | T]:
    """Yield each article with its outcome, in order; other items pass through."""
    pending: deque[tuple[list[RawArticle | T], Any]] = deque()
    with pool.executor:
        for batch in split_batches(items):
            pending.append((batch, pool.submit(articles_in(batch))))
            if len(pending) > 2 * pool.jobs:
                yield from pair_outcomes(*pending.popleft(), pool)
        while pending:
            yield from pair_outcomes(*pending.popleft(), pool)


def pair_outcomes(
    batch: list[RawArticle | T], future: Any, pool: Pool
) -> Iterator[tuple[RawArticle, Outcome] | T]:
    """Yield the items of *batch*, each article with its outcome."""
    outcomes = iter(pool.outcomes(articles_in(batch), future))
    for item in batch:
        yield (item, next(outcomes)) if isinstance(item, RawArticle) else item


def articles_in(batch: list[RawArticle | T]) -> list[RawArticle]:
    """Return the items of *batch* that are to be read."""
    return [item for item in batch if isinstance(item, RawArticle)]


def split_batches(items: Iterable[RawArticle | T]) -> Iterator[list[RawArticle | T]]:
    """Yield *items* in batches of limited length and size."""
    batch: list[RawArticle | T] = []
    size = 0
    for item in items:
        batch.append(item)
        if isinstance(item, RawArticle):
            size += len(item.data)
        if len(batch) == BATCH or size > BATCH_BYTES:
            yield batch
            batch, size = [], 0
    yield batch


def read_batch(
    batch: list[RawArticle], options: ReadOptions, learned: LearnedRules
) -> list[Outcome]:
    """Return the outcome of each article of *batch*."""
    return [process_article(raw, options, learned) for raw in batch]


def process_article(
    raw: RawArticle, options: ReadOptions, learned: LearnedRules
) -> Outcome:
    """Return the serialised article of *raw*, or why there is none."""
    try:
        with time_limit():
            try:
                extracted = read_article(raw, options)
                with known_facts(extracted.facts):
                    edited = edit_article(extracted, raw, options, learned)
                return serialise_article(edited, raw, options)
            except UnreadableInput as error:
                return describe_failure(raw, error, options.zone)
    except OutOfTime:
        return Failure(raw.name, "takes too much processor time", transient=True)
    except MemoryError:
        return Failure(raw.name, "takes too much memory", transient=True)
    except RecursionError:
        return Failure(raw.name, "nested too deeply")
