# SPDX-License-Identifier: AGPL-3.0-or-later
"""Permanent ASCII ids: addresses are made of them, never of titles or labels."""

import base64
import hashlib


def short_id(kind: str, name: str, length: int = 10) -> str:
    """Return *length* characters of the lower-case base32 SHA-256 of *kind* and *name*.

    Ten characters collide among a million names with probability .0004.
    """
    digest = hashlib.sha256(f"{kind}\n{name}".encode()).digest()
    encoded = base64.b32encode(digest[: length * 5 // 8 + 1])  # five bits a character
    return encoded.decode("ascii").lower()[:length]
