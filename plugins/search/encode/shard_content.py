# SPDX-License-Identifier: AGPL-3.0-or-later
"""The content of shards: the encoded postings and positions of consecutive terms."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from plugins.search.arrays import list_slice
from plugins.search.encode.bits import Codes, concat_codes, pack_bits
from plugins.search.encode.postings import EncodedBlock

NO_NUMBERS = np.empty(0, np.uint32)
NOT_ENCODED = EncodedBlock(
    terms=(),
    forms=(),
    articles=NO_NUMBERS,
    codes=Codes(NO_NUMBERS, NO_NUMBERS),
    code_starts=NO_NUMBERS,
    positions=Codes(NO_NUMBERS, NO_NUMBERS),
    position_starts=NO_NUMBERS,
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
    positions: bytes


def encode_shards(shards: Sequence[Sequence[TermEntry]]) -> list[ShardContent]:
    """Return the content of each shard; all are packed at once, which is faster."""
    collected = [collect_shard(shard) for shard in shards]
    postings = pack_bits([codes for codes, _ in collected])
    positions = pack_bits([codes for _, codes in collected])
    return list(map(ShardContent, postings, positions))


def collect_shard(shard: Sequence[TermEntry]) -> tuple[Codes, Codes]:
    """Return the codes of a shard's postings and positions, from all its blocks."""
    by_block = groupby(shard, lambda entry: id(entry.block))
    parts = [slice_block(list(entries)) for _, entries in by_block]
    if len(parts) == 1:  # nearly always: spare the copy
        return parts[0]
    postings, positions = zip(*parts, strict=True)
    return concat_codes(postings), concat_codes(positions)


def slice_block(entries: Sequence[TermEntry]) -> tuple[Codes, Codes]:
    """Return the codes of consecutive terms of one block: postings and positions."""
    block = entries[0].block
    first = entries[0].number
    end = first + len(entries)
    postings = block.codes.part(list_slice(block.code_starts, first, end))
    positions = block.positions.part(list_slice(block.position_starts, first, end))
    return postings, positions
