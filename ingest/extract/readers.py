# SPDX-License-Identifier: AGPL-3.0-or-later
"""One module a format. A container's module splits it into pieces, a page's module reads a piece as a record."""

from collections.abc import Callable

from ingest.extract import dump, html, rows
from ingest.model.options import ReadOptions
from ingest.model.record import ExtractedArticle, RawArticle

READERS: dict[str, Callable[[RawArticle, ReadOptions], ExtractedArticle]] = {
    "dump": dump.read,
    "html": html.read,
    "record": rows.read,
}


def read(piece: RawArticle, options: ReadOptions) -> ExtractedArticle:
    """Return the record that *piece* holds. Raises ``UnreadableInput`` with the reason."""
    return READERS[piece.kind](piece, options)
