# SPDX-License-Identifier: AGPL-3.0-or-later
"""Duplicates in the archive: exact ones are merged, near-duplicates are linked.

Articles of one newspaper with the same words are merged into the first that was read,
because its URL is known already. Near-duplicates are linked, also those of one
newspaper: the later text may report three dead where the first reported two. Nothing is
lost: originals and sidecars of all articles remain. A file that an editor changed is
neither merged nor written.

The whole archive is examined, not only the articles of a run: whatever the order in
which they came, the same ones are linked.

Candidates for near-duplicates are found by MinHash bands (`ingest.text.minhash`): two
texts are compared exactly only if they agree in a band. Worked example: text A has the
bands (7, 3, 9, …), B (5, 3, 1, …), C (8, 2, 4, …). Band 1 is equal for A and B, so this
pair is compared; C is compared with neither. A and B have 90 shingles in common of 100
in all: .9 ≥ .8, so each lists the other in ``also_in``.
"""

import sqlite3
from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import groupby
from typing import NamedTuple

from ingest.archive.store import Store, Written
from ingest.duplicates import signature_cache
from ingest.duplicates.signature_cache import BAND_COLUMNS, split_document
from ingest.text.minhash import (
    BANDS,
    SIMILARITY_THRESHOLD,
    comparable_words,
    jaccard_similarity,
    word_shingles,
)
from ingest.work.limits import limit_worker
from storage.files import read_or_none
from storage.parallel import parallel_map

# If more texts agree in a band, only those of equal size are compared.
MAX_BAND_TEXTS = 200
CACHED_TEXTS = 2000  # whose shingles are in memory while pairs are compared
TABLES = f"""
CREATE INDEX by_wording ON signature (wording);
CREATE TABLE wording (
    wording BLOB PRIMARY KEY, id TEXT, source TEXT, size INTEGER, {BAND_COLUMNS}
) WITHOUT ROWID;
CREATE TABLE candidate_pair (
    first BLOB, second BLOB, PRIMARY KEY (first, second)
) WITHOUT ROWID;
CREATE TABLE near_duplicate (first BLOB, second BLOB);
"""


class LinkCounts(NamedTuple):
    """How many articles were merged into others, and how many have links."""

    merged: int
    linked: int


def link_duplicates(store: Store, tables: sqlite3.Connection, jobs: int) -> LinkCounts:
    """Merge and link the articles of *store*; *tables* have the order they came in."""
    checked_at = signature_cache.load_signatures(store, tables, jobs)
    group_by_wording(tables)
    merged = sum(
        merge_group(store, tables, group) for group in exact_duplicates(tables)
    )
    find_near_duplicates(store, tables, jobs)
    linked = write_all_links(store, tables, jobs)
    signature_cache.save_signatures(store, tables, checked_at)
    return LinkCounts(merged, linked)


def group_by_wording(tables: sqlite3.Connection) -> None:
    """Enter each wording once, with one of its articles.

    A wording of several sources has the source "".
    """
    tables.executescript(f"{TABLES} BEGIN;")
    tables.execute(f"""
        INSERT INTO wording
        SELECT wording, MIN(id),
            CASE COUNT(DISTINCT source) WHEN 1 THEN source ELSE '' END,
            size, {BAND_COLUMNS}
        FROM signature WHERE wording NOTNULL GROUP BY wording""")


def find_near_duplicates(store: Store, tables: sqlite3.Connection, jobs: int) -> None:
    """Enter the near-duplicates: candidates by their bands, compared exactly."""
    for band in range(BANDS):
        enter_candidates(tables, band)
    compare_candidates(store, tables, jobs)


def exact_duplicates(tables: sqlite3.Connection) -> Iterator[list[str]]:
    """Yield the ids of one newspaper's articles with the same words, in order."""
    rows = tables.execute("""
        SELECT source, wording, signature.id
        FROM signature LEFT JOIN article ON article.id = signature.id
        WHERE (source, wording) IN (
            SELECT source, wording FROM signature WHERE wording NOTNULL
            GROUP BY source, wording HAVING COUNT(*) > 1)
        ORDER BY source, wording, number NULLS LAST, signature.id""").fetchall()
    for _, group in groupby(rows, key=lambda row: row[:2]):
        yield [article_id for _, _, article_id in group]


