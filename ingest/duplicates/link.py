# SPDX-License-Identifier: AGPL-3.0-or-later
"""One text in several articles: copies within a paper become one article, other printings of a text are linked.

The stage looks at the archive, not at a run: whatever order articles came in, the same ones are linked. Of a paper's
copies the one that came first stays, for its address is known. What a paper printed again with other words stays too:
the later one may tell of three dead where the first told of two. Nothing is lost: originals and sidecars of all remain,
and a file that an editor changed is neither merged nor written to.
"""

import sqlite3
from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import groupby
from typing import NamedTuple

from ingest.archive.store import Store, Written
from ingest.duplicates import signature_cache
from ingest.duplicates.signature_cache import COLUMNS, document
from ingest.text.minhash import (
    BANDS,
    SIMILARITY_THRESHOLD,
    comparable_words,
    jaccard_similarity,
    word_shingles,
)
from ingest.work.limits import confine
from storage.files import read_or_none
from storage.parallel import parallel_map

CROWD = 200  # texts in one bucket: from there on only those of equal size are compared
CACHED = 2000  # texts whose runs are in memory while pairs are compared
WORDING = f"""CREATE TABLE wording (wording BLOB PRIMARY KEY, id TEXT, source TEXT, size INTEGER, {COLUMNS})
WITHOUT ROWID"""
TABLES = f"""
CREATE INDEX by_wording ON sketch (wording);
{WORDING};
CREATE TABLE pair (first BLOB, second BLOB, PRIMARY KEY (first, second)) WITHOUT ROWID;
CREATE TABLE alike (first BLOB, second BLOB);
"""


class Linked(NamedTuple):
    """How many articles were merged into others, and how many tell of others, now."""

    merged: int
    linked: int


def link(store: Store, tables: sqlite3.Connection, jobs: int) -> Linked:
    """Merge and link the articles of *store*; *tables* tell in which order they came."""
    moment = signature_cache.gather(store, tables, jobs)
    enter(tables)
    merged = sum(merge(store, tables, group) for group in copies(tables))
    find(store, tables, jobs)
    linked = tell(store, tables, jobs)
    signature_cache.keep(store, tables, moment)
    return Linked(merged, linked)


def enter(tables: sqlite3.Connection) -> None:
    """Enter the wordings: of articles with the same one the first stands for all, under no source if of several."""
    tables.executescript(f"{TABLES} BEGIN;")
    tables.execute(f"""INSERT INTO wording
        SELECT wording, MIN(id), CASE COUNT(DISTINCT source) WHEN 1 THEN source ELSE '' END, size, {COLUMNS}
        FROM sketch WHERE wording NOTNULL GROUP BY wording""")


def find(store: Store, tables: sqlite3.Connection, jobs: int) -> None:
    """Find the wordings that are alike: those with a band in common, then run for run."""
    for band in range(BANDS):
        pair(tables, band)
    compare(store, tables, jobs)


def copies(tables: sqlite3.Connection) -> Iterator[list[str]]:
    """Yield the ids of one paper's articles with the same words, the one that came first in front."""
    rows = tables.execute("""
        SELECT source, wording, sketch.id FROM sketch LEFT JOIN article ON article.id = sketch.id
        WHERE (source, wording) IN
            (SELECT source, wording FROM sketch WHERE wording NOTNULL GROUP BY source, wording HAVING COUNT(*) > 1)
        ORDER BY source, wording, number NULLS LAST, sketch.id""").fetchall()
    yield from (
        [row[2] for row in group] for _, group in groupby(rows, key=lambda row: row[:2])
    )


def merge(store: Store, tables: sqlite3.Connection, group: list[str]) -> int:
    """Make one article of *group*, the first that is as ingest wrote it; return how many were merged into it."""
    ours = [identifier for identifier in group if not store.standing(identifier).edited]
    merged = ours[1:]
    if merged:
        store.merge(ours[0], merged)
    tables.executemany(
        "DELETE FROM sketch WHERE id = ?", [(other,) for other in merged]
    )
    for first in ours[:1]:
        tables.execute("UPDATE sketch SET linked = 1 WHERE id = ?", (first,))
        tables.execute(
            "UPDATE wording SET id = ?1 WHERE wording = (SELECT wording FROM sketch WHERE id = ?1)",
            (first,),
        )
    return len(merged)


def pair(tables: sqlite3.Connection, band: int) -> None:
    """Find the wordings that agree in *band*; their sizes alone may rule them out."""
    column = f"band{band}"
    tables.execute(f"CREATE INDEX by_{column} ON wording ({column})")
    tables.execute(
        f"""INSERT OR IGNORE INTO pair SELECT a.wording, b.wording
        FROM wording a JOIN wording b ON a.{column} = b.{column} AND a.wording < b.wording
        WHERE b.size BETWEEN a.size * :alike AND a.size / :alike
        AND (a.size = b.size OR a.{column} NOT IN
            (SELECT {column} FROM wording GROUP BY {column} HAVING COUNT(*) > :crowd))""",
        {"alike": SIMILARITY_THRESHOLD, "crowd": CROWD},
    )
    tables.execute(f"DROP INDEX by_{column}")


def compare(store: Store, tables: sqlite3.Connection, jobs: int) -> None:
    """Keep the pairs that are alike indeed, run for run."""
    rows = tables.execute("""
        SELECT first, second, a.id, b.id FROM pair
        JOIN wording a ON a.wording = first JOIN wording b ON b.wording = second ORDER BY first, second""").fetchall()
    found = parallel_map(
        alike,
        ((store.paths(one)[0], store.paths(other)[0]) for _, _, one, other in rows),
        jobs,
        initializer=confine,
    )
    both = [
        (first, second)
        for (first, second, _, _), same in zip(rows, found, strict=True)
        if same
    ]
    tables.executemany(
        "INSERT INTO alike VALUES (?, ?)",
        [*both, *((second, first) for first, second in both)],
    )
    tables.execute(
        "INSERT INTO alike SELECT wording, wording FROM wording WHERE source = ''"
    )


def alike(paths: tuple[str, str]) -> bool:
    """Say whether the articles at two *paths* have the same text."""
    one, other = map(runs, paths)
    return jaccard_similarity(one, other) >= SIMILARITY_THRESHOLD


@lru_cache(CACHED)
def runs(path: str) -> set[str]:
    """Return the runs of three words of the article at *path*."""
    _, body = document(read_or_none(path) or b"")
    return word_shingles(comparable_words(body))


def links(tables: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield each article's id with that of another article with its text, in order."""
    yield from tables.execute("""
        SELECT x.id, y.id FROM alike JOIN sketch x ON x.wording = first JOIN sketch y ON y.wording = second
        WHERE x.id <> y.id ORDER BY x.id, y.id""")


def tell(store: Store, tables: sqlite3.Connection, jobs: int) -> int:
    """Write into each article which others have its text; return how many have any."""
    told: dict[str, list[str]] = {
        row[0]: [] for row in tables.execute("SELECT id FROM sketch WHERE linked")
    }
    for identifier, other in links(tables):
        told.setdefault(identifier, []).append(other)
    order = sorted(told.items())
    for (identifier, _), written in zip(
        order,
        parallel_map(partial(told_in, store), order, jobs, initializer=confine),
        strict=True,
    ):
        if written.fate != "edited":
            now = written.bytes, written.linked, identifier
            tables.execute("UPDATE sketch SET bytes = ?, linked = ? WHERE id = ?", now)
    return sum(map(bool, told.values()))


def told_in(store: Store, article: tuple[str, list[str]]) -> Written:
    """Write into one article which others have its text."""
    return store.tell(*article)
