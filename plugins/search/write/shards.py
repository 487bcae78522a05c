# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cuts sorted terms into shards at boundaries that stay put when the archive grows."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from storage.shared_prefix import shared_prefix_length

Row = TypeVar("Row")
TERMS_PER_BOUNDARY = 64  # on average one term in so many may begin a shard


@dataclass(slots=True)
class Shard(Generic[Row]):
    """Consecutive rows, and their size together."""

    begin: str  # above all terms of the shard before, at most its own first term
    rows: list[Row] = field(default_factory=list)
    size: int = 0

    def add(self, row: Row, size: int) -> None:
        """Append a row of this *size*."""
        self.rows.append(row)
        self.size += size


def is_boundary(term: str, every: int) -> bool:
    """Return whether a shard may begin at *term*: decided by its checksum alone.

    About one term in *every* is a boundary, whichever terms are next to it.
    """
    return zlib.crc32(term.encode()) % every == 0


def separator(before: str, term: str) -> str:
    """Return the shortest prefix of *term* that sorts after *before*.

    That is all a binary search needs: between مدرسة and مدن it is مدن, between سد and
    مدرسة it is م.
    """
    return term[: shared_prefix_length(before, term) + 1]


def cut(
    rows: Iterable[Row],
    describe: Callable[[Row], tuple[str, int]],
    target: int,
    every: int = TERMS_PER_BOUNDARY,
) -> Iterator[Shard[Row]]:
    """Yield shards of about the size *target* from rows sorted by term.

    *describe* returns the term and the size of a row. From half the target on, a shard
    ends where the next term is a boundary; it always ends before twice the target. A
    term that grows thus moves only the boundaries next to it, and all other shards keep
    their bytes. Filling each shard to the target would move all that follow.

    With a target of 100, rows of size 30 and a boundary at row 3 only::

        rows       0  1  2 | 3  4  5  6  7  8 | 9 …
        shard size      90   30 60 … 150  180   210 would be above 200

    If row 1 grows to 35, the first shard has size 95 and still ends before row 3.
    """
    shard, last = Shard[Row](""), ""
    for row in rows:
        term, size = describe(row)
        at_boundary = 2 * shard.size >= target and is_boundary(term, every)
        if shard.rows and (at_boundary or shard.size + size > 2 * target):
            yield shard
            shard = Shard("")
        if not shard.rows:
            shard.begin = separator(last, term)
        shard.add(row, size)
        last = term
    if shard.rows:
        yield shard
