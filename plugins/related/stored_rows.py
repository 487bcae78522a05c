# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which articles are related, in a file of ``RELATED_CACHE``, for the next build.

They depend on the titles and names of all articles. Most edits change neither. The file
may be deleted at any time.
"""

import hashlib
import json
import marshal
from collections.abc import Iterable, Sequence
from pathlib import Path

from plugins.contract import ArchiveArticle
from storage.code_digest import code_digest
from storage.computed_file import read_computed, write_computed

FILE = "rows"
# The number of a related article, and the names and words that it shares.
Row = list[tuple[int, list[str]]]


def rows_key(ordered: Iterable[ArchiveArticle]) -> str:
    """Return the digest of all that decides which of *ordered* are related."""
    inputs = [
        (
            *(article.slug, article.title),
            [(entity.id, entity.label) for entity in article.entities],
            [copy.slug for copy in article.elsewhere],
        )
        for article in ordered
    ]
    digest = hashlib.sha256(code_digest([Path(__file__).parent]).encode())
    digest.update(marshal.dumps(inputs, 0))  # the format without references
    return digest.hexdigest()


def read_rows(path: Path, key: str) -> list[Row] | None:
    """Return the row of each article that was stored under *key*."""
    body = read_computed(path, key)
    if body is None:
        return None
    return [[(other, words) for other, words in row] for row in json.loads(body)]


def write_rows(path: Path, key: str, rows: Sequence[Row]) -> None:
    """Store the row of each article."""
    write_computed(path, key, json.dumps(rows, separators=(",", ":")).encode())
