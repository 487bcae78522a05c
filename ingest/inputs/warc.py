# SPDX-License-Identifier: AGPL-3.0-or-later
"""WARC: the HTML pages among the response records of a crawl."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ingest.inputs.http_message import HttpMessage, decode_body, parse_response
from ingest.inputs.resuming_stream import open_resuming
from ingest.inputs.warc_records import VERSION, WarcReader, WarcRecord
from ingest.model.record import Fact, Progress, UnreadableInput

PAGE_TYPES = frozenset(("text/html", "application/xhtml+xml"))
LARGEST_PAGE = 10_000_000  # bytes
OK = 200


class WarcPage(NamedTuple):
    """The payload of a page, and its metadata."""

    data: bytes
    facts: tuple[Fact, ...]


def read_pages(path: Path) -> Iterator[WarcPage | UnreadableInput | Progress]:
    """Yield each page in the WARC file at *path*, the reason for one that is damaged.

    A sign of progress stands for each record that is no page.
    """
    file, stream = open_resuming(path, VERSION)
    with file:
        for item in WarcReader(stream).records():
            yield read_page(item) if isinstance(item, WarcRecord) else item


def read_page(record: WarcRecord) -> WarcPage | UnreadableInput | Progress:
    """Return the page of a record, or why it cannot be read, or that it is none."""
    if record.headers.get("warc-type", "").lower() != "response":
        return Progress()
    message = parse_response(record.block)
    if not message or message.status != OK or message.content_type not in PAGE_TYPES:
        return Progress()
    try:
        check_size(record)
        data = decode_body(message, LARGEST_PAGE)
    except UnreadableInput as error:
        return UnreadableInput(f"{error}: {record.url}")
    return WarcPage(data, read_facts(record, message))


def check_size(record: WarcRecord) -> None:
    """Raise ``UnreadableInput`` if a page is too large, or not whole in the WARC."""
    if not record.is_whole:
        raise UnreadableInput(f"more than {LARGEST_PAGE:,} bytes")
    if cause := record.headers.get("warc-truncated"):
        raise UnreadableInput(f"cut off by the crawler ({cause})")


def read_facts(record: WarcRecord, message: HttpMessage) -> tuple[Fact, ...]:
    """Return the URL, the capture date and the declared encoding, where present."""
    values = {
        "url": record.url,
        "captured": record.headers.get("warc-date", ""),
        "charset": message.charset,
    }
    return tuple(Fact(field, value, "warc") for field, value in values.items() if value)
