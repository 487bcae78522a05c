# SPDX-License-Identifier: AGPL-3.0-or-later
"""A cluster gives the same archive as one machine, even when a worker is lost."""

import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import synthetic_archive

from ingest.model.options import ReadOptions
from ingest.work.workers import NoCluster
from upkeep import ROOT

cluster = pytest.importorskip(
    "ingest.work.cluster", reason="the extra `cluster` is not installed"
)
ROWS = 600  # ten batches


@pytest.fixture
def scrape(tmp_path) -> Path:
    """A dataset of articles, a few of them without text."""
    chance = random.Random(5)
    rows = [
        {
            "title": f"خبر {number}",
            "source": "الضفة",
            "url": f"https://aldiffa.example/{number}",
        }
        | (
            {"content": synthetic_archive.random_text(chance, 90) or "نص"}
            if number % 50
            else {}
        )
        for number in range(ROWS)
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows),
        encoding="utf-8",
    )
    return path


def start(
    stack: ExitStack, program: str, *options: str, ready: str
) -> tuple[subprocess.Popen[str], str]:
    """Return a program of Dask and the rest of the line that shows it is *ready*."""
    command = [
        sys.executable,
        "-m",
        f"distributed.cli.{program}",
        "--no-dashboard",
        *options,
    ]
    process = stack.enter_context(
        subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    )
    stack.callback(process.kill)
    assert process.stderr
    line = next(line for line in process.stderr if ready in line)
    return process, line.partition(ready)[2].strip()


@pytest.fixture
def dask(tmp_path) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """The address of a scheduler, and its two workers."""
    with ExitStack() as stack:
        host = ("--host", "127.0.0.1")
        _, address = start(
            stack, "dask_scheduler", *host, "--port", "0", ready="Scheduler at:"
        )
        options = (
            address,
            *host,
            "--no-nanny",
            "--nthreads",
            "1",
            "--local-directory",
            str(tmp_path / "dask"),
        )
        yield (
            address,
            [
                start(stack, "dask_worker", *options, ready="Registered to:")[0]
                for _ in range(2)
            ],
        )


# Kills a worker when the first batch is read and others are being read.
LOSING_A_WORKER = """
import os, signal, sys
from ingest import __main__
from ingest.work import cluster

class LosingPool(cluster.ClusterPool):
    def outcomes(self, batch, future):
        outcomes = super().outcomes(batch, future)
        if victims:
            os.kill(victims.pop(), signal.SIGKILL)
        return outcomes

victims = [int(sys.argv.pop(1))]
cluster.ClusterPool = LosingPool
sys.exit(__main__.main())
"""


def ingest(
    scrape: Path, name: str, *options: str, program: tuple[str, ...] = ("-m", "ingest")
) -> str:
    command = [
        sys.executable,
        *program,
        str(scrape),
        "--out",
        str(scrape.parent / name),
        *options,
    ]
    run = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert run.returncode == 1, run.stderr  # some rows have no text
    return run.stdout


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_cluster_that_loses_a_worker_makes_the_same_archive(scrape, dask):
    address, workers = dask
    output = ingest(
        scrape,
        "by-many",
        "--cluster",
        address,
        program=("-c", LOSING_A_WORKER, str(workers[0].pid)),
    )
    assert output == ingest(scrape, "by-one", "--jobs", "1")
    assert tree(scrape.parent / "by-many") == tree(scrape.parent / "by-one")
    assert workers[0].wait() == -signal.SIGKILL


def test_without_a_scheduler_nothing_is_read(monkeypatch):
    monkeypatch.setattr(cluster, "TIMEOUT", 0.1)
    with pytest.raises(NoCluster, match="no scheduler with a worker"):
        cluster.ClusterPool("tcp://127.0.0.1:9", ReadOptions(), {})
