# SPDX-License-Identifier: AGPL-3.0-or-later
"""The records of a WARC file, of which a damaged one costs only itself.

FastWARC reads faster, but after an exception it is in the middle of a record, and all
records behind it are lost. Here the length of each record is checked: after its block
are two line ends, or the file ends. Otherwise the record is damaged, and reading
goes on where the next line ``WARC/1.0`` begins a record.

Source: ISO 28500:2017, WARC 1.1.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ingest.inputs.resuming_stream import Damage, ResumingStream
from ingest.model.record import Progress, UnreadableInput

VERSION = b"WARC/"
MARK = re.compile(rb"\n(?=WARC/[01]\.[0-9][0-9]?\r?\n)")  # before a record
MARK_LENGTH = 16  # bytes at most of what MARK matches or looks at
BLOCK_END = b"\r\n\r\n"
HEAD_END = re.compile(rb"\r?\n\r?\n")
TYPE_HEADER = re.compile(rb"\nWARC-Type:", re.IGNORECASE)
LENGTH = re.compile("[0-9]{1,18}")
FIRST_HEAD = 1024  # bytes in which the end of the headers is looked for first
LARGEST_HEAD = 64 * 1024
LARGEST_BLOCK = 10_100_000  # bytes: a page of the greatest size and its HTTP headers
COMPACT_AFTER = 1 << 24  # bytes of the buffer that were used
PROGRESS_EVERY = 1 << 24  # bytes that are skipped


class WarcRecord(NamedTuple):
    """A record: its headers with names in lower case, and its block.

    Of a block of more than ``LARGEST_BLOCK`` bytes only the start is there.
    """

    headers: Mapping[str, str]
    block: bytes
    size: int  # of the whole block

    @property
    def is_whole(self) -> bool:
        """Whether the whole block is there."""
        return len(self.block) == self.size

    @property
    def kind(self) -> str:
        """Return the type of the record in lower case."""
        return self.headers.get("warc-type", "").lower()

    @property
    def url(self) -> str:
        """Return the URL that was captured, "" without one."""
        return self.headers.get("warc-target-uri", "").strip("<>")


class WarcReader:
    """The records of *stream*; *buffer* is what was read of it, *position* in it."""

    def __init__(self, stream: ResumingStream) -> None:
        self.stream = stream
        self.buffer = bytearray()
        self.position = 0
        self.damage = ""  # after the bytes in the buffer; the stream can be read on

    def records(self) -> Iterator[WarcRecord | UnreadableInput | Progress]:
        """Yield each record, and the reason in place of a damaged one."""
        while True:
            try:
                if self.skip_blank_lines():
                    record = self.read_record()
                    yield record
                    if not record.is_whole:
                        yield from self.skip_block(record.size)
                elif self.damage:
                    yield UnreadableInput(f"{self.damage} (1 record lost or more)")
                    self.damage = ""
                else:
                    return
            except Damage as error:
                yield UnreadableInput(str(error))
                yield from self.find_next_record()

    def fill(self, size: int) -> bool:
        """Read until *size* bytes follow the position.

        Return False if there are fewer before the end or the next damage.
        """
        while len(self.buffer) - self.position < size:
            if self.damage:
                return False
            try:
                chunk = self.stream.read_chunk()
            except Damage as error:
                self.damage = str(error)
                verified = max(len(self.buffer) - error.unverified, self.position)
                del self.buffer[verified:]
                return False
            if not chunk:
                return False
            self.buffer += chunk
        return True

    def skip_blank_lines(self) -> bool:
        """Move to the next byte that is not a line end; return False at the end."""
        while self.fill(1):
            if self.buffer[self.position] not in b"\r\n":
                return True
            self.position += 1
        return False

    def read_record(self) -> WarcRecord:
        """Return the record at the position. Raises ``Damage``."""
        if self.position > COMPACT_AFTER:
            del self.buffer[: self.position]
            self.position = 0
        headers, length = self.read_headers()
        self.position += length
        record = WarcRecord(headers, b"", block_size(headers))
        if record.size > LARGEST_BLOCK:
            self.fill(LARGEST_HEAD)
            head = self.buffer[self.position : self.position + LARGEST_HEAD]
            return record._replace(block=bytes(head))
        is_complete = self.fill(record.size)
        end = self.position + record.size
        if is_complete and self.is_end_of_record(record.size):
            block = bytes(self.buffer[self.position : end])
            self.position = end
            return record._replace(block=block)
        if is_complete or MARK.search(self.buffer, self.position):
            raise Damage(f"a wrong Content-Length (1 record lost): {record.url}")
        size = len(self.buffer) - self.position
        raise Damage(
            f"cut off: {size:,} of {record.size:,} bytes of a record: {record.url}"
        )

    def read_headers(self) -> tuple[dict[str, str], int]:
        """Return the headers at the position, and their length. Raises ``Damage``."""
        self.fill(len(VERSION))
        if not self.buffer.startswith(VERSION, self.position):
            raise Damage("bytes that are no record (1 record lost or more)")
        size = FIRST_HEAD
        while size <= LARGEST_HEAD:
            is_complete = self.fill(size)
            end = HEAD_END.search(self.buffer, self.position, self.position + size)
            if end:
                head = self.buffer[self.position : end.start()]
                return parse_headers(head), end.end() - self.position
            if not is_complete:
                break
            size *= 4
        self.position += len(VERSION)
        raise Damage("a record whose headers do not end (1 record lost or more)")

    def is_end_of_record(self, size: int) -> bool:
        """Return whether a block may end after *size* bytes.

        There are two line ends, another record or the end of the file.
        """
        self.fill(size + MARK_LENGTH)
        start = self.position + size
        rest = bytes(self.buffer[start : start + MARK_LENGTH])
        following = rest.lstrip(b"\r\n")
        return rest.startswith(BLOCK_END) or following[: len(VERSION)] in {b"", VERSION}

    def find_next_record(self) -> Iterator[Progress]:
        """Move to the next record, or to the end of the stream or the next damage."""
        skipped = 0
        while True:
            if mark := MARK.search(self.buffer, self.position):
                self.position = mark.end()
                return
            # A mark may begin in the last bytes.
            dropped = max(len(self.buffer) - MARK_LENGTH, self.position)
            skipped += dropped
            del self.buffer[:dropped]
            self.position = 0
            if skipped > PROGRESS_EVERY:
                skipped = 0
                yield Progress()
            if not self.fill(len(self.buffer) + 1):
                self.buffer.clear()
                return

    def skip_block(self, size: int) -> Iterator[Progress]:
        """Skip a large block of *size* bytes.

        Raises ``Damage`` if another record begins in it: then its size is wrong.
        """
        skipped = 0
        while size:
            is_more = self.fill(min(size, 2 * MARK_LENGTH))
            length = min(size, len(self.buffer) - self.position)
            end = self.position + length
            mark = MARK.search(self.buffer, self.position, end)
            if mark and self.has_type_header(mark.end()):
                self.position = mark.start()
                raise Damage("a wrong Content-Length (1 record lost)")
            if not is_more:
                raise Damage("cut off within a large record")
            # A mark may begin in the last bytes, unless they end the block.
            length -= 0 if length == size else MARK_LENGTH
            size -= length
            skipped += length
            del self.buffer[: self.position + length]
            self.position = 0
            if skipped > PROGRESS_EVERY:
                skipped = 0
                yield Progress()

    def has_type_header(self, start: int) -> bool:
        """Return whether the headers of a record are at *start*."""
        self.fill(start - self.position + FIRST_HEAD)
        return bool(TYPE_HEADER.search(self.buffer, start, start + FIRST_HEAD))


def parse_headers(head: bytes | bytearray) -> dict[str, str]:
    """Return the headers of *head* with names in lower case; the first of a name wins.

    A line that begins with a space continues the header before it.
    """
    headers: dict[str, str] = {}
    name = ""
    for line in head.decode("utf-8", "replace").split("\n")[1:]:
        if line[:1] in {" ", "\t"} and name:
            headers[name] += f" {line.strip()}"
            continue
        key, colon, value = line.partition(":")
        name = key.strip().lower() if colon else ""
        if name and name not in headers:
            headers[name] = value.strip()
        else:
            name = ""
    return headers


def block_size(headers: Mapping[str, str]) -> int:
    """Return the Content-Length of a record. Raises ``Damage`` without a valid one."""
    text = headers.get("content-length", "")
    if not LENGTH.fullmatch(text):
        url = headers.get("warc-target-uri", "")
        raise Damage(f"no valid Content-Length (1 record lost): {url}")
    return int(text)
