# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the search for copies needs to know of each article, kept beside the archive so that no text is sketched twice.

Who reads a record sketches its text in passing; a sketch of an earlier run holds as long as nobody has touched the
file. Only the other files are read. The kept sketches tell nothing new and may be deleted.
"""

import os
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from ingest.archive.store import Store, Written
from ingest.model.article import LINK_KEYS
from ingest.model.code_version import code_version
from ingest.text.minhash import BANDS, Signature, compute_signature
from ingest.work.limits import confine
from ingest.work.page import Page
from storage.files import TEMPORARY_SUFFIX, read_or_none
from storage.front_matter import split_front_matter
from storage.parallel import parallel_map

KEPT = ".sketches.sqlite"
SOURCE = re.compile(r"^source: .*$", re.MULTILINE)
COLUMNS = ", ".join(f"band{number}" for number in range(BANDS))
SKETCH = f"""CREATE TABLE sketch (id TEXT PRIMARY KEY, bytes INTEGER, source TEXT, linked INTEGER,
wording BLOB, size INTEGER, {COLUMNS}) WITHOUT ROWID"""
FILE = "CREATE TABLE file (id TEXT PRIMARY KEY, path TEXT, bytes INTEGER, touched INTEGER) WITHOUT ROWID"
VALUES = ", ".join(f"?{number}" for number in range(1, 7 + BANDS))
ENTER = f"INSERT OR REPLACE INTO sketch VALUES ({VALUES})"
# A sketch of an earlier run, unless this run has a newer one or the file is not what it was.
ADOPT = f"""INSERT OR IGNORE INTO sketch SELECT {VALUES}
WHERE EXISTS (SELECT 1 FROM file WHERE id = ?1 AND bytes = ?2 AND NOT touched)"""

Row = tuple[Any, ...]  # of the table sketch


def row(identifier: str, size: int, source: str, linked: bool, found: Signature) -> Row:
    """Return an article's row: *size* of its file in bytes, *linked*: its front matter tells of others."""
    return (
        identifier,
        size,
        source,
        linked,
        found.wording,
        found.shingle_count,
        *found.bands,
    )


def note(tables: sqlite3.Connection, page: Page, written: Written) -> None:
    """Enter the sketch that came with *page*, now that it lies in the archive."""
    if page.sketch and written.fate != "edited":
        tables.execute(
            ENTER, row(page.id, written.bytes, page.source, written.linked, page.sketch)
        )


def gather(store: Store, tables: sqlite3.Connection, jobs: int) -> int:
    """Enter a sketch of every article of *store* into *tables*; return the moment of which that is true.

    The moment is in nanoseconds by the clock of the file system.
    """
    kept = store.out / KEPT
    moment = now(store)
    since = kept.stat().st_mtime_ns if kept.exists() else 0
    tables.execute(FILE)
    tables.executemany(
        "INSERT INTO file VALUES (?, ?, ?, ?)", files(store.articles, since)
    )
    tables.execute(
        "DELETE FROM sketch WHERE (id, bytes) NOT IN (SELECT id, bytes FROM file)"
    )
    adopt(tables, kept)
    tables.execute(
        "CREATE TABLE unknown AS SELECT path FROM file WHERE id NOT IN (SELECT id FROM sketch) ORDER BY id"
    )
    tables.executemany(
        ENTER,
        parallel_map(
            look,
            (path for (path,) in tables.execute("SELECT path FROM unknown")),
            jobs,
            initializer=confine,
        ),
    )
    return moment


def now(store: Store) -> int:
    """Return the file system's time; the file that tells it is the one which `keep` fills."""
    if store.dry:
        return 0
    clock = store.out / f"{KEPT}{TEMPORARY_SUFFIX}"
    clock.touch()
    return clock.stat().st_mtime_ns


def files(articles: Path, since: int) -> Iterator[tuple[str, str, int, bool]]:
    """Yield the id, path and size of each article's file, and whether anything happened to it *since* a moment.

    The inode's own time tells: that of the text is carried along by those who copy or restore files.
    """
    for shelf in sorted(
        folder.path for folder in os.scandir(articles) if folder.is_dir()
    ):
        for file in os.scandir(shelf):
            if file.name.endswith(".md"):
                found = file.stat()
                yield (
                    file.name.removesuffix(".md"),
                    file.path,
                    found.st_size,
                    found.st_ctime_ns >= since,
                )


def look(path: str) -> Row:
    """Return the row of the article at *path*, edited by hand or not."""
    data = read_or_none(path) or b""
    head, body = document(data)
    named = SOURCE.search(head)
    source = str(yaml.load(named[0], yaml.CSafeLoader)["source"]) if named else ""
    return row(
        Path(path).stem,
        len(data),
        source,
        any(f"\n{key}" in head for key in LINK_KEYS),
        compute_signature(body),
    )


def document(data: bytes) -> tuple[str, str]:
    """Return the front matter and the body of an article's file, both empty where an editor broke its frame.

    An editor's lines may end as on Windows.
    """
    return split_front_matter(data.decode().replace("\r\n", "\n")) or ("", "")


def adopt(tables: sqlite3.Connection, kept: Path) -> None:
    """Enter the sketches of an earlier run that hold, none if it sketched otherwise than this one."""
    if not kept.exists():
        return
    with (
        closing(sqlite3.connect(kept)) as earlier,
        suppress(sqlite3.DatabaseError),
    ):  # broken off: as good as none
        if earlier.execute("SELECT code FROM made_by").fetchone() == (made_by(),):
            tables.executemany(ADOPT, earlier.execute("SELECT * FROM sketch"))


def keep(store: Store, tables: sqlite3.Connection, moment: int) -> None:
    """Keep the sketches for the next run; they are true of *moment*."""
    if store.dry:
        return
    path = store.out / f"{KEPT}{TEMPORARY_SUFFIX}"
    with closing(sqlite3.connect(path, isolation_level=None)) as kept:
        kept.execute("PRAGMA journal_mode = OFF")
        kept.execute(
            "PRAGMA synchronous = OFF"
        )  # as all files here: a lost one is made anew
        kept.execute("BEGIN")
        kept.execute("CREATE TABLE made_by (code TEXT)")
        kept.execute("INSERT INTO made_by VALUES (?)", (made_by(),))
        kept.execute(SKETCH)
        kept.executemany(ENTER, tables.execute("SELECT * FROM sketch ORDER BY id"))
        kept.execute("COMMIT")
    os.utime(path, ns=(moment, moment))
    path.replace(store.out / KEPT)


def made_by() -> str:
    """Return all that decides how a text is sketched; Python's own hash is in it."""
    return f"{code_version()} rensa {version('rensa')} {sys.implementation.cache_tag}"
