# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cuts sorted terms into shards at places that stay where they are when the archive grows."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Row = TypeVar("Row")
OPENING_EVERY = 64  # terms from one that may open a shard to the next, on average


@dataclass(slots=True)
class Shard(Generic[Row]):
    """Consecutive rows, how long they are together, and where they begin."""

    begin: str  # above all terms of the shard before, and not above its own
    rows: list[Row] = field(default_factory=list)
    size: int = 0


def may_open(term: str, every: int) -> bool:
    """Return whether a shard may begin at *term*: a fact about the term alone, whatever stands beside it."""
    return zlib.crc32(term.encode()) % every == 0


def separator(before: str, term: str) -> str:
    """Return the shortest beginning of *term* that sorts behind *before*: all that a search by halves must know."""
    return term[: shared(before, term) + 1]


def shared(one: str, other: str) -> int:
    """Return with how many characters both begin."""
    size = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        size += 1
    return size


def cut(
    rows: Iterable[Row],
    of: Callable[[Row], tuple[str, int]],
    most: int,
    every: int = OPENING_EVERY,
) -> Iterator[Shard[Row]]:
    """Yield shards of about the size *most* from rows sorted by their term; *of* a row are told its term and size.

    A shard of half the size ends where the next term may open one, at twice the size it ends anyway. So a term that
    grows moves the boundaries next to it at most: cutting greedily would move all that follow.
    """
    shard, last = Shard[Row](""), ""
    for row in rows:
        term, size = of(row)
        long_enough = 2 * shard.size >= most and may_open(term, every)
        if shard.rows and (long_enough or shard.size + size > 2 * most):
            yield shard
            shard = Shard("")
        if not shard.rows:
            shard.begin = separator(last, term)
        shard.rows.append(row)
        shard.size += size
        last = term
    if shard.rows:
        yield shard
