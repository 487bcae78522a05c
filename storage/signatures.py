# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signatures of files: what changes whenever the bytes of a file do.

That is its size, its times and its inode. A file that was edited, replaced or damaged
through the file system has another change time (ctime), which no program can set.
"""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
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


class FolderScan(NamedTuple):
    """What is below a folder, by relative paths: signatures of files, and folders.

    The signature of what is no regular file is empty.
    """

    files: dict[str, str]
    folders: set[str]

    @classmethod
    def of(cls, folder: str) -> "FolderScan":
        """Return what is below *folder*; nothing if it does not exist."""
        scan = cls({}, set())
        pending = [""] if os.path.isdir(folder) else []
        while pending:
            below = pending.pop()
            with os.scandir(f"{folder}/{below}") as entries:
                for entry in entries:
                    name = f"{below}{entry.name}"
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(f"{name}/")
                        scan.folders.add(name)
                    else:
                        status = entry.stat(follow_symlinks=False)
                        scan.files[name] = signature_of(status)
        return scan

    def has_obstacle(self, name: str) -> bool:
        """Return whether a folder is where a file *name* would be, or the reverse."""
        return name in self.folders or any(
            str(parent) in self.files for parent in PurePosixPath(name).parents
        )


def signature_of(status: os.stat_result) -> str:
    """Return the signature of a regular file, empty of anything else."""
    if not stat.S_ISREG(status.st_mode):
        return ""
    times = f"{status.st_mtime_ns}-{status.st_ctime_ns}"
    return f"{status.st_size}-{times}-{status.st_ino}"
