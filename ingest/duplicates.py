# SPDX-License-Identifier: AGPL-3.0-or-later
"""One text in several articles: copies within a paper become one article, the same text in other papers is linked.

The stage looks at the archive, not at a run: whatever order articles came in, the same ones are linked. Of a paper's
copies the one that came first stays, for its address is known. Nothing is lost: originals and sidecars of all remain,
and a file that an editor changed is neither merged nor written to.
"""

import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import yaml

from ingest.article import LINK_KEYS
from ingest.likeness import ALIKE, BANDS, bands, jaccard, shingles, wording, words
from ingest.store import Store

SHORTEST = 60  # characters of a body; a caption has no print of its own
CROWD = 200  # texts in one bucket: from there on only those of equal size are compared
CACHED = 2000  # texts whose runs are in memory while pairs are compared
DOCUMENT = re.compile(r"---\n(?P<head>.*?\n)---\n(?P<body>.*)", re.DOTALL)
SOURCE = re.compile(r"^source: .*$", re.MULTILINE)
COLUMNS = ", ".join(f"band{number}" for number in range(BANDS))
TABLES = f"""
CREATE TABLE text (id TEXT PRIMARY KEY, source TEXT, wording BLOB, linked INTEGER) WITHOUT ROWID;
CREATE INDEX by_wording ON text (wording);
CREATE TABLE wording (wording BLOB PRIMARY KEY, id TEXT, source TEXT, size INTEGER, {COLUMNS}) WITHOUT ROWID;
CREATE TABLE pair (first BLOB, second BLOB, PRIMARY KEY (first, second)) WITHOUT ROWID;
CREATE TABLE alike (first BLOB, second BLOB);
"""


class Text(NamedTuple):
    """An article as this stage sees it."""

    id: str
    source: str
    wording: bytes | None  # None: too short to be compared
    linked: bool  # its front matter tells of others
    size: int  # runs of three words
    bands: tuple[int, ...]


class Linked(NamedTuple):
    """How many articles were merged into others, and how many tell of others, now."""

    merged: int
    linked: int


def link(store: Store, tables: sqlite3.Connection, jobs: int) -> Linked:
    """Merge and link the articles of *store*; *tables* tell in which order they came."""
    read(store, tables, jobs)
    merged = sum(merge(store, tables, group) for group in copies(tables))
    find(store, tables)
    return Linked(merged, tell(store, tables))


def read(store: Store, tables: sqlite3.Connection, jobs: int) -> None:
    """Enter all articles of *store* into *tables*."""
    tables.executescript(f"{TABLES} BEGIN;")
    with ProcessPoolExecutor(jobs) as pool:
        shelves = sorted(folder for folder in store.articles.iterdir() if folder.is_dir())
        for texts in pool.map(look, shelves, chunksize=8):
            enter(tables, texts)


def find(store: Store, tables: sqlite3.Connection) -> None:
    """Find the wordings of different papers that are alike: those with a band in common, then run for run."""
    for band in range(BANDS):
        pair(tables, band)
    compare(store, tables)


def look(shelf: Path) -> list[Text]:
    """Return the articles in a folder."""
    return [text_of(path) for path in sorted(shelf.glob("*.md"))]


def text_of(path: Path) -> Text:
    """Return the article at *path*, edited by hand or not."""
    head, body = document(path)
    named = SOURCE.search(head)
    source = str(yaml.load(named[0], yaml.CSafeLoader)["source"]) if named else ""
    linked = any(f"\n{key}" in head for key in LINK_KEYS)
    if len(body) < SHORTEST:
        return Text(path.stem, source, None, linked, 0, ())
    found = words(body)
    runs = shingles(found)
    return Text(path.stem, source, wording(found), linked, len(runs), bands(runs))


def document(path: Path) -> tuple[str, str]:
    """Return the front matter and the body of the file at *path*, both empty where an editor broke its frame."""
    match = DOCUMENT.fullmatch(path.read_text(encoding="utf-8"))
    return (match["head"], match["body"]) if match else ("", "")


