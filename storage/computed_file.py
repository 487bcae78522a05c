# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files in ``.cache/`` with what was computed from the code and lists of the checkout.

A file is a line with its key and the digest of the rest, then the rest. It may be
deleted at any time; one of another key, or a damaged one, is computed again.
"""

from contextlib import suppress
from pathlib import Path

from storage.files import read_or_none, sha256_hex, write_atomic


def read_computed(path: Path, key: str) -> bytes | None:
    """Return what was stored in *path* under *key*; ``None`` if it was not."""
    head, _, body = (read_or_none(path) or b"").partition(b"\n")
    return body if head == head_line(key, body) else None


def write_computed(path: Path, key: str, body: bytes) -> None:
    """Store *body*, unless the folder is read-only.

    Two processes may do so at once: a file that is damaged by it is not read.
    """
    with suppress(OSError):
        write_atomic(path, head_line(key, body) + b"\n" + body)


def head_line(key: str, body: bytes) -> bytes:
    """Return the first line of a file."""
    return f"{key} {sha256_hex(body)}".encode()
