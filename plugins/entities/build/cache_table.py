# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was made of texts, kept in an SQLite file that may be lost at any time."""

import sqlite3
import sys
from collections.abc import Set
from pathlib import Path

BATCH = 500  # texts written at once: what an hour's work loses when it is interrupted
SLACK = 2  # texts kept for each one that the last run asked for
PATIENCE = 60  # seconds to wait for another build that writes


class Table:
    """What was made of texts, by their keys; a row holds as much as its last maker made."""

    def __init__(self, rows: sqlite3.Connection, name: str) -> None:
        self.rows, self.name = rows, name
        self.new: dict[bytes, tuple[str, str]] = {}
        rows.execute(
            f"CREATE TABLE IF NOT EXISTS {name} (text BLOB PRIMARY KEY, maker TEXT, made TEXT) WITHOUT ROWID"
        )

    def find(self, key: bytes, maker: str) -> str | None:
        """Return what *maker* made of the text, ``None`` if that is not known."""
        if key in self.new:
            last, made = self.new[key]
            return made if last == maker else None
        row = self.rows.execute(
            f"SELECT made FROM {self.name} WHERE text = ? AND maker = ?", (key, maker)
        ).fetchone()
        return str(row[0]) if row else None

    def keep(self, key: bytes, maker: str, made: str) -> None:
        """Keep what *maker* made of the text; BATCH by BATCH it goes on disk."""
        self.new[key] = maker, made
        if len(self.new) >= BATCH:
            self.write()

    def write(self) -> None:
        """Put what is new on disk."""
        with self.rows:
            new = ((key, *made) for key, made in self.new.items())
            self.rows.executemany(
                f"INSERT OR REPLACE INTO {self.name} VALUES (?, ?, ?)", new
            )
        self.new.clear()

    def forget_all_but(self, asked: Set[bytes]) -> None:
        """Drop the texts nobody asked for when they are most of all."""
        [(held,)] = self.rows.execute(f"SELECT count(*) FROM {self.name}")
        if held <= SLACK * len(asked):
            return
        with self.rows:
            self.rows.execute(
                "CREATE TEMP TABLE IF NOT EXISTS asked (text BLOB PRIMARY KEY)"
            )
            self.rows.executemany(
                "INSERT OR IGNORE INTO asked VALUES (?)", ((key,) for key in asked)
            )
            self.rows.execute(
                f"DELETE FROM {self.name} WHERE text NOT IN (SELECT text FROM asked)"
            )


def opened(path: Path) -> sqlite3.Connection:
    """Return the file at *path*; a damaged one is thrown away, and that is said."""
    rows = sqlite3.connect(path, timeout=PATIENCE)
    if damage := _damage(rows):
        sys.stderr.write(f"{path} is damaged ({damage}): names are recognised anew\n")
        rows.close()
        path.unlink()
        rows = sqlite3.connect(path, timeout=PATIENCE)
    return rows


def _damage(rows: sqlite3.Connection) -> str:
    """Return what is wrong with the file that is open, "" if nothing is."""
    try:
        [(state,)] = rows.execute("PRAGMA quick_check(1)")
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if state == "ok" else str(state)
