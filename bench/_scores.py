# SPDX-License-Identifier: AGPL-3.0-or-later
"""Precision, recall and F1 of names by type, as a table."""

from collections import Counter

from plugins.entities.lists.known_entity import TYPES


def report(tally: Counter[str]) -> None:
    """Print precision, recall and F1 by type and together; a label tagged twice counts as one wrong tag."""
    print(f"{'':8} {'labels':>7} {'found':>6} {'P':>6} {'R':>6} {'F1':>6}")
    rows = {
        kind: {
            what: tally[f"{kind} {what}"]
            for what in ("right", "wrong", "missed", "twice")
        }
        for kind in TYPES
    }
    rows["all"] = {
        what: sum(row[what] for row in rows.values()) for what in rows["person"]
    }
    for name, row in rows.items():
        precision, recall, f1 = scores(
            row["right"],
            row["right"] + row["wrong"] + row["twice"],
            row["right"] + row["missed"],
        )
        print(
            f"{name:8} {row['right'] + row['missed']:7} {row['right'] + row['wrong'] + row['twice']:6}"
            f" {precision:6.3f} {recall:6.3f} {f1:6.3f}"
        )


def scores(right: int, found: int, labelled: int) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    return (
        right / max(1, found),
        right / max(1, labelled),
        2 * right / max(1, found + labelled),
    )
