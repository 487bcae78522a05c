# SPDX-License-Identifier: AGPL-3.0-or-later
"""Publish threshold: the confidence from which a new entity is published, by type."""

import json
from collections.abc import Mapping
from pathlib import Path

from plugins.entities.lists.known_entity import TYPES

Thresholds = Mapping[str, float]
FILE = Path(__file__).parent / "publish_threshold.json"
PUBLISH_ALL: Thresholds = dict.fromkeys(TYPES, 0.0)


def load_thresholds(path: Path = FILE) -> Thresholds:
    """Return the thresholds in a file that ``save_thresholds`` wrote."""
    thresholds: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return thresholds


THRESHOLDS = load_thresholds()


def save_thresholds(thresholds: Thresholds, path: Path = FILE) -> None:
    """Write *thresholds*, the same bytes for the same numbers."""
    text = json.dumps(thresholds, indent=1) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
