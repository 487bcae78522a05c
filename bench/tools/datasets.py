# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the shared datasets are, and their records."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.inputs.compression import open_decompressed
from upkeep import ROOT

DATA = ROOT.parent / "shared" / "data"
SAUDINEWSNET = Path("news", "saudinewsnet_full.jsonl.xz")  # below DATA

Record = dict[str, Any]


def read_records(path: Path) -> Iterator[Record]:
    """Yield the objects of a file of JSON lines, compressed or not."""
    with open_decompressed(path) as lines:
        yield from map(json.loads, lines)
