# SPDX-License-Identifier: AGPL-3.0-or-later
"""The reader of each kind of raw article."""

from collections.abc import Callable

from ingest.extract.dump import read_dump
from ingest.extract.html import read_page
from ingest.extract.rows import read_row
from ingest.model.options import ReadOptions
from ingest.model.record import ExtractedArticle, RawArticle

READERS: dict[str, Callable[[RawArticle, ReadOptions], ExtractedArticle]] = {
    "dump": read_dump,
    "html": read_page,
    "record": read_row,
}


def read_article(raw: RawArticle, options: ReadOptions) -> ExtractedArticle:
    """Return the article extracted from *raw*. Raises ``UnreadableInput``."""
    return READERS[raw.kind](raw, options)
