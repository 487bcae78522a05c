# SPDX-License-Identifier: AGPL-3.0-or-later
"""WARC: the pages among the responses of a crawl."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from ingest.model.record import Fact, UnreadableInput

PAGES = ("text/html", "application/xhtml+xml")
LARGEST_PAGE = 10_000_000  # bytes
OK = 200
TAIL = 64 * 1024  # bytes


def pages(path: Path) -> Iterator[tuple[bytes, tuple[Fact, ...]]]:
    """Yield the bytes of each page that the WARC file at *path* answers with, and what its records say of it.

    Raises ``UnreadableInput`` after the last whole page if the file is cut off: FastWARC itself ends there in silence.
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
                    yield whole(record), facts(record)
    except OSError as error:
        raise UnreadableInput(f"broken WARC: {error}") from error
    check_end(path)


def is_page(record: WarcRecord) -> bool:
    """Say whether the record is an answered page."""
    http = record.http_headers
    return (
        bool(http)
        and http.status_code == OK
        and (record.http_content_type or "").lower() in PAGES
    )


def whole(record: WarcRecord) -> bytes:
    """Return the record's body. Raises ``UnreadableInput`` where it is shorter than its header says."""
    data: bytes = record.reader.read(LARGEST_PAGE)
    stated = record.http_headers.get("Content-Length") or ""
    encoded = record.http_headers.get(
        "Content-Encoding", ""
    ) or record.http_headers.get("Transfer-Encoding", "")
    if not encoded and stated.isdigit() and len(data) < min(int(stated), LARGEST_PAGE):
        raise UnreadableInput(
            f"cut off: {len(data):,} of {stated} bytes of {record.headers.get('WARC-Target-URI')}"
        )
    return data


def facts(record: WarcRecord) -> tuple[Fact, ...]:
    """Return the address, the moment of the capture and the declared encoding."""
    found = {
        "url": (record.headers.get("WARC-Target-URI") or "").strip("<>"),
        "captured": record.headers.get("WARC-Date") or "",
        "charset": record.http_charset or "",
    }
    return tuple(Fact(field, value, "warc") for field, value in found.items() if value)


def check_end(path: Path) -> None:
    """Raise ``UnreadableInput`` if the file is gzip and ends within a member."""
    try:
        with path.open("rb") as stream:
            if stream.read(2) != b"\x1f\x8b":
                return
        with gzip.open(path) as unpacked:
            while unpacked.read(TAIL):
                pass
    except (EOFError, OSError, zlib.error) as error:
        raise UnreadableInput(f"cut off: {error}") from error
