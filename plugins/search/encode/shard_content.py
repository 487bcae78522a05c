# SPDX-License-Identifier: AGPL-3.0-or-later
"""The content of shards: the encoded postings and positions of consecutive terms."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from plugins.search.arrays import list_slice
from plugins.search.encode.bits import Codes, concat_codes, pack_bits
from plugins.search.encode.postings import EncodedBlock

SHARDS_AT_ONCE = 8  # packed together
NO_NUMBERS = np.empty(0, np.uint32)
NOT_ENCODED = EncodedBlock(
    terms=(),
    forms=(),
    articles=NO_NUMBERS,
    codes=Codes(NO_NUMBERS, NO_NUMBERS),
    code_starts=NO_NUMBERS,
    positions=Codes(NO_NUMBERS, NO_NUMBERS),
    position_starts=NO_NUMBERS,
    full_positions=Codes(NO_NUMBERS, NO_NUMBERS),
    full_position_starts=NO_NUMBERS,
)


class TermEntry(NamedTuple):
    """A term as it is distributed to shards: its approximate size, and its postings."""

    term: str
    forms: str  # as they follow the term in its line
    size: int  # bytes
    block: EncodedBlock  # NOT_ENCODED if this build has not encoded the postings
    number: int  # of the term in the block; if not encoded, in the index


def term_entries(block: EncodedBlock) -> Iterator[TermEntry]:
    """Yield an entry for each term of a block."""
    if not block.terms:
        return
    term_starts = block.code_starts[:-1]
    bits = np.add.reduceat(block.codes.widths, term_starts, dtype=np.int64)
    postings_bytes = (bits // 8).tolist()
    for number, term in enumerate(block.terms):
        forms = block.forms[number]
        size = postings_bytes[number] + len(term) + len(forms)
        yield TermEntry(term, forms, size, block, number)


class ShardContent(NamedTuple):
    """The postings of a shard's terms in bits, and their positions."""

    postings: bytes
    positions: bytes  # of long lists, only those in the openings of articles
    full_positions: bytes  # of long lists; empty if there are none


class ShardCodes(NamedTuple):
    """The codes of a shard, which become its content."""

    postings: Codes
    positions: Codes
    full_positions: Codes


def encode_shards(shards: Sequence[Sequence[TermEntry]]) -> list[ShardContent]:
    """Return the content of each shard.

    A few are packed at once: one by one takes longer, and the columns of many do not
    fit in the processor's cache.
    """
    contents: list[ShardContent] = []
    for first in range(0, len(shards), SHARDS_AT_ONCE):
        contents += pack_shards(shards[first : first + SHARDS_AT_ONCE])
    return contents


def pack_shards(shards: Sequence[Sequence[TermEntry]]) -> list[ShardContent]:
    """Return the content of each shard; all are packed at once."""
    collected = [collect_shard(shard) for shard in shards]
    packed = [pack_bits(codes) for codes in zip(*collected, strict=True)]
    contents = map(ShardContent, *packed)
    return [
        content if has_long_list(shard, codes) else content._replace(full_positions=b"")
        for shard, codes, content in zip(shards, collected, contents, strict=True)
    ]


def has_long_list(shard: Sequence[TermEntry], codes: ShardCodes) -> bool:
    """Return whether a term has full positions, and so more codes than its size."""
    return len(codes.full_positions.widths) > len(shard)


def collect_shard(shard: Sequence[TermEntry]) -> ShardCodes:
    """Return the codes of a shard, from all its blocks."""
    by_block = groupby(shard, lambda entry: id(entry.block))
    parts = [slice_block(list(entries)) for _, entries in by_block]
    if len(parts) == 1:  # nearly always: spare the copy
        return parts[0]
    return ShardCodes(*map(concat_codes, zip(*parts, strict=True)))


def slice_block(entries: Sequence[TermEntry]) -> ShardCodes:
    """Return the codes of consecutive terms of one block."""
    block = entries[0].block
    first = entries[0].number
    end = first + len(entries)
    return ShardCodes(
        block.codes.part(list_slice(block.code_starts, first, end)),
        block.positions.part(list_slice(block.position_starts, first, end)),
        block.full_positions.part(list_slice(block.full_position_starts, first, end)),
    )
