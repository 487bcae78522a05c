# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cache of the MinHash signatures of an archive, so that no text is read twice.

Workers compute the signature of an article while they ingest it. A cached signature of
an earlier run is valid as long as the article's file was not touched; only other files
are read. The cache file may be deleted.
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
from ingest.work.limits import limit_worker
from ingest.work.serialise import SerialisedArticle
from storage.files import TEMPORARY_SUFFIX, read_or_none, replace_atomically
from storage.front_matter import split_front_matter
from storage.parallel import parallel_map

CACHE_NAME = ".sketches.sqlite"
SOURCE = re.compile(r"^source: .*$", re.MULTILINE)
BAND_COLUMNS = ", ".join(f"band{number}" for number in range(BANDS))
SIGNATURE_TABLE = f"""
CREATE TABLE signature (
    id TEXT PRIMARY KEY, bytes INTEGER, source TEXT, linked INTEGER,
    wording BLOB, size INTEGER, {BAND_COLUMNS}
) WITHOUT ROWID"""
FILE_TABLE = """
CREATE TABLE file (
    id TEXT PRIMARY KEY, path TEXT, bytes INTEGER, touched INTEGER
) WITHOUT ROWID"""
PARAMETERS = ", ".join(f"?{number}" for number in range(1, 7 + BANDS))
INSERT = f"INSERT OR REPLACE INTO signature VALUES ({PARAMETERS})"
# A cached signature is not used if this run has computed one, or if the file has
# another size than then or was touched since.
INSERT_CACHED = f"""
INSERT OR IGNORE INTO signature SELECT {PARAMETERS}
WHERE EXISTS (SELECT 1 FROM file WHERE id = ?1 AND bytes = ?2 AND NOT touched)"""

SignatureRow = tuple[Any, ...]  # of the table signature


def signature_row(
    article_id: str, source: str, written: Written, signature: Signature
) -> SignatureRow:
    """Return the row of an article."""
    return (
        article_id,
        written.size,
        source,
        written.has_links,
        signature.wording,
        signature.shingle_count,
        *signature.bands,
    )


def add_signature(
    tables: sqlite3.Connection, article: SerialisedArticle, written: Written
) -> None:
    """Enter the signature of an article that was written to the archive."""
    if article.signature and written.fate != "edited":
        row = signature_row(article.id, article.source, written, article.signature)
        tables.execute(INSERT, row)


def load_signatures(store: Store, tables: sqlite3.Connection, jobs: int) -> int:
    """Enter a signature of every article of *store* into *tables*.

    Returns the time, in nanoseconds of the file system's clock, when they are valid.
    """
    cache_path = store.out / CACHE_NAME
    checked_at = file_system_time(store)
    cached_at = cache_path.stat().st_mtime_ns if cache_path.exists() else 0
    tables.execute(FILE_TABLE)
    tables.executemany(
        "INSERT INTO file VALUES (?, ?, ?, ?)",
        list_articles(store.articles, cached_at),
    )
    tables.execute(
        "DELETE FROM signature WHERE (id, bytes) NOT IN (SELECT id, bytes FROM file)"
    )
    insert_cached(tables, cache_path)
    tables.execute(
        "CREATE TABLE unsigned AS SELECT path FROM file"
        " WHERE id NOT IN (SELECT id FROM signature) ORDER BY id"
    )
    paths = (path for (path,) in tables.execute("SELECT path FROM unsigned"))
    rows = parallel_map(read_signature, paths, jobs, initializer=limit_worker)
    tables.executemany(INSERT, rows)
    return checked_at


def file_system_time(store: Store) -> int:
    """Return the file system's time in nanoseconds, 0 on a dry run.

    It is the modification time of a file touched now, the cache's temporary file.
    """
    if store.dry:
        return 0
    clock = store.out / f"{CACHE_NAME}{TEMPORARY_SUFFIX}"
    clock.touch()
    return clock.stat().st_mtime_ns


def list_articles(articles: Path, since: int) -> Iterator[tuple[str, str, int, bool]]:
    """Yield id, path and size of each article, and whether it was touched *since* then.

    The time of the last change of the inode shows that. Programs that copy or restore
    files preserve the modification time.
    """
    folders = sorted(entry.path for entry in os.scandir(articles) if entry.is_dir())
    for folder in folders:
        for file in os.scandir(folder):
            if file.name.endswith(".md"):
                stat = file.stat()
                article_id = file.name.removesuffix(".md")
                touched = stat.st_ctime_ns >= since
                yield article_id, file.path, stat.st_size, touched


def read_signature(path: str) -> SignatureRow:
    """Return the row of the article at *path*, edited by hand or not."""
    data = read_or_none(path) or b""
    head, body = split_document(data)
    has_links = any(f"\n{key}" in head for key in LINK_KEYS)
    written = Written("", len(data), has_links)
    return signature_row(
        Path(path).stem, source_in(head), written, compute_signature(body)
    )


def source_in(head: str) -> str:
    """Return the source in a front matter, "" if it has none."""
    line = SOURCE.search(head)
    if line is None:
        return ""
    return str(yaml.load(line[0], yaml.CSafeLoader)["source"])


def split_document(data: bytes) -> tuple[str, str]:
    """Return front matter and body of an article, both "" if an editor broke the form.

    An editor's lines may end as on Windows.
    """
    return split_front_matter(data.decode().replace("\r\n", "\n")) or ("", "")


def insert_cached(tables: sqlite3.Connection, cache_path: Path) -> None:
    """Enter the valid signatures of an earlier run, none if they are of other code."""
    if not cache_path.exists():
        return
    with (
        closing(sqlite3.connect(cache_path)) as cache,
        suppress(sqlite3.DatabaseError),  # damaged: as if there were no cache
    ):
        if cache.execute("SELECT key FROM cache_key").fetchone() == (cache_key(),):
            tables.executemany(INSERT_CACHED, cache.execute("SELECT * FROM signature"))


def save_signatures(store: Store, tables: sqlite3.Connection, checked_at: int) -> None:
    """Write the cache for the next run; its signatures are valid at *checked_at*."""
    if store.dry:
        return
    with replace_atomically(store.out / CACHE_NAME) as path:
        with closing(sqlite3.connect(path, isolation_level=None)) as cache:
            cache.execute("PRAGMA journal_mode = OFF")
            cache.execute("PRAGMA synchronous = OFF")  # a lost cache is recomputed
            cache.execute("BEGIN")
            cache.execute("CREATE TABLE cache_key (key TEXT)")
            cache.execute("INSERT INTO cache_key VALUES (?)", (cache_key(),))
            cache.execute(SIGNATURE_TABLE)
            cache.executemany(
                INSERT, tables.execute("SELECT * FROM signature ORDER BY id")
            )
            cache.execute("COMMIT")
        os.utime(path, ns=(checked_at, checked_at))


def cache_key() -> str:
    """Return all that determines a signature; Python's own hash is part of it."""
    return f"{code_version()} rensa {version('rensa')} {sys.implementation.cache_tag}"
