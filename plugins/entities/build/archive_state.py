# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a build stores of the names of an archive, for the next build to start from.

It is one file beside the cached names, and may be deleted at any time: a build without
it, or with a damaged one or one of other code, computes everything from the articles.
The site never depends on it, nor does it on the site: it describes some articles, and
the next build compares those with its own.
"""

import pickle
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from plugins.entities.build.article_row import ArticleInputs, ArticleRow
from plugins.entities.discover.update_candidates import CandidateRow, Candidates
from plugins.entities.discover.variants import TypedKey
from storage.code_digest import code_digest
from storage.computed_file import read_computed, write_computed
from storage.plain_pickle import PROTOCOL, load_values

ENTITIES = Path(__file__).parents[1]
FILE = "archive"
DECIDING = tuple(
    ENTITIES / stage
    for stage in ("lists", "match", "models", "resolve", "discover", "build")
)
Spellings = tuple[tuple[str, int], ...]  # with their number, the most frequent first


class PageFacts(NamedTuple):
    """What the page of an entity shows of its articles, besides their list."""

    companions: tuple[tuple[str, int], ...]  # id, articles that mention both
    months: tuple[tuple[int, int, int], ...]  # year, month, articles
    first: int  # day as ordinal; 0 if no article has one
    last: int


class ArchiveState(NamedTuple):
    """The names of the articles of a build, and what was computed from them."""

    finder: str = ""  # fingerprint
    rows: Mapping[str, ArticleRow] = {}  # by article
    candidates: Candidates = Candidates({}, {})
    published: Mapping[TypedKey, str] = {}  # ids, by each of the names of a candidate
    spellings: Mapping[str, Spellings] = {}  # by id
    pages: Mapping[str, PageFacts] = {}  # by id
    sort_keys: Mapping[str, tuple[str, str]] = {}  # collation keys by label


NO_STATE = ArchiveState()


def state_key(recogniser: str) -> str:
    """Return what decides the state besides articles, lists of editors and the lock.

    *recogniser* is the fingerprint of the recogniser.
    """
    return f"{code_digest(DECIDING)}:{recogniser}"


def read_state(path: Path, key: str) -> ArchiveState:
    """Return the state in *path*, ``NO_STATE`` if there is none of that *key*."""
    body = read_computed(path, key)
    try:
        return NO_STATE if body is None else parse_state(body)
    except (pickle.UnpicklingError, TypeError, ValueError):
        return NO_STATE


def parse_state(body: bytes) -> ArchiveState:
    """Return the state that ``write_state`` wrote."""
    finder, articles, heads, candidates, published, *of_entities = load_values(body)
    spellings, pages, sort_keys = of_entities
    rows = (CandidateRow(*fields) for fields in candidates)
    return ArchiveState(
        finder,
        dict(parse_rows(articles)),
        Candidates(heads, {row.typed_key: row for row in rows}),
        published,
        spellings,
        {identity: PageFacts(*facts) for identity, facts in pages.items()},
        sort_keys,
    )


def write_state(path: Path, key: str, state: ArchiveState) -> None:
    """Store *state* in *path*."""
    values = (
        state.finder,
        list(plain_rows(state.rows)),
        state.candidates.heads,
        list(map(tuple, state.candidates.rows.values())),
        state.published,
        state.spellings,
        {identity: tuple(facts) for identity, facts in state.pages.items()},
        state.sort_keys,
    )
    write_computed(path, key, pickle.dumps(values, PROTOCOL))


def plain_rows(rows: Mapping[str, ArticleRow]) -> Iterator[tuple[Any, ...]]:
    """Yield article, inputs and fields of each row."""
    for article, row in rows.items():
        yield article, tuple(row.inputs), *row[1:]


def parse_rows(plain: Iterable[tuple[Any, ...]]) -> Iterator[tuple[str, ArticleRow]]:
    """Yield article and row of what ``plain_rows`` yielded."""
    for article, inputs, *fields in plain:
        yield article, ArticleRow(ArticleInputs(*inputs), *fields)
