# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public log of removals, ``removals.jsonl``; it has nothing of a removed text."""

from pathlib import Path

from storage.json_lines import append_row, read_log

LOG = "removals.jsonl"
HIDE, ERASE = "hide", "erase"
LEVELS = (HIDE, ERASE)


def removed_levels(out: Path) -> dict[str, str]:
    """Return id → ``hide`` or ``erase`` of all removed articles."""
    return {row["id"]: row["level"] for row in read_log(out / LOG, "id", "level")}


def log_removal(out: Path, row: dict[str, object]) -> None:
    """Append a removal; *row* has id, date, reason and level."""
    append_row(out / LOG, row)
