# SPDX-License-Identifier: AGPL-3.0-or-later
"""No pattern over foreign text takes more than linear time.

A pattern that backtracks exponentially ends the process that times it, not the tests.
"""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from upkeep import ROOT

CPU_SECONDS = 240  # of all patterns; they take ten
TOOL = Path(__file__).with_name("pattern_timing.py")
MODULE = r"""
import re
EXPONENTIAL = re.compile(r"(?:a|a)*b")
QUADRATIC = re.compile(r"\s*\d")
MEMBERS = {"cubic": (re.compile(r"x\s*:?\s*,?\s*y"),)}
LINEAR = re.compile(r"(?<!\s)\s++\d")
MATCHED_AT_THE_START = re.compile(r"\s*\d\d")
def use(text):
    return EXPONENTIAL.match(text), QUADRATIC.search(text), LINEAR.search(text)
"""


def limit_time() -> None:
    """Let the system kill this process after ``CPU_SECONDS``."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def time_patterns(folder: Path, *packages: str) -> list[list[Any]]:
    """Return the rows of pattern_timing.py for *packages* in *folder*."""
    process = subprocess.run(
        [sys.executable, TOOL, *packages],
        env=os.environ | {"PYTHONPATH": str(folder), "PYTHONUTF8": "1"},
        cwd=folder,
        capture_output=True,
        text=True,
        preexec_fn=limit_time,
        check=False,
    )
    rows = [json.loads(line) for line in process.stdout.splitlines()]
    assert rows[-1][0] == "finished", f"killed at {rows[-1:]}\n{process.stderr}"
    return rows


def test_every_pattern_takes_linear_time_on_hostile_texts():
    rows = time_patterns(ROOT, "ingest", "arabic")
    assert [row for row in rows if row[0] == "slow"] == []
    assert rows[-1][1] > 250


def test_a_pattern_that_is_not_linear_is_detected(tmp_path):
    package = tmp_path / "sample"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "patterns.py").write_text(MODULE)
    (package / "other.py").write_text(
        "from sample.patterns import MATCHED_AT_THE_START as START\nSTART.match('a')\n"
    )
    rows = time_patterns(tmp_path, "sample")
    slow = {row[1].rpartition(".")[2] for row in rows if row[0] == "slow"}
    assert slow == {"EXPONENTIAL", "QUADRATIC", "MEMBERS"}
