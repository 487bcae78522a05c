# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compressed files: known by their first bytes, read as a stream, a damaged or overlong one refused with the reason."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import zstandard

from ingest.model.record import UnreadableInput

OPENERS: dict[bytes, tuple[str, Callable[[Path], Any]]] = {
    b"\x1f\x8b": (".gz", gzip.GzipFile),
    b"\xfd7zXZ\x00": (".xz", lzma.LZMAFile),
    b"BZh": (".bz2", bz2.BZ2File),
    b"\x28\xb5\x2f\xfd": (".zst", zstandard.open),
}
BROKEN_PACKING = (EOFError, OSError, zlib.error, lzma.LZMAError, zstandard.ZstdError)


def packing(head: bytes) -> str:
    """Return the ending that tells how a file that begins with *head* is packed, "" for a plain one."""
    return next(
        (ending for magic, (ending, _) in OPENERS.items() if head.startswith(magic)), ""
    )


def open_decompressed(path: Path) -> IO[bytes]:
    """Return the unpacked stream of the file at *path*."""
    with path.open("rb") as stream:
        magic = stream.read(6)
    opener = next(
        (opener for start, (_, opener) in OPENERS.items() if magic.startswith(start)),
        None,
    )
    packed: IO[bytes] = opener(path) if opener else path.open("rb")
    return packed


def read_at_most(stream: IO[bytes], size: int) -> bytes:
    """Return at most *size* bytes of *stream*. Raises ``UnreadableInput`` when it ends too early or is damaged."""
    try:
        return stream.read(size)
    except BROKEN_PACKING as error:
        raise UnreadableInput(f"packed file is damaged: {error}") from error


def read_limited_file(path: Path, limit: int) -> bytes:
    """Return everything in the file at *path*, unpacked. Raises ``UnreadableInput`` beyond the limit."""
    with open_decompressed(path) as stream:
        return read_limited(stream, limit)


def read_limited(stream: IO[bytes], limit: int) -> bytes:
    """Return everything in *stream*. Raises ``UnreadableInput`` beyond the limit, and for a damaged one."""
    data = read_at_most(stream, limit + 1)
    if len(data) > limit:
        raise UnreadableInput(f"more than {limit:,} bytes")
    return data
