# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of field lengths: exact ones, and quantised ones that bound scores."""

import base64
from collections.abc import Callable, Iterable

from plugins.search.arrays import IntArray
from plugins.search.encode.bits import (
    concat_codes,
    golomb,
    golomb_orders,
    order_codes,
    pack_bits,
)
from plugins.search.encode.char_columns import encode_characters, quantise_lengths
from plugins.search.write.script_files import (
    HASH_BYTES,
    ScriptFolder,
    hashed_name,
    to_base64,
)

LENGTHS_PER_FILE = 1 << 15  # articles
MOST_BUNDLED = 2  # files of quantised lengths that the root's script contains


def write_lengths(scripts: ScriptFolder, lengths: IntArray) -> str:
    """Write the length of a field in every article, oldest first."""
    return write_in_parts(scripts, "l", lengths, encode_lengths)


def write_length_buckets(scripts: ScriptFolder, lengths: IntArray) -> str:
    """Write the quantised length of a field in every article, oldest first."""
    return write_in_parts(scripts, "m", lengths, encode_buckets)


def bundled_buckets(columns: Iterable[str]) -> list[str]:
    """Return the script names of quantised lengths, if the files are few.

    *columns* are the hashes of each field's files in base64. A large archive has many,
    and a query needs only those of the articles that match.
    """
    hashes = b"".join(map(base64.b64decode, columns))
    starts = range(0, len(hashes), HASH_BYTES)
    names = [hashed_name("m", hashes[start : start + HASH_BYTES]) for start in starts]
    return names if len(names) <= MOST_BUNDLED else []


def write_in_parts(
    scripts: ScriptFolder,
    kind: str,
    lengths: IntArray,
    encode: Callable[[IntArray], str],
) -> str:
    """Write *lengths* in files of which an added article changes only the last.

    Return their hashes in base64.
    """
    hashes = []
    for first in range(0, len(lengths), LENGTHS_PER_FILE):
        part = lengths[first : first + LENGTHS_PER_FILE]
        hashes.append(scripts.write_hashed(kind, encode(part)))
    return to_base64(b"".join(hashes))


def encode_lengths(lengths: IntArray) -> str:
    """Return *lengths* in base64, as Golomb codes of one order, which comes first."""
    order = golomb_orders(lengths.mean(keepdims=True))
    codes = concat_codes([order_codes(order), golomb(lengths, order)])
    [content] = pack_bits([codes])
    return to_base64(content)


def encode_buckets(lengths: IntArray) -> str:
    """Return the quantised *lengths*, a character each."""
    buckets = quantise_lengths(lengths)
    return encode_characters(buckets.tolist())
