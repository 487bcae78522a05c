# SPDX-License-Identifier: AGPL-3.0-or-later
"""The report of a run, printed at its end."""

from collections import Counter
from dataclasses import dataclass, field

from ingest.model.record import Failure


@dataclass(slots=True)
class Report:
    """What became of the inputs."""

    # (source, fate) → articles; fates are new, changed, copy …
    fates: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)  # reason → parts
    restored: list[str] = field(default_factory=list)  # originals that were damaged
    uncertain_ids: list[str] = field(default_factory=list)  # of low confidence
    # source → lines of boilerplate.yml that a person has to decide about
    undecided_lines: Counter[str] = field(default_factory=Counter)
