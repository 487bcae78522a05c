# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a run has to tell in the end."""

from collections import Counter
from dataclasses import dataclass, field

from ingest.model.record import Failure


@dataclass(slots=True)
class Report:
    """What became of the inputs: fates by source, what could not be read, what may be read wrongly."""

    fates: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)  # ids
    unsure: Counter[str] = field(
        default_factory=Counter
    )  # source → lines that a person has to judge
