# SPDX-License-Identifier: AGPL-3.0-or-later
"""A table of cached values in an SQLite file, which may be deleted at any time."""

import sqlite3
import sys
from collections.abc import Iterable, Sequence, Set
from pathlib import Path

BATCH = 500  # rows written at once: what an interruption loses
SLACK = 2  # rows kept for each one that the last run used
TIMEOUT = 60  # seconds to wait for another build that writes


class CacheTable:
    """Cached values by the digest of a text.

    A row stores the value of the last *fingerprint* only.
    """

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self.connection, self.name = connection, name
        self.unwritten: dict[bytes, tuple[str, str]] = {}
        connection.execute(
            f"CREATE TABLE IF NOT EXISTS {name}"
            " (text BLOB PRIMARY KEY, fingerprint TEXT, cached TEXT) WITHOUT ROWID"
        )

    def get(self, key: bytes, fingerprint: str) -> str | None:
        """Return the value cached under *key* with this fingerprint, else ``None``."""
        if key in self.unwritten:
            stored_fingerprint, cached = self.unwritten[key]
            return cached if stored_fingerprint == fingerprint else None
        row = self.connection.execute(
            f"SELECT cached FROM {self.name} WHERE text = ? AND fingerprint = ?",
            (key, fingerprint),
        ).fetchone()
        return str(row[0]) if row else None

    def rows(self, keys: Sequence[bytes]) -> dict[bytes, tuple[str, str]]:
        """Return the fingerprint and the value of those of *keys* that are cached."""
        places = ",".join("?" * len(keys))
        on_disk = self.connection.execute(
            f"SELECT text, fingerprint, cached FROM {self.name}"
            f" WHERE text IN ({places})",
            keys,
        )
        rows = {key: (fingerprint, cached) for key, fingerprint, cached in on_disk}
        unwritten = self.unwritten.keys() & set(keys)
        return rows | {key: self.unwritten[key] for key in unwritten}

    def put(self, key: bytes, fingerprint: str, cached: str) -> None:
        """Cache a value; values are written to disk in batches."""
        self.unwritten[key] = fingerprint, cached
        if len(self.unwritten) >= BATCH:
            self.write()

    def write(self) -> None:
        """Write the values of the last batch to disk."""
        rows = ((key, *row) for key, row in self.unwritten.items())
        with self.connection:
            self.connection.executemany(
                f"INSERT OR REPLACE INTO {self.name} VALUES (?, ?, ?)", rows
            )
        self.unwritten.clear()

    def fingerprints(self) -> dict[bytes, str]:
        """Return the fingerprint of each key that is on disk."""
        rows = self.connection.execute(f"SELECT text, fingerprint FROM {self.name}")
        return dict(rows)

    def set_fingerprints(self, rows: Iterable[tuple[bytes, str]]) -> None:
        """Give the values under some keys other fingerprints: pairs of the two."""
        with self.connection:
            self.connection.executemany(
                f"UPDATE {self.name} SET fingerprint = ? WHERE text = ?",
                ((fingerprint, key) for key, fingerprint in rows),
            )

    def add_rows(self, path: Path) -> None:
        """Add the rows of the same table of another file."""
        self.connection.execute("ATTACH DATABASE ? AS other", (str(path),))
        with self.connection:
            self.connection.execute(
                f"INSERT OR REPLACE INTO {self.name} SELECT * FROM other.{self.name}"
            )
        self.connection.execute("DETACH DATABASE other")

    def evict_unused(self, used: Set[bytes]) -> None:
        """Delete the rows that this run did not use, if they are more than half."""
        [(count,)] = self.connection.execute(f"SELECT count(*) FROM {self.name}")
        if count <= SLACK * len(used):
            return
        with self.connection:
            self.connection.execute(
                "CREATE TEMP TABLE IF NOT EXISTS used (text BLOB PRIMARY KEY)"
            )
            self.connection.executemany(
                "INSERT OR IGNORE INTO used VALUES (?)", ((key,) for key in used)
            )
            self.connection.execute(
                f"DELETE FROM {self.name} WHERE text NOT IN (SELECT text FROM used)"
            )


def open_cache_file(path: Path) -> sqlite3.Connection:
    """Return the open file at *path*; a damaged one is replaced, with a message."""
    connection = sqlite3.connect(path, timeout=TIMEOUT)
    if damage := find_damage(connection):
        sys.stderr.write(f"{path} is damaged ({damage}): names are recognised again\n")
        connection.close()
        path.unlink()
        connection = sqlite3.connect(path, timeout=TIMEOUT)
    return connection


def find_damage(connection: sqlite3.Connection) -> str:
    """Return what is wrong with a file, "" if nothing."""
    try:
        [(state,)] = connection.execute("PRAGMA quick_check(1)")
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if state == "ok" else str(state)