def enter(tables: sqlite3.Connection, texts: list[Text]) -> None:
    """Enter *texts*; of those with one wording the first stands for all, under no source if they are of several."""
    tables.executemany("INSERT INTO text VALUES (?, ?, ?, ?)", [text[:4] for text in texts])
    tables.executemany(
        f"INSERT INTO wording VALUES (?, ?, ?, ?{', ?' * BANDS}) "
        "ON CONFLICT DO UPDATE SET source = '' WHERE source <> excluded.source",
        [(text.wording, text.id, text.source, text.size, *text.bands) for text in texts if text.wording],
    )


def copies(tables: sqlite3.Connection) -> Iterator[list[str]]:
    """Yield the ids of one paper's articles with the same words, the one that came first in front."""
    rows = tables.execute("""
        SELECT source, wording, text.id FROM text LEFT JOIN article ON article.id = text.id
        WHERE (source, wording) IN
            (SELECT source, wording FROM text WHERE wording NOTNULL GROUP BY source, wording HAVING COUNT(*) > 1)
        ORDER BY source, wording, number NULLS LAST, text.id""").fetchall()
    yield from ([row[2] for row in group] for _, group in groupby(rows, key=lambda row: row[:2]))


def merge(store: Store, tables: sqlite3.Connection, group: list[str]) -> int:
    """Make one article of *group*, the first that is as ingest wrote it; return how many were merged into it."""
    ours = [identifier for identifier in group if not store.standing(identifier).edited]
    merged = ours[1:]
    if merged:
        store.merge(ours[0], merged)
    tables.executemany("DELETE FROM text WHERE id = ?", [(other,) for other in merged])
    tables.executemany("UPDATE wording SET id = ? WHERE id = ?", [(ours[0], other) for other in merged])
    tables.executemany("UPDATE text SET linked = 1 WHERE id = ?", [(first,) for first in ours[:1]])
    return len(merged)


def pair(tables: sqlite3.Connection, band: int) -> None:
    """Find the wordings of different papers that agree in *band*; their sizes alone may rule them out."""
    column = f"band{band}"
    tables.execute(f"CREATE INDEX by_{column} ON wording ({column})")
    tables.execute(
        f"""INSERT OR IGNORE INTO pair SELECT a.wording, b.wording
        FROM wording a JOIN wording b ON a.{column} = b.{column} AND a.wording < b.wording
        WHERE (a.source <> b.source OR a.source = '') AND b.size BETWEEN a.size * :alike AND a.size / :alike
        AND (a.size = b.size OR a.{column} NOT IN
            (SELECT {column} FROM wording GROUP BY {column} HAVING COUNT(*) > :crowd))""",
        {"alike": ALIKE, "crowd": CROWD},
    )
    tables.execute(f"DROP INDEX by_{column}")


def compare(store: Store, tables: sqlite3.Connection) -> None:
    """Keep the pairs that are alike indeed, run for run."""

    @lru_cache(CACHED)
    def runs(identifier: str) -> set[str]:
        _, body = document(Path(store.paths(identifier)[0]))
        return shingles(words(body))

    rows = tables.execute("""
        SELECT first, second, a.id, b.id FROM pair
        JOIN wording a ON a.wording = first JOIN wording b ON b.wording = second ORDER BY first, second""")
    found = [(first, second) for first, second, one, other in rows if jaccard(runs(one), runs(other)) >= ALIKE]
    tables.executemany("INSERT INTO alike VALUES (?, ?)", [*found, *((second, first) for first, second in found)])
    tables.execute("INSERT INTO alike SELECT wording, wording FROM wording WHERE source = ''")


def links(tables: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield each article's id with that of another paper's article with its text, in order."""
    yield from tables.execute("""
        SELECT x.id, y.id FROM alike JOIN text x ON x.wording = first JOIN text y ON y.wording = second
        WHERE x.source <> y.source ORDER BY x.id, y.id""")


def tell(store: Store, tables: sqlite3.Connection) -> int:
    """Write into each article which others have its text; return how many have any."""
    told: dict[str, list[str]] = {row[0]: [] for row in tables.execute("SELECT id FROM text WHERE linked")}
    for identifier, other in links(tables):
        told.setdefault(identifier, []).append(other)
    for identifier, others in sorted(told.items()):
        store.tell(identifier, others)
    return sum(map(bool, told.values()))
