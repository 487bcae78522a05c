# SPDX-License-Identifier: AGPL-3.0-or-later
"""Originals: the inputs below raw/, whose names are their SHA-256."""

import hashlib
import os
import re
import stat
from pathlib import Path

# The line of the front matter: the name below raw/, and «#number» of a record inside.
ORIGINAL_LINE = re.compile(
    rb'^original: "?(?P<name>[^"#\n]+)(?P<suffix>#[^"\n]*)?"?$', re.MULTILINE
)
COPIED_AT_ONCE = 1 << 20  # bytes
FRONT_MATTER_SIZE = 200_000  # bytes in which the original's name is looked for


class ChangedInput(RuntimeError):
    """An input is no longer the file that was read: its original cannot be stored."""


def original_of(markdown: bytes) -> str:
    """Return the name below raw/ that the front matter gives, "" without one."""
    match = ORIGINAL_LINE.search(markdown, 0, FRONT_MATTER_SIZE)
    if match is None:
        return ""
    return (match["name"] + (match["suffix"] or b"")).decode("utf-8", "replace")


def digest_of_name(path: Path) -> str:
    """Return the SHA-256 that a file below raw/ has as its name."""
    return path.name.partition(".")[0]


def is_sound_original(path: Path) -> bool:
    """Return whether a file below raw/ has the SHA-256 that is its name."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return digest == digest_of_name(path)


def copy_original(path: Path, target: Path, sha256: str) -> None:
    """Copy the input at *path*. Raises ``ChangedInput`` if it has another digest.

    The main process does that: it copies bytes and parses none. Since the input was
    read, a pipe may be in its place, which would block: it is opened without waiting.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise ChangedInput(error.strerror) from error
    digest = hashlib.sha256()
    with open(descriptor, "rb") as source, target.open("wb") as copy:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ChangedInput("not a regular file")
        while block := source.read(COPIED_AT_ONCE):
            digest.update(block)
            copy.write(block)
    if digest.hexdigest() != sha256:
        raise ChangedInput("its bytes are others")
