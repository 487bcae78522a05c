# SPDX-License-Identifier: AGPL-3.0-or-later
"""The report of a run, printed at its end."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.model.record import Failure

LAST_RUN = "last_run.json"  # in the archive: what a run did not publish
DOUBTFUL = 0.5  # confidence below which an article is listed for a check
# How a line of the front matter begins → what is said of an article without it.
CHECKED_KEYS = {b"\ndate: ": "undated", b"\nauthors: ": "without author"}


class UnpublishedRow(NamedTuple):
    """An input without an article, as the summary of a run has it."""

    name: str
    status: str  # aside | unreadable
    reason: str
    source: str
    month: str


def unpublished_row(failure: Failure) -> UnpublishedRow:
    """Return the row of a failure."""
    status = "aside" if failure.aside else "unreadable"
    return UnpublishedRow(
        failure.name, status, failure.reason, failure.source, failure.month
    )


@dataclass(slots=True)
class Report:
    """What became of the inputs."""

    # (source, fate) → articles; fates are new, changed, copy …
    fates: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    # (source, reason) → parts of inputs that are no articles
    passed_over: Counter[tuple[str, str]] = field(default_factory=Counter)
    restored: list[str] = field(default_factory=list)  # originals that were damaged
    checks: Counter[str] = field(default_factory=Counter)  # undated … → articles
    uncertain_ids: list[str] = field(default_factory=list)  # of low confidence
    # Names of fields of records that are none of ours → records
    unread_fields: Counter[str] = field(default_factory=Counter)
    chosen_fields: Counter[str] = field(default_factory=Counter)  # by --field → records
    damaged_rows: Counter[str] = field(default_factory=Counter)  # note on cells → rows
    missing_fields: list[str] = field(default_factory=list)  # that no record has
    # source → lines of boilerplate.yml that a person has to decide about
    undecided_lines: Counter[str] = field(default_factory=Counter)

    def summary(self) -> dict[str, object]:
        """Return what the last run did not publish, for the quality report."""
        failures = sorted(map(list, map(unpublished_row, self.failures)))
        passed_over = [
            [source, reason, parts]
            for (source, reason), parts in sorted(self.passed_over.items())
        ]
        unread_fields = dict(sorted(self.unread_fields.items()))
        return {
            "failures": failures,
            "passed_over": passed_over,
            "unread_fields": unread_fields,
        }

    def parts_by_reason(self) -> Counter[str]:
        """Return how many parts were passed over for each reason."""
        counts: Counter[str] = Counter()
        for (_, reason), parts in self.passed_over.items():
            counts[reason] += parts
        return counts

    def count_checks(
        self, article_id: str, front_matter: bytes, confidence: float
    ) -> None:
        """Count what an article lacks; list it if its *confidence* is low."""
        for key, name in CHECKED_KEYS.items():
            self.checks[name] += key not in front_matter
        is_doubtful = confidence < DOUBTFUL
        self.checks["doubtful"] += is_doubtful
        if is_doubtful:
            self.uncertain_ids.append(article_id)
