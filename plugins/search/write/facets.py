# SPDX-License-Identifier: AGPL-3.0-or-later
"""Facets: the source, section, authors and entities of each article, and its day."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import chain, count, pairwise
from typing import Any, NamedTuple

import numpy as np

from plugins.contract import ArchiveArticle, ArticleEntity
from plugins.search.arrays import (
    IntArray,
    offsets,
    pack_u32_pairs,
    sizes_of,
    sort_distinct,
    unpack_u32_pairs,
)
from plugins.search.encode.char_columns import encode_characters, zigzag_encode
from plugins.search.encode.varint import encode_varint_lists
from plugins.search.write.script_files import (
    ScriptFolder,
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


def name_value(name: str) -> Value:
    """Return a name as a value."""
    return name, name


def entity_value(entity: ArticleEntity) -> Value:
    """Return an entity with the ids merged into it."""
    return entity.id, entity.label, *entity.former


class Facet(NamedTuple):
    """How a facet is read: what an article has of it, and the value of that."""

    of_article: Callable[[ArchiveArticle], Sequence[Any]]
    value_of: Callable[[Any], Value]


FACETS = {
    "source": Facet(lambda article: [article.source], name_value),
    "section": Facet(lambda article: [article.category.name], name_value),
    "author": Facet(author_names, name_value),
    "entity": Facet(lambda article: article.entities, entity_value),
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


def facet_rows(facet: Facet, articles: Sequence[ArchiveArticle]) -> list[FacetRow]:
    """Return the values of a facet, the most frequent first.

    A row is the key, the label, the number of articles, their gaps in base64, and
    former keys.
    """
    values, counts, numbers = postings_by_value(facet, articles)
    gaps = encode_varint_lists(list_gaps(numbers, counts), counts.tolist())
    rows: list[FacetRow] = []
    for place in np.argsort(-counts, kind="stable").tolist():
        key, label, *former = values[place]
        rows.append([key, label, int(counts[place]), to_base64(gaps[place]), *former])
    return rows


def postings_by_value(
    facet: Facet, articles: Sequence[ArchiveArticle]
) -> tuple[list[Value], IntArray, IntArray]:
    """Return the values in order of first occurrence, and the postings of each.

    Those are the numbers of articles, value after value, and how many a value has.
    An object that many articles have is asked for its value once.
    """
    of_articles = list(map(facet.of_article, articles))
    flat = list(chain.from_iterable(of_articles))
    by_identity = dict(zip(map(id, flat), flat, strict=True))
    number_of_value: defaultdict[Value, int] = defaultdict(count().__next__)
    numbers = {
        identity: number_of_value[facet.value_of(each)]
        for identity, each in by_identity.items()
    }
    occurrences = np.fromiter(map(numbers.__getitem__, map(id, flat)), np.uint32)
    owners = np.repeat(np.arange(len(articles)), sizes_of(of_articles))
    pairs = sort_distinct(pack_u32_pairs(occurrences, owners))
    of_values, postings = unpack_u32_pairs(pairs)
    counts = np.bincount(of_values, minlength=len(number_of_value))
    return list(number_of_value), counts, postings


def list_gaps(numbers: IntArray, sizes: IntArray) -> IntArray:
    """Return lists of ascending numbers as gaps, of each list the first from 0."""
    gaps = np.diff(numbers.astype(np.int64), prepend=0)
    firsts = offsets(sizes)[:-1]
    gaps[firsts] = numbers[firsts]
    return gaps


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
) -> dict[str, str]:
    """Write the files of each facet of *articles*, oldest first.

    Return the hashes of each facet's files in base64. A file contains at most about
    *limit* values.
    """
    contents: dict[str, Sequence[object]] = {"days": [encode_days(articles)]}
    for name, facet in FACETS.items():
        contents[name] = distribute_rows(facet_rows(facet, articles), limit)
    return {
        name: to_base64(
            b"".join(scripts.write_hashed("f", to_json(each)) for each in files)
        )
        for name, files in contents.items()
    }
