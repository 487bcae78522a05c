# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compressed files: detected by their first bytes, decompressed as a stream, limited.

A damaged file or one that decompresses to more than the limit is refused with the
reason.
"""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable
from io import BufferedReader
from pathlib import Path
from typing import IO, Any, NamedTuple

import zstandard

from ingest.model.record import UnreadableInput


class Compression(NamedTuple):
    """A compression format: its file suffix and the function that opens such a file."""

    suffix: str
    open_file: Callable[[Path], Any]


GZIP_SUFFIX = ".gz"
GZIP_WINDOW = 31  # zlib's window bits for a gzip member
STEP = 64  # bytes


def open_zstandard(path: Path) -> IO[bytes]:
    """Return the decompressed stream of a Zstandard file, which has lines."""
    return BufferedReader(zstandard.open(path))


UNCOMPRESSED = Compression("", lambda path: path.open("rb"))
COMPRESSIONS = {
    b"\x1f\x8b": Compression(GZIP_SUFFIX, gzip.GzipFile),
    b"\xfd7zXZ\x00": Compression(".xz", lzma.LZMAFile),
    b"BZh": Compression(".bz2", bz2.BZ2File),
    b"\x28\xb5\x2f\xfd": Compression(".zst", open_zstandard),
}
LONGEST_MAGIC = max(map(len, COMPRESSIONS))
DECOMPRESSION_ERRORS = (
    EOFError,
    OSError,
    zlib.error,
    lzma.LZMAError,
    zstandard.ZstdError,
)


def detect_compression(head: bytes) -> Compression:
    """Return the compression of a file that begins with *head*."""
    for magic, compression in COMPRESSIONS.items():
        if head.startswith(magic):
            return compression
    return UNCOMPRESSED


def open_decompressed(path: Path) -> IO[bytes]:
    """Return the decompressed stream of the file at *path*."""
    stream = path.open("rb")
    compression = detect_compression(stream.read(LONGEST_MAGIC))
    if compression is UNCOMPRESSED:
        stream.seek(0)
        return stream
    stream.close()
    decompressed: IO[bytes] = compression.open_file(path)
    return decompressed


def read_at_most(stream: IO[bytes], size: int) -> bytes:
    """Return the first *size* bytes of *stream*, or all if there are fewer.

    Raises ``UnreadableInput`` if the compressed data is damaged or cut off.
    """
    try:
        return stream.read(size)
    except DECOMPRESSION_ERRORS as error:
        raise UnreadableInput(f"compressed file is damaged: {error}") from error


def read_head(path: Path, size: int) -> tuple[bytes, str]:
    """Return the first *size* bytes, decompressed, and the suffix of the compression.

    They are fewer before damage. Raises ``UnreadableInput`` if the file is damaged from
    its first byte.
    """
    with path.open("rb") as stream:
        head = stream.read(size)
    compression = detect_compression(head)
    if compression.suffix == GZIP_SUFFIX:
        head = read_gzip_head(head, size)
    elif compression is not UNCOMPRESSED:
        with compression.open_file(path) as stream:
            head = read_at_most(stream, size)
    return head, compression.suffix


def read_gzip_head(compressed: bytes, size: int) -> bytes:
    """Return the first *size* bytes of what *compressed* contains.

    A step of decompression that fails returns nothing: steps are small, so that damage
    costs few bytes.
    """
    member, head = zlib.decompressobj(GZIP_WINDOW), b""
    try:
        for start in range(0, len(compressed), STEP):
            head += member.decompress(compressed[start : start + STEP], size)
            if len(head) >= size or member.eof:
                break
    except zlib.error as error:
        if not head:
            raise UnreadableInput(f"compressed file is damaged: {error}") from error
    return head[:size]


def read_limited(stream: IO[bytes], limit: int) -> bytes:
    """Return all of *stream*.

    Raises ``UnreadableInput`` if it is larger than *limit* bytes, or damaged.
    """
    data = read_at_most(stream, limit + 1)
    if len(data) > limit:
        raise UnreadableInput(f"more than {limit:,} bytes")
    return data


def read_limited_file(path: Path, limit: int) -> bytes:
    """Return the file at *path*, decompressed. Raises ``UnreadableInput`` as above."""
    with open_decompressed(path) as stream:
        return read_limited(stream, limit)
