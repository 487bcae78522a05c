# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes four parts on a cluster of a scheduler and two workers; one worker is killed.

python tests/losing_cluster.py CONTENT FOLDER
"""

import json
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from upkeep import ROOT
from upkeep.cluster_parts import write_parts

LOOPBACK = ("--host", "127.0.0.1")


def start(stack: ExitStack, program: str, *options: str, ready: str):
    """Return a program of Dask and the rest of the line that shows it is *ready*."""
    command = [sys.executable, "-m", f"distributed.cli.{program}", "--no-dashboard"]
    process = stack.enter_context(
        subprocess.Popen(
            [*command, *options], cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
    )
    stack.callback(process.kill)
    line = next(line for line in process.stderr if ready in line)
    return process, line.partition(ready)[2].strip()


def kill_while_working(worker: subprocess.Popen, parts: Path) -> None:
    """Kill *worker* when the first part is being written."""
    while not list(parts.glob("*.new")):
        time.sleep(0.02)
    os.kill(worker.pid, signal.SIGKILL)
    sys.stdout.write("a worker was killed\n")


def commands(content: str, parts: Path) -> dict[str, list[str]]:
    """Return the command of each of four parts."""
    program = f"{shlex.quote(sys.executable)} -m pelican"
    common = [*shlex.split(program), content, "-s", "pelicanconf.py"]
    return {
        f"{number}/4": [
            *common,
            *("--fatal", "warnings", "-o", str(parts / f"{number}-of-4"), "-e"),
            f"SITE_PARTITION={json.dumps(f'{number}/4')}",
        ]
        for number in range(1, 5)
    }


def main(content: str, folder: Path) -> None:
    """Run the parts."""
    parts = folder / "parts"
    with ExitStack() as stack:
        _, address = start(
            stack, "dask_scheduler", *LOOPBACK, "--port", "0", ready="Scheduler at:"
        )
        options = (*LOOPBACK, "--no-nanny", "--nthreads", "1")
        local = ("--local-directory", str(folder / "dask"))
        workers = [
            start(
                stack, "dask_worker", address, *options, *local, ready="Registered to:"
            )[0]
            for _ in range(2)
        ]
        killer = threading.Thread(
            target=kill_while_working, args=(workers[0], parts), daemon=True
        )
        killer.start()
        write_parts(address, commands(content, parts))
        killer.join()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
