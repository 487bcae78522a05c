# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables that a run needs and no later one: on disk without a name, so that neither size nor a kill matters."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from ingest.duplicates.signature_cache import SKETCH

CACHE = 32_000  # KiB of memory before tables go to the disk
TABLES = f"""
{SKETCH};
CREATE TABLE row (key BLOB PRIMARY KEY, status TEXT, id TEXT, reason TEXT) WITHOUT ROWID;
CREATE TABLE article (id TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID;
CREATE TABLE seen (id TEXT PRIMARY KEY, identity TEXT) WITHOUT ROWID;
CREATE TABLE edge (source TEXT, line TEXT, id TEXT);
CREATE TABLE stale (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""


@contextmanager
def scratch() -> Iterator[sqlite3.Connection]:
    """Yield a database in a file that the system deletes with the process, whatever ends it."""
    with closing(sqlite3.connect("", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA cache_size = -{CACHE}")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.executescript(TABLES)
        connection.execute(
            "BEGIN"
        )  # one transaction for the whole run: nobody else reads, nothing is rolled back
        yield connection
