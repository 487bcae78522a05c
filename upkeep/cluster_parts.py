# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the parts of a build on a Dask cluster, each with the command of a task.

Every machine has the same checkout and the same archive, in a shared folder. Dask gives
the part of a lost worker to another one.

``python -m upkeep.cluster_parts ADDRESS PARTS FOLDER``
"""

import subprocess
import sys
from collections.abc import Mapping

from distributed import Client, KilledWorker

from upkeep import ROOT
from upkeep.task_commands import part_command

TIMEOUT = 20  # seconds for a scheduler and a first worker to answer


class FailedPart(Exception):
    """A part could not be written; the message has the end of its output."""


def write_part(part: str, command: list[str]) -> str:
    """Write a part with *command*; runs on a worker. Raises ``FailedPart``."""
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise FailedPart(f"part {part}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return part


def write_parts(address: str, commands: Mapping[str, list[str]]) -> None:
    """Write parts on the cluster whose scheduler is at *address*.

    *commands* are by part. Raises ``FailedPart``.
    """
    try:
        client = Client(address, timeout=TIMEOUT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise FailedPart(f"no scheduler at {address}: {error}") from error
    with client:
        client.wait_for_workers(1, TIMEOUT)
        futures = client.map(
            write_part, list(commands), list(commands.values()), pure=False
        )
        try:
            for future in futures:
                sys.stdout.write(f"part {future.result()}\n")
        except KilledWorker as error:
            raise FailedPart(f"the cluster loses its workers: {error}") from error


if __name__ == "__main__":
    try:
        names = [f"{number}/{sys.argv[2]}" for number in range(1, int(sys.argv[2]) + 1)]
        write_parts(
            sys.argv[1], {name: part_command(name, sys.argv[3]) for name in names}
        )
    except FailedPart as failure:
        sys.exit(str(failure))
