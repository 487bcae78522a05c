# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of exact field lengths, which a query rarely needs."""

from plugins.search.arrays import IntArray
from plugins.search.encode.bits import (
    concat_codes,
    golomb,
    golomb_orders,
    order_codes,
    pack_bits,
)
from plugins.search.write.script_files import ScriptFolder, to_base64

LENGTHS_PER_FILE = 1 << 15  # articles


def write_lengths(scripts: ScriptFolder, lengths: IntArray) -> str:
    """Write the length of a field in every article, oldest first.

    An added article changes only the last of the files. Return their hashes in base64.
    """
    hashes = []
    for first in range(0, len(lengths), LENGTHS_PER_FILE):
        part = lengths[first : first + LENGTHS_PER_FILE]
        hashes.append(scripts.write_hashed("l", encode_lengths(part)))
    return to_base64(b"".join(hashes))


def encode_lengths(lengths: IntArray) -> str:
    """Return *lengths* in base64, as Golomb codes of one order, which comes first."""
    order = golomb_orders(lengths.mean(keepdims=True))
    codes = concat_codes([order_codes(order), golomb(lengths, order)])
    [content] = pack_bits([codes])
    return to_base64(content)
