# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ledger of an archive: one row for each record ever read, only ever appended to; what stands there is not redone.

A record is the same if its bytes are, and if nothing has changed in the way it is read: the code of ingest, the
libraries that extract, the options, the facts that come with it. All that is in the row's *stage*.
"""

import fcntl
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, NamedTuple

from ingest.model.article import serialise_json
from ingest.model.code_version import code_version
from ingest.model.options import ReadOptions
from ingest.model.record import Fact, RawArticle

BEGUN, FINISHED = "articles are written", "articles are linked"


class ArchiveInUse(RuntimeError):
    """Another run writes into the same archive."""


class Row(NamedTuple):
    """What became of a record: article, copy (its article is of another capture), aside or unreadable."""

    status: str
    id: str  # "" without an article
    reason: str  # "" with one


class Ledger:
    """The rows of the ledger at *path*, indexed in *tables*; without a path those of this run alone."""

    def __init__(
        self, path: Path | None, tables: sqlite3.Connection, options: ReadOptions
    ) -> None:
        self.tables, self.rows, self.read_as = (
            tables,
            0,
            f"{code_version()}\n{options!r}",
        )
        self.file = locked(path) if path else None
        self.status = FINISHED
        for line in whole_rows(self.file) if self.file else ():
            self.status = line["status"]
            if self.status not in (BEGUN, FINISHED):
                self.index(
                    key(line["sha256"], line["stage"]),
                    Row(self.status, line["id"], line["reason"]),
                )

    @property
    def finished(self) -> bool:
        """Whether the articles are linked as they stand."""
        return self.status == FINISHED

    def begin(self) -> None:
        """Enter, before an article is written, that links may no longer be right."""
        if self.finished:
            self.append({"status": BEGUN})

    def finish(self) -> None:
        """Enter that the articles are linked."""
        self.append({"status": FINISHED})

    def append(self, line: dict[str, str]) -> None:
        """Write a row; what marks a beginning or an end is on the disk at once."""
        self.status = line["status"]
        if self.file:
            self.file.write(f"{serialise_json(line)}\n".encode("utf-8", "replace"))
            if self.status in (BEGUN, FINISHED):
                self.file.flush()

    def find(self, piece: RawArticle) -> Row | None:
        """Return what became of *piece*, ``None`` if it was never read in this way."""
        found = self.tables.execute(
            "SELECT status, id, reason FROM row WHERE key = ?",
            (key(piece.sha256, stage(self.read_as, piece.kind, piece.facts)),),
        ).fetchone()
        return Row(*found) if found else None

    def add(self, piece: RawArticle, row: Row) -> None:
        """Append what became of *piece*, if no row tells it yet."""
        read_as = stage(self.read_as, piece.kind, piece.facts)
        if self.index(key(piece.sha256, read_as), row):
            self.append(
                {
                    "input": piece.name,
                    "sha256": piece.sha256,
                    "stage": read_as,
                    **row._asdict(),
                }
            )

    def index(self, key: bytes, row: Row) -> bool:
        """Hold *row* in the tables; say whether it is new. The first row of an article is its place in the order."""
        self.rows += 1
        new = self.tables.execute(
            "INSERT OR IGNORE INTO row VALUES (?, ?, ?, ?)", (key, *row)
        ).rowcount
        if row.id:
            self.tables.execute(
                "INSERT OR IGNORE INTO article VALUES (?, ?)", (row.id, self.rows)
            )
        return new > 0


@lru_cache(16)  # in a data set all records have one
def stage(read_as: str, kind: str, facts: tuple[Fact, ...]) -> str:
    """Return the digest of all that decides how a piece is read, its bytes apart."""
    data = f"{read_as}\n{kind}\n{facts!r}".encode("utf-8", "replace")
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def key(sha256: str, stage: str) -> bytes:
    """Return the short key of a row."""
    return bytes.fromhex(sha256[:32] + stage)


def locked(path: Path) -> IO[bytes]:
    """Return the ledger open for reading and appending, for this process alone. Raises ``ArchiveInUse``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a+b")
    try:
        fcntl.lockf(
            file, fcntl.LOCK_EX | fcntl.LOCK_NB
        )  # of this process alone: a worker that outlives it holds none
    except OSError as error:
        raise ArchiveInUse(f"another run writes into {path.parent}") from error
    return file


def whole_rows(file: IO[bytes]) -> Iterator[dict[str, str]]:
    """Yield the rows of *file* and cut off the beginning of one that a kill has left behind them."""
    file.seek(0)
    end = 0
    for line in file:
        if line.endswith(b"\n"):
            end += len(line)
            yield json.loads(line)
    file.truncate(end)
