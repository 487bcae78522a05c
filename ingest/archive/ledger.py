# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ledger of an archive: one row for each article ever read, so none is read twice.

The file is only appended to. A row is found by its cache key, which covers everything
that determines the outcome: the bytes of the article, the digest of the code and of the
libraries that extract, the options of the command line, the kind of the input, and the
metadata of its container. The last four are digested as the *stage*.

Worked example: a page has the SHA-256 ``9f86d081…`` and was read with the stage
``4e1c09d2a37b55f0``. Its key has 24 bytes: the first 16 of the SHA-256 and the 8 of the
stage. The next run finds the row and does not read the page. With ``--images`` the
stage is another one: there is no row, and the page is read again. A new comment in the
code changes no stage, because the code's digest ignores comments.

Only one run at a time may write to an archive: its ledger is locked. Windows has no
``fcntl``; there the ledger is not locked.
"""

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, NamedTuple

from ingest.model.article import serialise_json
from ingest.model.code_version import code_version
from ingest.model.options import ReadOptions
from ingest.model.record import Fact, RawArticle

try:
    import fcntl
except ModuleNotFoundError:  # Windows
    fcntl = None  # type: ignore[assignment]

LEDGER = "ledger.jsonl"  # below the archive
ROW_MEMBERS = frozenset(("sha256", "stage", "status", "id", "reason"))
UNPUBLISHED_MEMBERS = ("source", "month")  # of some records without an article
DIGESTS = re.compile("[0-9a-f]{80}")  # a SHA-256 and a stage
WRITING, LINKED = "articles are written", "articles are linked"


class ArchiveInUse(RuntimeError):
    """Another run writes to the same archive."""


class LedgerRow(NamedTuple):
    """The outcome of an article.

    *status* is article, copy (another capture of an article), aside or unreadable. The
    last two members are of a record without an article, where they are known.
    """

    status: str
    id: str  # "" without an article
    reason: str  # "" with one
    source: str = ""
    month: str = ""


class Ledger:
    """The ledger at *path*, indexed in *tables*; without a path it is not stored."""

    def __init__(
        self, path: Path | None, tables: sqlite3.Connection, options: ReadOptions
    ) -> None:
        self.tables = tables
        self.row_count = 0
        self.version = f"{code_version()}\n{options!r}"
        self.file = open_locked(path) if path else None
        self.status = LINKED
        if self.file:
            for line in complete_rows(self.file):
                self.load_row(line)

    def load_row(self, line: dict[str, str]) -> None:
        """Index a row of the file."""
        self.status = line["status"]
        if self.status not in (WRITING, LINKED):
            unpublished = (line.get(name, "") for name in UNPUBLISHED_MEMBERS)
            row = LedgerRow(self.status, line["id"], line["reason"], *unpublished)
            self.index_row(cache_key(line["sha256"], line["stage"]), row)

    @property
    def is_linked(self) -> bool:
        """Whether no article was written since duplicates were linked."""
        return self.status == LINKED

    def begin_writing(self) -> None:
        """Record, before an article is written, that links may be out of date."""
        if self.is_linked:
            self.append({"status": WRITING})

    def finish_linking(self) -> None:
        """Record that duplicates are linked."""
        self.append({"status": LINKED})

    def append(self, line: dict[str, str]) -> None:
        """Append a row to the file; marks of progress are written to disk at once."""
        self.status = line["status"]
        if self.file:
            self.file.write(f"{serialise_json(line)}\n".encode("utf-8", "replace"))
            if self.status in (WRITING, LINKED):
                self.file.flush()

    def find_row(self, raw: RawArticle) -> LedgerRow | None:
        """Return the outcome of *raw*, ``None`` if it was never read in this way."""
        key = cache_key(raw.sha256, self.stage_of(raw))
        row = self.tables.execute(
            "SELECT status, id, reason, source, month FROM ledger_row WHERE key = ?",
            (key,),
        ).fetchone()
        return LedgerRow(*row) if row else None

    def add_row(self, raw: RawArticle, row: LedgerRow) -> None:
        """Append the outcome of *raw*, unless the ledger has it already."""
        stage = self.stage_of(raw)
        if self.index_row(cache_key(raw.sha256, stage), row):
            line = {"input": raw.name, "sha256": raw.sha256, "stage": stage}
            members = row._asdict().items()
            outcome = {
                name: value
                for name, value in members
                if value or name not in UNPUBLISHED_MEMBERS
            }
            self.append({**line, **outcome})

    def stage_of(self, raw: RawArticle) -> str:
        """Return the digest of what determines how *raw* is read."""
        return stage_digest(self.version, raw.kind, raw.facts)

    def index_row(self, key: bytes, row: LedgerRow) -> bool:
        """Store *row* in the tables; return whether its key is new.

        The first row of an article gives its place in the order of articles.
        """
        self.row_count += 1
        inserted = self.tables.execute(
            "INSERT OR IGNORE INTO ledger_row VALUES (?, ?, ?, ?, ?, ?)", (key, *row)
        ).rowcount
        if row.id:
            self.tables.execute(
                "INSERT OR IGNORE INTO article VALUES (?, ?)", (row.id, self.row_count)
            )
        return inserted > 0


@lru_cache(16)  # all rows of a dataset have the same
def stage_digest(version: str, kind: str, facts: tuple[Fact, ...]) -> str:
    """Return the digest of code, options, kind and container, 16 hexadecimal digits."""
    data = f"{version}\n{kind}\n{facts!r}".encode("utf-8", "replace")
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def cache_key(sha256: str, stage: str) -> bytes:
    """Return the key of a row, 24 bytes."""
    return bytes.fromhex(sha256[:32] + stage)


def open_locked(path: Path) -> IO[bytes]:
    """Return the ledger, open and locked for this process. Raises ``ArchiveInUse``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a+b")
    if fcntl is None:
        return file
    try:
        # A lock of this kind is not inherited: a worker that outlives the run has none.
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise ArchiveInUse(f"another run writes into {path.parent}") from error
    return file


def complete_rows(file: IO[bytes]) -> Iterator[dict[str, str]]:
    """Yield the rows of *file*, then cut off an incomplete one that a kill has left.

    A damaged row is passed over and stays: its article is read again, which adds a row.
    """
    file.seek(0)
    end = 0
    for line in file:
        if line.endswith(b"\n"):
            end += len(line)
            if row := parse_row(line):
                yield row
    file.truncate(end)


def parse_row(line: bytes) -> dict[str, str]:
    """Return a row of the ledger, {} if it is damaged."""
    try:
        row = json.loads(line)
    except ValueError:
        return {}
    if not isinstance(row, dict) or not all(isinstance(row[key], str) for key in row):
        return {}
    if row.get("status") in (WRITING, LINKED):
        return row
    is_complete = row.keys() >= ROW_MEMBERS and DIGESTS.fullmatch(
        row["sha256"] + row["stage"]
    )
    return row if is_complete else {}
