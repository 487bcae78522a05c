# SPDX-License-Identifier: AGPL-3.0-or-later
"""Precision, recall and F1 of names by type, as a table."""

from collections import Counter

from plugins.entities.lists.known_entity import TYPES

OUTCOMES = ("right", "wrong", "missed", "twice")


def print_scores(counts: Counter[str]) -> None:
    """Print precision, recall and F1 by type and in total.

    *counts* has keys such as "person right". A duplicate tag counts as a wrong one.
    """
    print("          labels  found      P      R     F1")
    total: Counter[str] = Counter()
    for entity_type in TYPES:
        by_outcome: Counter[str] = Counter()
        for outcome in OUTCOMES:
            by_outcome[outcome] = counts[f"{entity_type} {outcome}"]
        total += by_outcome
        print(table_row(entity_type, by_outcome))
    print(table_row("all", total))


def table_row(name: str, by_outcome: Counter[str]) -> str:
    """Return one row of the table."""
    right = by_outcome["right"]
    tags = right + by_outcome["wrong"] + by_outcome["twice"]
    labels = right + by_outcome["missed"]
    precision, recall, f1 = precision_recall_f1(right, tags, labels)
    return f"{name:8} {labels:7} {tags:6} {precision:6.3f} {recall:6.3f} {f1:6.3f}"


def precision_recall_f1(
    right: int, tags: int, labels: int
) -> tuple[float, float, float]:
    """Return precision, recall and F1 from counts."""
    return (
        right / max(1, tags),
        right / max(1, labels),
        2 * right / max(1, tags + labels),
    )
