# SPDX-License-Identifier: AGPL-3.0-or-later
"""Facets: the source, section, authors and entities of each article, and its day."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import chain, pairwise

import numpy as np

from plugins.contract import ArchiveArticle
from plugins.search.arrays import offsets, sizes_of
from plugins.search.encode.char_columns import encode_characters, zigzag_encode
from plugins.search.encode.varint import encode_varint_lists
from plugins.search.write.script_files import (
    ScriptFolder,
    hashed_name,
    key_of,
    to_base64,
    to_json,
)

EPOCH = date(1970, 1, 1)
# A key as in URLs, a label for the reader, and keys that older URLs may have.
Value = tuple[str, ...]
FacetRow = list[str | int]


def author_names(article: ArchiveArticle) -> list[str]:
    """Return the authors of *article*.

    Pelican gives an article without any the author ``AUTHOR``; the metadata shows that.
    """
    if "authors" not in article.metadata:
        return []
    return [author.name for author in article.authors]


def entity_values(article: ArchiveArticle) -> list[Value]:
    """Return the entities of *article*, each with the ids merged into it."""
    return [(entity.id, entity.label, *entity.former) for entity in article.entities]


# facet → the values of an article
FACETS: dict[str, Callable[[ArchiveArticle], list[Value]]] = {
    "source": lambda article: [(article.source, article.source)],
    "section": lambda article: [(article.category.name, article.category.name)],
    "author": lambda article: [(name, name) for name in author_names(article)],
    "entity": entity_values,
}


def encode_days(articles: Iterable[ArchiveArticle]) -> dict[str, int | str]:
    """Return the day of each article, oldest first, as steps from one to the next.

    Undated articles come first. ``undated`` is their number, ``start`` the day of the
    first dated article (days since 1970-01-01), ``steps`` the zigzag-encoded steps.
    """
    days = [article.day for article in articles]
    numbers = [(day - EPOCH).days for day in days if day]
    steps = (zigzag_encode(after - before) for before, after in pairwise(numbers))
    return {
        "undated": len(days) - len(numbers),
        "start": numbers[0] if numbers else 0,
        "steps": encode_characters(steps),
    }


def facet_rows(
    values_of: Callable[[ArchiveArticle], list[Value]],
    articles: Sequence[ArchiveArticle],
) -> list[FacetRow]:
    """Return the values of a facet, the most frequent first.

    A row is the key, the label, the number of articles, their gaps in base64, and
    former keys.
    """
    postings: dict[Value, list[int]] = {}
    for number, article in enumerate(articles):
        for value in dict.fromkeys(values_of(article)):
            postings.setdefault(value, []).append(number)
    counts = Counter({value: len(numbers) for value, numbers in postings.items()})
    most_frequent = counts.most_common()
    gaps = encode_gaps([postings[value] for value, _ in most_frequent])
    rows: list[FacetRow] = []
    for (value, count), of_value in zip(most_frequent, gaps, strict=True):
        key, label, *former = value
        rows.append([key, label, count, to_base64(of_value), *former])
    return rows


def encode_gaps(postings: Sequence[Sequence[int]]) -> list[bytes]:
    """Return each list of ascending numbers as variable-byte gaps, the first from 0."""
    sizes = sizes_of(postings)
    numbers = np.fromiter(chain.from_iterable(postings), np.int64, sizes.sum())
    gaps = np.diff(numbers, prepend=0)
    firsts = offsets(sizes)[:-1]
    gaps[firsts] = numbers[firsts]
    return encode_varint_lists(gaps, sizes.tolist())


def distribute_rows(rows: Sequence[FacetRow], limit: int) -> list[list[FacetRow]]:
    """Return the *limit* most frequent rows, then the others in files by their keys.

    The first file is listed as a filter. A link may select any other value, which is
    in the file that the hash of its key names; a row with former keys may be in more.
    """
    others = rows[limit:]
    files: list[list[FacetRow]] = [[] for _ in range(-(-len(others) // limit))]
    for row in others:
        key, _, _, _, *former = row
        for number in {file_number(str(each), len(files)) for each in (key, *former)}:
            files[number].append(row)
    return [list(rows[:limit]), *files]


def file_number(key: str, files: int) -> int:
    """Return which of so many *files* contains the value with this key."""
    return int.from_bytes(key_of(key), "big") % files


def write_facets(
    scripts: ScriptFolder, articles: Sequence[ArchiveArticle], limit: int
) -> dict[str, list[bytes]]:
    """Write the files of each facet of *articles*, oldest first; return their hashes.

    A file contains at most about *limit* values.
    """
    contents: dict[str, Sequence[object]] = {"days": [encode_days(articles)]}
    for name, values_of in FACETS.items():
        contents[name] = distribute_rows(facet_rows(values_of, articles), limit)
    return {
        name: [scripts.write_hashed("f", to_json(content)) for content in files]
        for name, files in contents.items()
    }


def keep_facets(
    scripts: ScriptFolder, hashes: Mapping[str, Sequence[bytes]]
) -> dict[str, str]:
    """Mark facet files as used that another process has written.

    Return the hashes of each facet's files in base64.
    """
    for of_facet in hashes.values():
        scripts.mark_used(hashed_name("f", hashed) for hashed in of_facet)
    return {name: to_base64(b"".join(of_facet)) for name, of_facet in hashes.items()}
