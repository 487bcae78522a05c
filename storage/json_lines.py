# SPDX-License-Identifier: AGPL-3.0-or-later
"""Logs of JSON objects, one a line, which are only appended to."""

import json
import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from storage.files import read_or_none


class BadLog(ValueError):
    """A log, or a line of it, cannot be read; the message has the file and the line."""


def read_log(path: Path, *texts: str) -> list[dict[str, Any]]:
    """Return the rows of a log, [] if it does not exist.

    Each row must have *texts*, members that are texts; one called ``date`` is an ISO
    day. Raises ``BadLog``.
    """
    rows = []
    text = (read_or_none(path) or b"").decode("utf-8", "replace")
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadLog(f"{path}:{number}: not JSON: {error}") from error
        if not isinstance(row, dict):
            raise BadLog(f"{path}:{number}: no JSON object")
        if fault := find_fault(row, texts):
            raise BadLog(f"{path}:{number}: {fault}")
        rows.append(row)
    return rows


def find_fault(row: Mapping[str, Any], texts: Iterable[str]) -> str:
    """Return what is wrong with the members *texts* of a row, "" if nothing is."""
    for name in texts:
        if not isinstance(row.get(name), str):
            return f"no text {name!r}"
    if "date" in texts:
        try:
            date.fromisoformat(row["date"])
        except ValueError:
            return f"date {row['date']!r} is no ISO day: write 2026-11-30"
    return ""


def append_row(path: Path, row: Mapping[str, Any]) -> None:
    """Append a row to a log, and have the system write it to the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", newline="\n") as log:
        log.write(json.dumps(row, ensure_ascii=False) + "\n")
        log.flush()
        os.fsync(log.fileno())
