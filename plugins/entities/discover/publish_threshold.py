# SPDX-License-Identifier: AGPL-3.0-or-later
"""Publish threshold: the confidence from which a new entity is published.

There is one for each type and each kind of support: a name may be supported by the
recogniser alone, by its first word too (the head of an organisation, a given name), or
by a head and quotation marks. A name that its articles repeat is supported by that too:
a phrase that looks like a name seldom recurs.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from plugins.entities.lists.known_entity import TYPES

ALONE, HEADED, QUOTED = FORMS = ("alone", "headed", "quoted")
SUPPORTS = (*FORMS, *(f"{form} repeated" for form in FORMS))
Thresholds = Mapping[str, float]  # by type and support: "org headed"
KINDS = tuple(f"{kind} {support}" for kind in TYPES for support in SUPPORTS)
FILE = Path(__file__).parent / "publish_threshold.json"
PUBLISH_ALL: Thresholds = dict.fromkeys(KINDS, 0.0)


def load_thresholds(path: Path = FILE) -> Thresholds:
    """Return the thresholds in a file that ``save_thresholds`` wrote."""
    thresholds: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return thresholds


THRESHOLDS = load_thresholds()


def save_thresholds(thresholds: Thresholds, path: Path = FILE) -> None:
    """Write *thresholds*, the same bytes for the same numbers."""
    text = json.dumps(thresholds, indent=1) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
