# SPDX-License-Identifier: AGPL-3.0-or-later
"""A decompressed stream that can be read on after damage, where its format allows it.

A gzip file is a sequence of members, each compressed by itself; a WARC file has one
for each record. A damaged member costs only itself: the next one is searched by its
signature. Other compressed formats end at the damage.
"""

import zlib
from pathlib import Path
from typing import IO, Protocol

from ingest.inputs.compression import (
    DECOMPRESSION_ERRORS,
    GZIP_SUFFIX,
    GZIP_WINDOW,
    detect_compression,
    open_decompressed,
)

CHUNK = 1 << 16  # bytes
MEMBER_SIGNATURE = b"\x1f\x8b\x08"
MEMBER_HEAD = 2048  # bytes of a member that are enough to decompress its start


class Damage(ValueError):
    """The stream is damaged here; the message is the reason. It may continue.

    *unverified* is how many of the bytes before may be damaged, too: a gzip member has
    its checksum at its end.
    """

    def __init__(self, reason: str, unverified: int = 0) -> None:
        super().__init__(reason)
        self.unverified = unverified


class ResumingStream(Protocol):
    """A stream whose `read_chunk` may be called again after ``Damage``."""

    def read_chunk(self) -> bytes: ...


class PlainStream:
    """A stream of a format that cannot be read on after damage."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.is_damaged = stream, False

    def read_chunk(self) -> bytes:
        """Return the next bytes, b"" at the end. Raises ``Damage``."""
        if self.is_damaged:
            return b""
        try:
            return self.stream.read(CHUNK)
        except DECOMPRESSION_ERRORS as error:
            self.is_damaged = True
            raise Damage(f"the compressed data is damaged: {error}") from error


class GzipStream:
    """The decompressed members of a gzip file, also those after a damaged one.

    *expected* is how the content of each member begins. Where a damaged member ends is
    unknown: reading goes on at the next signature whose content begins so.
    """

    def __init__(self, stream: IO[bytes], expected: bytes) -> None:
        self.stream, self.expected = stream, expected
        self.buffer = b""  # compressed bytes that were read and not used
        self.member = zlib.decompressobj(GZIP_WINDOW)
        self.is_at_start = True  # of a member
        self.unverified = 0  # bytes of the member that were returned

    def read_chunk(self) -> bytes:
        """Return the next bytes, b"" at the end. Raises ``Damage``."""
        while compressed := self.buffer or self.stream.read(CHUNK):
            try:
                data = self.member.decompress(compressed, CHUNK)
            except zlib.error as error:
                unverified = self.unverified
                self.resume(compressed)
                reason = f"the compressed data is damaged: {error}"
                raise Damage(reason, unverified) from error
            self.is_at_start = False
            self.unverified += len(data)
            self.buffer = self.member.unconsumed_tail
            if self.member.eof:
                self.buffer = self.member.unused_data.lstrip(b"\x00")  # padding
                self.start_member()
            if data:
                return data
        if not self.is_at_start:
            self.start_member()
            raise Damage("the file is cut off within compressed data")
        return b""

    def start_member(self) -> None:
        """Prepare for the first bytes of a member."""
        self.member = zlib.decompressobj(GZIP_WINDOW)
        self.is_at_start, self.unverified = True, 0

    def resume(self, compressed: bytes) -> None:
        """Find the next member after the first byte of *compressed*."""
        self.start_member()
        data, position = compressed, 1
        while True:
            start = data.find(MEMBER_SIGNATURE, position)
            if len(data) - max(start, 0) < MEMBER_HEAD or start < 0:
                chunk = self.stream.read(CHUNK)
                if not chunk and start < 0:
                    self.buffer = b""
                    return
                if chunk:
                    kept = start if start >= 0 else 1 - len(MEMBER_SIGNATURE)
                    data, position = data[kept:] + chunk, 0
                    continue
            if self.is_member(data[start : start + MEMBER_HEAD]):
                self.buffer = data[start:]
                return
            position = start + 1

    def is_member(self, compressed: bytes) -> bool:
        """Return whether a member with the expected content begins here."""
        member = zlib.decompressobj(GZIP_WINDOW)
        try:
            head = member.decompress(compressed, len(self.expected))
        except zlib.error:
            return False
        return head == self.expected


def open_resuming(path: Path, expected: bytes) -> tuple[IO[bytes], ResumingStream]:
    """Return the file at *path*, to be closed, and its decompressed stream."""
    file = path.open("rb")
    suffix = detect_compression(file.read(CHUNK)).suffix
    file.seek(0)
    if suffix == GZIP_SUFFIX:
        return file, GzipStream(file, expected)
    if not suffix:
        return file, PlainStream(file)
    file.close()
    stream = open_decompressed(path)
    return stream, PlainStream(stream)
