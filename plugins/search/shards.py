# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cuts the sorted terms into shards at places that stay where they are when the archive grows."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BOUNDARY_EVERY = 64  # terms from one that may open a shard to the next, on average


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Consecutive term records, the places of their terms, and where they begin."""

    begin: str  # above all terms of the shard before, and not above its own
    content: bytes
    places: bytes = b""


def may_open(term: str) -> bool:
    """Return whether a shard may begin at *term*: a fact about the term alone, whatever stands beside it."""
    return zlib.crc32(term.encode()) % BOUNDARY_EVERY == 0


def separator(before: str, term: str) -> str:
    """Return the shortest beginning of *term* that sorts behind *before*: all that a search by halves must know."""
    size = next((size for size, (a, b) in enumerate(zip(before, term, strict=False)) if a != b), len(before))
    return term[: size + 1]


def cut(records: Iterable[tuple[str, bytes, bytes]], size: int) -> Iterator[Shard]:
    """Yield shards of about *size* bytes from sorted terms, each with its record and its places.

    A shard of half the size ends where the next term may open one, at twice the size it ends anyway. So a term that
    grows moves the boundaries next to it at most: cutting greedily would move all that follow.
    """
    begin, content, all_places = "", bytearray(), bytearray()
    last = ""
    for term, coded, places in records:
        long_enough = len(content) >= size // 2 and may_open(term)
        too_long = content and len(content) + len(coded) > 2 * size
        if long_enough or too_long:
            yield Shard(begin=begin, content=bytes(content), places=bytes(all_places))
            content.clear()
            all_places.clear()
        if not content:
            begin = separator(last, term)
        content += coded
        all_places += places
        last = term
    if content:
        yield Shard(begin=begin, content=bytes(content), places=bytes(all_places))
