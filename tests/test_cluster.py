# SPDX-License-Identifier: AGPL-3.0-or-later
"""A cluster of scheduler and workers on this machine reads what one machine reads, even when a worker is lost."""

import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC
from pathlib import Path

import pytest
import synthetic_archive

from ingest.work.workers import NoCluster
from upkeep import ROOT

cluster = pytest.importorskip(
    "ingest.cluster", reason="the extra `cluster` is not installed"
)
ROWS = 600  # ten batches


@pytest.fixture
def scrape(tmp_path) -> Path:
    """A data set of articles, a few of them not to be read."""
    chance = random.Random(5)
    rows = [
        {
            "title": f"خبر {number}",
            "source": "الضفة",
            "url": f"https://aldiffa.example/{number}",
        }
        | ({"content": synthetic_archive.random_text(chance, 90) or "نص"} if number % 50 else {})
        for number in range(ROWS)
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows),
        encoding="utf-8",
    )
    return path


def started(
    stack: ExitStack, program: str, *options: str, says: str
) -> tuple[subprocess.Popen[str], str]:
    """Return a running program of Dask and what follows the words with which it is ready."""
    words = [
        sys.executable,
        "-m",
        f"distributed.cli.{program}",
        "--no-dashboard",
        *options,
    ]
    process = stack.enter_context(
        subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    )
    stack.callback(process.kill)
    assert process.stderr
    line = next(line for line in process.stderr if says in line)
    return process, line.partition(says)[2].strip()


@pytest.fixture
def dask(tmp_path) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """The address of a scheduler, and its two workers."""
    with ExitStack() as stack:
        place = ("--host", "127.0.0.1")
        _, address = started(
            stack, "dask_scheduler", *place, "--port", "0", says="Scheduler at:"
        )
        options = (
            address,
            *place,
            "--no-nanny",
            "--nthreads",
            "1",
            "--local-directory",
            str(tmp_path / "dask"),
        )
        yield (
            address,
            [
                started(stack, "dask_worker", *options, says="Registered to:")[0]
                for _ in range(2)
            ],
        )


UNLUCKY = """
import os, signal, sys
from ingest import __main__, cluster

class Unlucky(cluster.Cluster):
    def outcomes(self, batch, future):
        found = super().outcomes(batch, future)
        if victims:
            os.kill(victims.pop(), signal.SIGKILL)  # the first batch is read, others are in hand
        return found

victims = [int(sys.argv.pop(1))]
cluster.Cluster = Unlucky
sys.exit(__main__.main())
"""


def ingest(
    scrape: Path, name: str, *options: str, program: tuple[str, ...] = ("-m", "ingest")
) -> str:
    words = [
        sys.executable,
        *program,
        str(scrape),
        "--out",
        str(scrape.parent / name),
        *options,
    ]
    done = subprocess.run(
        words, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1, done.stderr  # for some rows have no text
    return done.stdout


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_cluster_that_loses_a_worker_makes_the_same_archive(scrape, dask):
    address, workers = dask
    said = ingest(
        scrape,
        "by-many",
        "--cluster",
        address,
        program=("-c", UNLUCKY, str(workers[0].pid)),
    )
    assert said == ingest(scrape, "by-one", "--jobs", "1")
    assert tree(scrape.parent / "by-many") == tree(scrape.parent / "by-one")
    assert workers[0].wait() == -signal.SIGKILL


def test_where_no_scheduler_answers_nothing_is_read(monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.1)
    with pytest.raises(NoCluster, match="no scheduler with a worker"):
        cluster.Cluster("tcp://127.0.0.1:9", UTC, {})
