# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signatures of files: what changes whenever the bytes of a file do.

That is its size, its times and its inode. A file that was edited, replaced or damaged
through the file system has another change time (ctime), which no program can set.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

COMPILED = "__pycache__"
# File systems store times in ticks of up to 10 ms. A file that changes twice within a
# tick may look unchanged, so no stamp is written so soon after a change.
TICK_NS = 20_000_000


class Signature(NamedTuple):
    """What of a file changes whenever its bytes do; times in ns."""

    path: str
    size: int
    modified: int
    changed: int
    inode: int


def sign_files(paths: Iterable[str]) -> Iterator[Signature]:
    """Yield the signature of each of *paths* and of all files below it, in order."""
    for path in paths:
        if os.path.isdir(path):
            yield from sign_folder(path)
        elif os.path.lexists(path):
            yield sign(path)


def sign_folder(folder: str) -> Iterator[Signature]:
    """Yield the signatures of all files below *folder*, in order."""
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != COMPILED:
                yield from sign_folder(entry.path)
        else:
            yield sign(entry.path)


def sign(path: str) -> Signature:
    """Return the signature of a file; of a symbolic link, that of its target."""
    try:
        status = os.stat(path)
    except OSError:  # a dangling link
        status = os.lstat(path)
    return Signature(
        path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
    )


def digest_signatures(signatures: Iterable[Signature]) -> str:
    """Return the digest of *signatures*."""
    digest = hashlib.sha256()
    for signature in signatures:
        digest.update(repr(tuple(signature)).encode())
    return digest.hexdigest()
