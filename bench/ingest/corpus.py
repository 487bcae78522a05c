# SPDX-License-Identifier: AGPL-3.0-or-later
"""The articles of a corpus, raw and as ingest writes them."""

import json
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from bench.tools.datasets import rows
from ingest.edit.editing import EditedArticle, edit_article
from ingest.extract.rows import read_row
from ingest.model.options import ReadOptions
from ingest.model.record import RawArticle, UnreadableInput

# The date in the corpus is the day of the scrape.
OPTIONS = ReadOptions(field_names=(("captured", "date"),))
BATCH = 500

Row = dict[str, Any]
Repeated = dict[str, dict[str, str]]


class Read(NamedTuple):
    """A row of the corpus and what became of it; ``None`` where it holds no article."""

    row: Row
    edited: EditedArticle | None


def saudi(data: Path) -> Iterator[Row]:
    """Return the rows of SaudiNewsNet."""
    return rows(data / "news" / "saudinewsnet_full.jsonl.xz")


def sample(data: Path, count: int, seed: int, shortest: int = 200) -> list[Row]:
    """Return *count* rows, drawn by *seed* among those of at least *shortest* characters of text."""
    long = [row for row in saudi(data) if len(row["content"]) >= shortest]
    return random.Random(seed).sample(long, count)


def article(row: Row, repeated: Repeated) -> EditedArticle | None:
    """Return what ingest makes of a row."""
    piece = RawArticle(
        kind="record",
        data=json.dumps(row).encode(),
        sha256="",
        original="",
        name=row["id"],
    )
    try:
        return edit_article(read_row(piece, OPTIONS), piece, OPTIONS, repeated)
    except UnreadableInput:
        return None


def read_all(
    rows: Iterator[Row], repeated: Repeated, keep: Callable[[Read], Any]
) -> Iterator[Any]:
    """Return what *keep* takes of each row and its article, in order, on two processes."""
    with ProcessPoolExecutor(2) as pool:
        yield from pool.map(partial(kept, repeated, keep), rows, chunksize=BATCH)


def kept(repeated: Repeated, keep: Callable[[Read], Any], row: Row) -> Any:
    """Return what *keep* takes of one row."""
    return keep(Read(row, article(row, repeated)))
