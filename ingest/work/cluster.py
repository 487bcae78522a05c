# SPDX-License-Identifier: AGPL-3.0-or-later
"""The crew on many machines: a Dask cluster whose workers read batches as the processes of one machine do.

A machine of the cluster needs the same code and ``dask worker ADDRESS --no-nanny``. What a lost worker had in hand,
Dask gives to another one; results are taken in the order of the input, so that the archive is the same byte for byte.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import current_process
from typing import Any

from distributed import Client, KilledWorker, Worker, WorkerPlugin, get_worker

from ingest.edit.learned_boilerplate import LearnedRules
from ingest.model.code_version import code_version
from ingest.model.options import ReadOptions
from ingest.model.record import RawArticle
from ingest.work.workers import Crew, NoCluster, Outcome

NAME = "warraq"
PATIENCE = 20  # seconds for a scheduler and a first worker to answer


class Desk(WorkerPlugin):
    """What a worker of the cluster holds for one reading: a crew of confined processes of its own."""

    def __init__(self, options: ReadOptions, repeated: LearnedRules) -> None:
        self.options, self.repeated, self.code = options, repeated, code_version()

    def setup(self, worker: Worker) -> None:
        """Take on the crew. Raises ``NoCluster`` where that would read otherwise than here."""
        if self.code != code_version():
            raise NoCluster(
                f"the worker at {worker.address} has another version of ingest"
            )
        if current_process().daemon:
            raise NoCluster(
                f"the worker at {worker.address} may not start processes: run it with --no-nanny"
            )
        # A thread of Dask may hold a lock while the process is copied: hence spawn.
        self.crew = Crew(
            worker.state.nthreads, self.options, self.repeated, start="spawn"
        )

    def teardown(self, worker: Worker) -> None:
        """Let the crew go."""
        self.crew.pool.shutdown()


def read_there(batch: list[RawArticle]) -> list[Outcome]:
    """Return the outcomes of *batch*; runs on a worker of the cluster."""
    desk = get_worker().plugins[NAME]
    assert isinstance(desk, Desk)
    return desk.crew.outcomes(batch, desk.crew.submit(batch))


class Cluster:
    """A crew for ``work`` on the Dask cluster whose scheduler is at *address*. Raises ``NoCluster``."""

    def __init__(
        self, address: str, options: ReadOptions, repeated: LearnedRules
    ) -> None:
        self.repeated = repeated
        try:
            self.client = Client(address, timeout=PATIENCE, set_as_default=False)
            self.client.wait_for_workers(1, PATIENCE)
        except (OSError, ValueError) as error:
            raise NoCluster(
                f"no scheduler with a worker at {address}: {error}"
            ) from error
        self.client.register_plugin(Desk(options, repeated), NAME)
        self.jobs = sum(self.client.nthreads().values())
        self.pool = self.hired()

    @contextmanager
    def hired(self) -> Iterator[None]:
        """Let the workers' crews go in the end."""
        with self.client:
            yield
            self.client.unregister_worker_plugin(NAME)

    def submit(self, batch: list[RawArticle]) -> Any:
        """Return the outcomes of *batch*, to come."""
        return self.client.submit(read_there, batch, pure=False)

    def outcomes(self, _batch: list[RawArticle], future: Any) -> list[Outcome]:
        """Return the outcome of each piece of a batch. Raises ``NoCluster`` if one worker after the other was lost."""
        try:
            found: list[Outcome] = future.result()
        except KilledWorker as error:
            raise NoCluster(f"the cluster loses its workers: {error}") from error
        return found