def merge_group(store: Store, tables: sqlite3.Connection, group: list[str]) -> int:
    """Merge *group* into its first article; return how many were merged into it.

    Articles that an editor changed are left out.
    """
    unedited = [
        article_id for article_id in group if not store.load(article_id).is_edited
    ]
    if not unedited:
        return 0
    first, *others = unedited
    if others:
        store.merge_duplicates(first, others)
    tables.executemany(
        "DELETE FROM signature WHERE id = ?", [(other,) for other in others]
    )
    tables.execute("UPDATE signature SET linked = 1 WHERE id = ?", (first,))
    tables.execute(
        "UPDATE wording SET id = ?1"
        " WHERE wording = (SELECT wording FROM signature WHERE id = ?1)",
        (first,),
    )
    return len(others)


def enter_candidates(tables: sqlite3.Connection, band: int) -> None:
    """Enter the pairs of wordings that agree in *band*, unless their sizes differ.

    Texts of very different sizes cannot reach the threshold.
    """
    column = f"band{band}"
    tables.execute(f"CREATE INDEX by_{column} ON wording ({column})")
    tables.execute(
        f"""
        INSERT OR IGNORE INTO candidate_pair SELECT a.wording, b.wording
        FROM wording a JOIN wording b
            ON a.{column} = b.{column} AND a.wording < b.wording
        WHERE b.size BETWEEN a.size * :threshold AND a.size / :threshold
        AND (a.size = b.size OR a.{column} NOT IN (
            SELECT {column} FROM wording GROUP BY {column} HAVING COUNT(*) > :most))""",
        {"threshold": SIMILARITY_THRESHOLD, "most": MAX_BAND_TEXTS},
    )
    tables.execute(f"DROP INDEX by_{column}")


def compare_candidates(store: Store, tables: sqlite3.Connection, jobs: int) -> None:
    """Enter the candidates that are near-duplicates, in both directions."""
    pairs = tables.execute("""
        SELECT first, second, a.id, b.id FROM candidate_pair
        JOIN wording a ON a.wording = first
        JOIN wording b ON b.wording = second
        ORDER BY first, second""").fetchall()
    paths = (
        (store.paths_of(first_id)[0], store.paths_of(second_id)[0])
        for _, _, first_id, second_id in pairs
    )
    similar = parallel_map(are_near_duplicates, paths, jobs, initializer=limit_worker)
    near_duplicates = []
    for (first, second, _, _), is_similar in zip(pairs, similar, strict=True):
        if is_similar:
            near_duplicates += [(first, second), (second, first)]
    tables.executemany("INSERT INTO near_duplicate VALUES (?, ?)", near_duplicates)
    # Articles of several sources with the same words are linked among themselves.
    tables.execute(
        "INSERT INTO near_duplicate SELECT wording, wording FROM wording"
        " WHERE source = ''"
    )


def are_near_duplicates(paths: tuple[str, str]) -> bool:
    """Return whether the articles at two *paths* reach the similarity threshold."""
    first, second = map(shingles_of, paths)
    return jaccard_similarity(first, second) >= SIMILARITY_THRESHOLD


@lru_cache(CACHED_TEXTS)
def shingles_of(path: str) -> set[str]:
    """Return the shingles of the article at *path*."""
    _, body = split_document(read_or_none(path) or b"")
    return word_shingles(comparable_words(body))


def linked_ids(tables: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield each pair of ids of articles with the same text, in order."""
    yield from tables.execute("""
        SELECT x.id, y.id FROM near_duplicate
        JOIN signature x ON x.wording = first
        JOIN signature y ON y.wording = second
        WHERE x.id <> y.id ORDER BY x.id, y.id""")


def write_all_links(store: Store, tables: sqlite3.Connection, jobs: int) -> int:
    """Write the links of all articles; return how many articles have any.

    Articles that had links before are written too: their links may be gone.
    """
    links: dict[str, list[str]] = {
        article_id: []
        for (article_id,) in tables.execute("SELECT id FROM signature WHERE linked")
    }
    for article_id, other in linked_ids(tables):
        links.setdefault(article_id, []).append(other)
    ordered = sorted(links.items())
    outcomes = parallel_map(
        partial(write_links_of, store), ordered, jobs, initializer=limit_worker
    )
    for (article_id, _), written in zip(ordered, outcomes, strict=True):
        if written.fate != "edited":
            tables.execute(
                "UPDATE signature SET bytes = ?, linked = ? WHERE id = ?",
                (written.size, written.has_links, article_id),
            )
    return sum(1 for others in links.values() if others)


def write_links_of(store: Store, article: tuple[str, list[str]]) -> Written:
    """Write the links of one article, given as its id and the ids of others."""
    return store.write_links(*article)
