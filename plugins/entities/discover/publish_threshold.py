# SPDX-License-Identifier: AGPL-3.0-or-later
"""The confidence from which a name that no record knows is published, by its type."""

import json
from collections.abc import Iterable, Mapping
from itertools import accumulate
from math import floor
from pathlib import Path
from typing import NamedTuple

from plugins.entities.lists.known_entity import TYPES

Gate = Mapping[str, float]
NEVER = 1.01
FILE = Path(__file__).parent / "publish_threshold.json"
FINE = 10_000  # steps of confidence between 0 and 1 that a gate tells apart
PRICES = 400  # of a wrong tag, in tenths of a right one, that are tried


class Judged(NamedTuple):
    """A tag of a held-out article: its type, its confidence, and whether a label agrees."""

    type: str
    confidence: float
    right: bool


def load(path: Path = FILE) -> Gate:
    """Return the gate in a file that ``save`` wrote."""
    gate: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return gate


GATE = load()


def save(gate: Gate, path: Path = FILE) -> None:
    """Write *gate*, the same bytes for the same numbers."""
    path.write_text(json.dumps(gate, indent=1) + "\n", encoding="utf-8", newline="\n")


def choose(tags: Iterable[Judged], known: tuple[int, int], precision: float) -> Gate:
    """Return the gate that lets most right *tags* pass while *precision* of all that is published is right.

    *known* are the right and the wrong tags of records, which need no gate. What a wrong tag costs is raised until
    the precision is reached; each type then lets pass down to where right tags less that price are most.
    """
    rows = list(tags)
    gate: Gate = {}
    for price in range(PRICES):
        gate = {
            kind: _least([tag for tag in rows if tag.type == kind], price / 10)
            for kind in TYPES
        }
        passing = [tag.right for tag in rows if tag.confidence >= gate[tag.type]]
        right, wrong = known[0] + sum(passing), known[1] + len(passing) - sum(passing)
        if right >= precision * (right + wrong):
            break
    return gate


def _least(tags: Iterable[Judged], price: float) -> float:
    """Return the confidence down to which right *tags* less *price* for each wrong one are most, or NEVER."""
    falling = sorted(tags, key=lambda tag: (-tag.confidence, tag.right))
    worth = list(accumulate(1 if tag.right else -price for tag in falling))
    best = max(range(len(worth)), key=worth.__getitem__, default=None)
    return (
        floor(falling[best].confidence * FINE) / FINE
        if best is not None and worth[best] > 0
        else NEVER
    )
