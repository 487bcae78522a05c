# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a first query asks an index for: counted in node, so that no load of the machine changes the figures."""

import json
import subprocess
from pathlib import Path

from bench.tools.chromium import spread, zipped


def asked(folder: Path, texts: list[str]) -> None:
    """Print what queries cost a reader who knows nothing of the index in *folder*: its files alone, without code."""
    (folder / "queries.json").write_text(json.dumps(texts), encoding="utf-8")
    command = ["node", str(Path(__file__).with_name("query_cost.js")), str(folder)]
    rows = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    (folder / "queries.json").unlink()
    for kind in ("", "root", "t", "d", "m", "l", "r"):
        files = [
            [file for file in row["files"] if kind in ("", part(folder, file))]
            for row in rows
        ]
        sizes = [sum(zipped(Path(file)) for file in held) / 1000 for held in files]
        print(
            f"a query {kind or 'all':4} kB gz {spread(sizes)}   files {spread([float(len(held)) for held in files])}"
        )
    ms, found = ([float(row[name]) for row in rows] for name in ("ms", "found"))
    print(
        f"            ms {spread(ms)}   found {spread(found)}   (median, p95)",
        flush=True,
    )


def part(folder: Path, file: str) -> str:
    """Return the kind of a file: the folder of the index where it lies, or its name."""
    return Path(file).relative_to(folder).with_suffix("").parts[0]
