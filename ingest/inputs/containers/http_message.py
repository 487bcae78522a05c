# SPDX-License-Identifier: AGPL-3.0-or-later
"""An HTTP response as a crawler stored it: its status, headers and decoded body.

Crawlers disagree about what they store. Some keep the body as it was sent, others join
its chunks or decompress it and leave the headers as they were. So a coding is undone
only if the body looks encoded; a body that does not is what the crawler has decoded.

Source: RFC 9110, RFC 9112.
"""

import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import brotli
import zstandard

from ingest.inputs.containers.warc_records import HEAD_END, parse_headers
from ingest.model.record import UnreadableInput

STATUS_LINE = re.compile(rb"HTTP/[0-9](?:\.[0-9])? +([0-9]{3})\b")
CHUNK_SIZE = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
LENGTH = re.compile("[0-9]{1,18}")
GZIP_OR_ZLIB = 47  # zlib's window bits: the header determines the format
GZIP_MAGIC = b"\x1f\x8b"
RAW_DEFLATE = -15
INPUT_CHUNK = 1 << 14  # bytes decompressed at once
MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf\s*)?<")


class HttpMessage(NamedTuple):
    """A response; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        """Return the media type without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """Return the declared encoding, "" without one."""
        for parameter in self.headers.get("content-type", "").split(";")[1:]:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "charset":
                return value.strip().strip("\"'").lower()
        return ""


def parse_response(block: bytes) -> HttpMessage | None:
    """Return the response in a WARC record, ``None`` if the block is none."""
    status_line = STATUS_LINE.match(block)
    end = HEAD_END.search(block)
    if not status_line or not end:
        return None
    headers = parse_headers(block[: end.start()])
    return HttpMessage(int(status_line[1]), headers, block[end.end() :])


def decode_body(message: HttpMessage, limit: int) -> bytes:
    """Return the body without transfer and content codings.

    Raises ``UnreadableInput`` if it is damaged, cut off or larger than *limit* bytes.
    """
    body, is_encoded = message.body, False
    if "chunked" in message.headers.get("transfer-encoding", "").lower():
        body = join_chunks(body)
        is_encoded = body is not message.body
    for coding in reversed(split_codings(message.headers)):
        decoded = decode_coding(body, coding, limit)
        is_encoded = is_encoded or decoded is not body
        body = decoded
    if not is_encoded:
        check_length(message)
    if len(body) > limit:
        raise UnreadableInput(f"more than {limit:,} bytes")
    return body


def split_codings(headers: Mapping[str, str]) -> list[str]:
    """Return the content codings in the order in which they were applied."""
    codings = headers.get("content-encoding", "").lower().split(",")
    return [coding.strip() for coding in codings if coding.strip()]


def check_length(message: HttpMessage) -> None:
    """Raise ``UnreadableInput`` if a body is shorter than its Content-Length."""
    length = message.headers.get("content-length", "")
    if LENGTH.fullmatch(length) and len(message.body) < int(length):
        raise UnreadableInput(f"cut off: {len(message.body):,} of {length} bytes")


def join_chunks(body: bytes) -> bytes:
    """Return a chunked body joined, or *body* if it is not chunked.

    Raises ``UnreadableInput`` if it is cut off or a later chunk is damaged.
    """
    if not CHUNK_SIZE.match(body):
        return body
    joined, position = bytearray(), 0
    while size := CHUNK_SIZE.match(body, position):
        length = int(size[1], 16)
        if not length:
            return bytes(joined)
        joined += body[size.end() : size.end() + length]
        position = size.end() + length
    if position >= len(body):
        raise UnreadableInput("cut off: the last chunk is missing")
    raise UnreadableInput("damaged: a chunk without its size")


def decode_coding(body: bytes, coding: str, limit: int) -> bytes:
    """Return *body* with one coding undone, or *body* itself if it is plain.

    Raises ``UnreadableInput`` if it is neither.
    """
    decode = DECODERS.get(coding)
    if not decode or not body:
        return body
    try:
        return decode(body, limit)
    except DECODE_ERRORS as error:
        if MARKUP.match(body):
            return body
        raise UnreadableInput(
            f"Content-Encoding is {coding}, the body is not"
        ) from error


def decode_gzip(body: bytes, limit: int) -> bytes:
    """Return the content of a zlib stream, or of all members of a gzip stream."""
    content = b""
    while True:
        decompressor = zlib.decompressobj(GZIP_OR_ZLIB)
        content += read_stream(decompressor, body, limit)
        body = decompressor.unused_data
        if len(content) > limit or not body.startswith(GZIP_MAGIC):
            return content


def decode_deflate(body: bytes, limit: int) -> bytes:
    """Return the content of a zlib stream, or of a raw one, which some servers send."""
    try:
        return decode_gzip(body, limit)
    except zlib.error:
        return read_stream(zlib.decompressobj(RAW_DEFLATE), body, limit)


def read_stream(decompressor: Any, body: bytes, limit: int) -> bytes:
    """Return the content of a stream, at most a little more than *limit* bytes.

    Raises ``UnreadableInput`` if the stream is cut off.
    """
    content = decompressor.decompress(body, limit + 1)
    if not decompressor.eof and len(content) <= limit:
        raise UnreadableInput("cut off within compressed data")
    return bytes(content)


def decode_brotli(body: bytes, limit: int) -> bytes:
    """Return the content of a brotli stream."""
    decompressor = brotli.Decompressor()
    return join_limited(
        (decompressor.process(part) for part in split_body(body)), limit
    )


def decode_zstd(body: bytes, limit: int) -> bytes:
    """Return the content of a zstd stream."""
    decompressor = zstandard.ZstdDecompressor().decompressobj()
    return join_limited(
        (decompressor.decompress(part) for part in split_body(body)), limit
    )


def split_body(body: bytes) -> Iterable[bytes]:
    """Yield *body* in parts, so that a bomb is noticed after one of them."""
    for start in range(0, len(body), INPUT_CHUNK):
        yield body[start : start + INPUT_CHUNK]


def join_limited(parts: Iterable[bytes], limit: int) -> bytes:
    """Return *parts* joined, at most a part more than *limit* bytes."""
    content = bytearray()
    for part in parts:
        content += part
        if len(content) > limit:
            break
    return bytes(content)


DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": decode_gzip,
    "x-gzip": decode_gzip,
    "deflate": decode_deflate,
    "br": decode_brotli,
    "zstd": decode_zstd,
}
DECODE_ERRORS = (zlib.error, brotli.error, zstandard.ZstdError)
