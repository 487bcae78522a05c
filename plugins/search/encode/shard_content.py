# SPDX-License-Identifier: AGPL-3.0-or-later
"""The content of shards: the encoded postings and positions of consecutive terms."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from plugins.search.arrays import IntArray, list_slice
from plugins.search.encode.bits import Codes, concat_codes, pack_bits
from plugins.search.encode.postings import EncodedBlock
from plugins.search.encode.varint import encode_varint_pieces

NO_NUMBERS = np.empty(0, np.uint32)
NOT_ENCODED = EncodedBlock(
    terms=(),
    forms=(),
    spellings=(),
    articles=NO_NUMBERS,
    codes=Codes(NO_NUMBERS, NO_NUMBERS),
    code_starts=NO_NUMBERS,
    gaps=NO_NUMBERS,
    gap_starts=NO_NUMBERS,
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
    """The postings of a shard's terms in bits, and their positions in bytes."""

    postings: bytes
    positions: bytes


def encode_shards(shards: Sequence[Sequence[TermEntry]]) -> list[ShardContent]:
    """Return the content of each shard; all are packed at once, which is faster."""
    codes, gaps = [], []
    for shard in shards:
        shard_codes, shard_gaps = collect_shard(shard)
        codes.append(shard_codes)
        gaps.append(shard_gaps)
    postings = pack_bits(codes)
    positions = encode_varint_pieces(gaps)
    return list(map(ShardContent, postings, positions))


def collect_shard(shard: Sequence[TermEntry]) -> tuple[Codes, IntArray]:
    """Return the codes and position gaps of a shard, from all blocks it spans."""
    codes, gaps = [], []
    for _, entries in groupby(shard, lambda entry: id(entry.block)):
        block_codes, block_gaps = slice_block(list(entries))
        codes.append(block_codes)
        gaps.append(block_gaps)
    if len(codes) == 1:  # nearly always: spare the copy
        return codes[0], gaps[0]
    return concat_codes(codes), np.concatenate(gaps)


def slice_block(entries: Sequence[TermEntry]) -> tuple[Codes, IntArray]:
    """Return the codes and position gaps of consecutive terms of one block."""
    block = entries[0].block
    first = entries[0].number
    end = first + len(entries)
    codes = block.codes.part(list_slice(block.code_starts, first, end))
    gaps = block.gaps[list_slice(block.gap_starts, first, end)]
    return codes, gaps
