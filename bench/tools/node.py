# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs a script in node."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.node import node_command

MEMORY = "--max-old-space-size=16000"  # MiB; lunr.js keeps its whole index in memory


def run_node(script: Path, *arguments: Path, stdin: bytes | None = None) -> Any:
    """Return what *script* prints, parsed as JSON.

    Raises ``CalledProcessError`` where the script fails.
    """
    command = [*node_command(), MEMORY, str(script), *map(str, arguments)]
    printed = subprocess.run(
        command, input=stdin, stdout=subprocess.PIPE, check=True
    ).stdout
    return json.loads(printed)
