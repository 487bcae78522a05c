# SPDX-License-Identifier: AGPL-3.0-or-later
"""The indexed fields of an article."""

from collections.abc import Sequence

from plugins.contract import ArchiveArticle
from plugins.search.arrays import IntArray

FIELDS = ("title", "body")
# Fields whose lengths are stored per article, in files of their own; lengths of other
# fields are stored in the postings.
FIELDS_WITH_LENGTH_FILES = ("body",)
COLUMNS_IN_FILES = [FIELDS.index(field) for field in FIELDS_WITH_LENGTH_FILES]


def field_texts(article: ArchiveArticle) -> tuple[str, str]:
    """Return the text of each field of *article*."""
    return article.title, article.plain_text


def lengths_in_files(lengths: IntArray) -> dict[str, IntArray]:
    """Return field → lengths of all articles, for fields with files of lengths.

    *lengths* has a row per article and a column per field.
    """
    columns = lengths[:, COLUMNS_IN_FILES].T
    return dict(zip(FIELDS_WITH_LENGTH_FILES, columns, strict=True))


def lengths_in_postings(lengths: IntArray) -> Sequence[IntArray | None]:
    """Return for each field the lengths of all articles, ``None`` if in files."""
    return [
        None if field in FIELDS_WITH_LENGTH_FILES else lengths[:, number]
        for number, field in enumerate(FIELDS)
    ]
