# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cuts the sorted terms into shards at places that stay where they are when the archive grows."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BOUNDARY_EVERY = 64  # terms from one that may open a shard to the next, on average


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Consecutive term records and the first of their terms."""

    first: str
    content: bytes


def may_open(term: str) -> bool:
    """Return whether a shard may begin at *term*: a fact about the term alone, whatever stands beside it."""
    return zlib.crc32(term.encode()) % BOUNDARY_EVERY == 0


def cut(records: Iterable[tuple[str, bytes]], size: int) -> Iterator[Shard]:
    """Yield shards of about *size* bytes from sorted terms with their records.

    A shard of half the size ends where the next term may open one, at twice the size it ends anyway. So a term that
    grows moves the boundaries next to it at most: cutting greedily would move all that follow.
    """
    first, content = "", bytearray()
    for term, coded in records:
        long_enough = len(content) >= size // 2 and may_open(term)
        too_long = content and len(content) + len(coded) > 2 * size
        if long_enough or too_long:
            yield Shard(first=first, content=bytes(content))
            content.clear()
        if not content:
            first = term
        content += coded
    if content:
        yield Shard(first=first, content=bytes(content))
