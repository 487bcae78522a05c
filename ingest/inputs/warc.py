# SPDX-License-Identifier: AGPL-3.0-or-later
"""WARC: the HTML pages among the response records of a crawl."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from ingest.model.record import Fact, UnreadableInput

PAGE_TYPES = ("text/html", "application/xhtml+xml")
LARGEST_PAGE = 10_000_000  # bytes
OK = 200
CHUNK = 64 * 1024  # bytes


def read_pages(path: Path) -> Iterator[tuple[bytes, tuple[Fact, ...]]]:
    """Yield the payload of each page in the WARC file at *path*, and its metadata.

    Raises ``UnreadableInput`` after the last complete page if the file is cut off;
    FastWARC ends there without an error.
    """
    try:
        with path.open("rb") as stream:
            for record in ArchiveIterator(
                stream,
                record_types=WarcRecordType.response,
                parse_http=True,
                auto_decode="all",
            ):
                if is_page(record):
                    yield read_payload(record), read_facts(record)
    except OSError as error:
        raise UnreadableInput(f"broken WARC: {error}") from error
    check_gzip_end(path)


def is_page(record: WarcRecord) -> bool:
    """Return whether the record is a successful response with a page."""
    http = record.http_headers
    if not http or http.status_code != OK:
        return False
    return (record.http_content_type or "").lower() in PAGE_TYPES


def read_payload(record: WarcRecord) -> bytes:
    """Return the record's payload, at most LARGEST_PAGE bytes.

    Raises ``UnreadableInput`` if it is shorter than its Content-Length. Where the
    payload was encoded, the length is that of the encoded form and is not compared.
    """
    payload: bytes = record.reader.read(LARGEST_PAGE)
    headers = record.http_headers
    length = headers.get("Content-Length") or ""
    encoding = headers.get("Content-Encoding", "")
    encoding = encoding or headers.get("Transfer-Encoding", "")
    if encoding or not length.isdigit():
        return payload
    if len(payload) < min(int(length), LARGEST_PAGE):
        url = record.headers.get("WARC-Target-URI")
        raise UnreadableInput(f"cut off: {len(payload):,} of {length} bytes of {url}")
    return payload


def read_facts(record: WarcRecord) -> tuple[Fact, ...]:
    """Return the URL, the capture date and the declared encoding, where present."""
    values = {
        "url": (record.headers.get("WARC-Target-URI") or "").strip("<>"),
        "captured": record.headers.get("WARC-Date") or "",
        "charset": record.http_charset or "",
    }
    return tuple(Fact(field, value, "warc") for field, value in values.items() if value)


def check_gzip_end(path: Path) -> None:
    """Raise ``UnreadableInput`` if the file is gzip and ends within a member."""
    try:
        with path.open("rb") as stream:
            if stream.read(2) != b"\x1f\x8b":
                return
        with gzip.open(path) as decompressed:
            while decompressed.read(CHUNK):
                pass
    except (EOFError, OSError, zlib.error) as error:
        raise UnreadableInput(f"cut off: {error}") from error
