# SPDX-License-Identifier: AGPL-3.0-or-later
"""The records of SaudiNewsNet, raw and as ingest edits them."""

import json
import random
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from bench.ingest.pipeline import edit_bytes
from bench.tools.datasets import SAUDINEWSNET, Record, read_records
from ingest.edit.editing import EditedArticle
from ingest.model.options import ReadOptions
from ingest.model.record import UnreadableInput

# The date in the corpus is the day of the scrape.
OPTIONS = ReadOptions(field_names=(("captured", "date"),))
PROCESSES = 2
BATCH = 500  # records that a worker process receives at a time
MIN_LENGTH = 200  # characters of text

T = TypeVar("T")


class EditedRecord(NamedTuple):
    """A record of the corpus and its article; ``None`` where it contains none."""

    record: Record
    edited: EditedArticle | None


def read_corpus(data: Path) -> Iterator[Record]:
    """Yield the records of SaudiNewsNet in the folder *data*."""
    return read_records(data / SAUDINEWSNET)


def draw_records(
    records: Iterable[Record], count: int, seed: int, min_length: int = MIN_LENGTH
) -> list[Record]:
    """Return *count* random records with at least *min_length* characters of text."""
    long = [record for record in records if len(record["content"]) >= min_length]
    return random.Random(seed).sample(long, count)


def edit_record(record: Record) -> EditedRecord:
    """Return a record and its article."""
    content = json.dumps(record).encode()
    try:
        edited = edit_bytes("record", content, OPTIONS, name=record["id"])
    except UnreadableInput:
        return EditedRecord(record, None)
    return EditedRecord(record, edited)


def map_corpus(
    records: Iterable[Record], work: Callable[[EditedRecord], T]
) -> Iterator[T]:
    """Yield what *work* returns for each record, in order, in worker processes."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        yield from pool.map(partial(edit_and_work, work), records, chunksize=BATCH)


def edit_and_work(work: Callable[[EditedRecord], T], record: Record) -> T:
    """Return the return value of *work* for one record; runs in a worker process."""
    return work(edit_record(record))
