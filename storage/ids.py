# SPDX-License-Identifier: AGPL-3.0-or-later
"""Permanent ASCII ids for URLs, which never contain titles or names."""

import hashlib

BITS_PER_CHARACTER = 5  # of base32
ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


def short_id(kind: str, name: str, length: int = 10) -> str:
    """Return *length* characters of the lower-case base32 SHA-256 of *kind* and *name*.

    Among a million names, ten characters collide with probability .0004.
    ``short_id("source", "المنبر")`` is ``"2rtt72mike"``.
    """
    digest = hashlib.sha256(f"{kind}\n{name}".encode()).digest()
    number = int.from_bytes(digest)
    first = 8 * len(digest) - BITS_PER_CHARACTER
    places = range(first, first - BITS_PER_CHARACTER * length, -BITS_PER_CHARACTER)
    # base64.b32encode is in Python too, and takes three times as long.
    return "".join([ALPHABET[number >> place & 31] for place in places])
