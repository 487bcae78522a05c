# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rows of a data set, as it lies on the disk."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.inputs.compression import open_decompressed


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file of JSON lines, packed or not."""
    with open_decompressed(path) as lines:
        yield from map(json.loads, lines)
