# SPDX-License-Identifier: AGPL-3.0-or-later
"""The run database: tables of one run, in an unnamed file on disk.

SQLite deletes such a file with the process, however that ends, and memory stays bounded
for an archive of any size.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from ingest.duplicates.signature_cache import SIGNATURE_TABLE

CACHE_SIZE = 32_000  # KiB of memory before tables are written to disk
TABLES = f"""
{SIGNATURE_TABLE};
CREATE TABLE ledger_row (
    key BLOB PRIMARY KEY, status TEXT, id TEXT, reason TEXT, source TEXT, month TEXT
) WITHOUT ROWID;
CREATE TABLE article (id TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID;
CREATE TABLE seen (id TEXT PRIMARY KEY, identity TEXT) WITHOUT ROWID;
CREATE TABLE dry_text (id TEXT PRIMARY KEY, sha256 TEXT, text TEXT) WITHOUT ROWID;
CREATE TABLE edge (source TEXT, line TEXT, id TEXT, longest TEXT);
CREATE TABLE stale (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""


@contextmanager
def open_run_database() -> Iterator[sqlite3.Connection]:
    """Yield a connection to a database that exists only during the run."""
    with closing(sqlite3.connect("", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA cache_size = -{CACHE_SIZE}")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.executescript(TABLES)
        # One transaction for the whole run: no other reader, and no rollback.
        connection.execute("BEGIN")
        yield connection
