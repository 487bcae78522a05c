# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that are written atomically: a reader sees the old file or the new one, whole.

Ingest passes paths as strings: it makes half a dozen of these calls for each article,
and building ``Path`` objects took longer than the file operations.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

TEMPORARY_SUFFIX = ".part"  # of a file that is still being written, or left by a kill


def read_or_none(path: str | Path) -> bytes | None:
    """Return the bytes of a file, ``None`` if it does not exist."""
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except FileNotFoundError:
        return None


def read_regular_file(path: str | Path) -> bytes | None:
    """Return the bytes of a file, ``None`` if it does not exist or is a link."""
    return None if os.path.islink(path) else read_or_none(path)


def write_if_changed(path: str | Path, data: bytes) -> None:
    """Write *data* atomically, unless the file already has these bytes."""
    if read_or_none(path) != data:
        write_atomic(path, data)


def write_atomic(path: str | Path, data: bytes) -> None:
    """Write *data* to a temporary file beside *path*, then rename it to *path*.

    Missing folders are created. A process killed meanwhile leaves the old file as it
    was, and a temporary file with ``TEMPORARY_SUFFIX``.
    """
    temporary = f"{path}{TEMPORARY_SUFFIX}"
    try:
        write_bytes(temporary, data)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write_bytes(temporary, data)
    os.replace(temporary, path)


def write_durable(path: str | Path, data: bytes) -> None:
    """Write *data* atomically, and have the system write it to the disk.

    For what people decided and what gives permanent ids: after a power cut, neither can
    be computed again, and a new name may else lead to a file without its bytes.
    """
    temporary = f"{path}{TEMPORARY_SUFFIX}"
    with open(temporary, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(temporary, path)
    if hasattr(os, "O_DIRECTORY"):  # elsewhere a folder cannot be opened
        folder = os.open(os.path.dirname(path) or ".", os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def replace_atomically(path: str | Path) -> Iterator[Path]:
    """Yield a temporary path beside *path*; the file written there replaces *path*.

    For files that a library writes (zip, SQLite, NumPy) or that are too large for
    memory. If the body raises, the temporary file is deleted and *path* is unchanged.
    """
    temporary = Path(f"{path}{TEMPORARY_SUFFIX}")
    temporary.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield temporary
        temporary.replace(path)
    except BaseException:
        remove_if_present(temporary)
        raise


def write_bytes(path: str | Path, data: bytes) -> None:
    """Write *data* to *path* in place, not atomically."""
    with open(path, "wb") as stream:
        stream.write(data)


def write_new_file(path: str, data: bytes) -> None:
    """Write a file that need not be atomic, and its folder if that is missing.

    An existing file is removed first, not changed: it may be a hard link.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        write_new_file(path, data)
    except FileExistsError:
        os.unlink(path)
        write_new_file(path, data)
    else:
        with open(descriptor, "wb") as stream:
            stream.write(data)


def remove_if_present(path: str | Path) -> None:
    """Delete a file, if it exists."""
    with suppress(FileNotFoundError):
        os.unlink(path)


def remove_empty_folders(folder: Path, root: Path) -> None:
    """Delete *folder* and those around it, below *root*, while they are empty."""
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of *data* in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def link_or_copy(source: str, target: str) -> None:
    """Make *target* a hard link to *source*; a copy where the disk has no links."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        link_or_copy(source, target)
    except OSError:
        shutil.copy2(source, target)


def is_same_file(first: str | Path, second: str | Path) -> bool:
    """Return whether both paths exist and are links to one file."""
    try:
        return os.path.samefile(first, second)
    except FileNotFoundError:
        return False
