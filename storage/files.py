# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files as the archive has them: each appears whole or not at all.

Paths are strings here, for every article costs half a dozen of these calls: with ``pathlib`` the names took longer
than the files.
"""

import hashlib
import os
from contextlib import suppress

TEMPORARY = ".part"


def content(path: str) -> bytes | None:
    """Return the bytes of a file, ``None`` if there is none."""
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except FileNotFoundError:
        return None


def write(path: str, data: bytes) -> None:
    """Write *data*, unless the file holds them already."""
    if content(path) != data:
        place(path, data)


def place(path: str, data: bytes) -> None:
    """Write *data* so that the file is never half there."""
    temporary = path + TEMPORARY
    try:
        fill(temporary, data)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        fill(temporary, data)
    os.replace(temporary, path)


def fill(path: str, data: bytes) -> None:
    """Write *data*, byte after byte."""
    with open(path, "wb") as stream:
        stream.write(data)


def drop(path: str) -> None:
    """Delete a file, if it is there."""
    with suppress(FileNotFoundError):
        os.unlink(path)


def sha256(data: bytes) -> str:
    """Return the SHA-256 of *data* in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
