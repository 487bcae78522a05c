# SPDX-License-Identifier: AGPL-3.0-or-later
"""A pool on many machines: a Dask cluster whose workers read batches.

A machine of the cluster needs the same code and ``dask worker ADDRESS --no-nanny``.
Dask gives the tasks of a lost worker to another one. Results are taken in the order of
the input, so that the archive is the same byte for byte.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import current_process
from typing import Any

from distributed import Client, KilledWorker, Worker, WorkerPlugin, get_worker

from ingest.edit.boilerplate.learned import LearnedRules
from ingest.model.code_version import code_version
from ingest.model.options import ReadOptions
from ingest.model.record import RawArticle
from ingest.work.workers import LocalPool, NoCluster, Outcome

PLUGIN_NAME = "warraq"
TIMEOUT = 20  # seconds for a scheduler and a first worker to answer


class WorkerState(WorkerPlugin):
    """State of a worker of the cluster during one run: a local pool of its own."""

    def __init__(self, options: ReadOptions, learned: LearnedRules) -> None:
        self.options = options
        self.learned = learned
        self.code_version = code_version()

    def setup(self, worker: Worker) -> None:
        """Start the pool. Raises ``NoCluster`` if the worker has other code."""
        if self.code_version != code_version():
            raise NoCluster(
                f"the worker at {worker.address} has another version of ingest"
            )
        if current_process().daemon:
            raise NoCluster(
                f"the worker at {worker.address} may not start processes:"
                " run it with --no-nanny"
            )
        # A thread of Dask may have a lock when the process is forked: hence spawn.
        self.pool = LocalPool(
            worker.state.nthreads, self.options, self.learned, start_method="spawn"
        )

    def teardown(self, worker: Worker) -> None:
        """Stop the pool."""
        self.pool.executor.shutdown()


def read_batch_on_worker(batch: list[RawArticle]) -> list[Outcome]:
    """Return the outcomes of *batch*; runs on a worker of the cluster."""
    state = get_worker().plugins[PLUGIN_NAME]
    assert isinstance(state, WorkerState)
    return state.pool.outcomes(batch, state.pool.submit(batch))


class ClusterPool:
    """A pool on the Dask cluster whose scheduler is at *address*.

    Raises ``NoCluster``.
    """

    def __init__(
        self, address: str, options: ReadOptions, learned: LearnedRules
    ) -> None:
        self.learned = learned
        try:
            self.client = Client(address, timeout=TIMEOUT, set_as_default=False)
            self.client.wait_for_workers(1, TIMEOUT)
        except (OSError, ValueError) as error:
            raise NoCluster(
                f"no scheduler with a worker at {address}: {error}"
            ) from error
        self.client.register_plugin(WorkerState(options, learned), PLUGIN_NAME)
        self.jobs = sum(self.client.nthreads().values())
        self.executor = self.connect()

    @contextmanager
    def connect(self) -> Iterator[None]:
        """Stop the workers' pools at the end."""
        with self.client:
            yield
            self.client.unregister_worker_plugin(PLUGIN_NAME)

    def submit(self, batch: list[RawArticle]) -> Any:
        """Return the future outcomes of *batch*."""
        return self.client.submit(read_batch_on_worker, batch, pure=False)

    def outcomes(self, _batch: list[RawArticle], future: Any) -> list[Outcome]:
        """Return the outcomes of a batch.

        Raises ``NoCluster`` if several workers in a row were lost.
        """
        try:
            outcomes: list[Outcome] = future.result()
        except KilledWorker as error:
            raise NoCluster(f"the cluster loses its workers: {error}") from error
        return outcomes
