# SPDX-License-Identifier: AGPL-3.0-or-later
"""HTTP exchanges as WARC 1.1 records: request, response, revisit; and read again.

FastWARC writes them; they are read as those of a scrape, whose damaged records cost
only themselves.
"""

import base64
import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from fastwarc.warc import WarcRecord, WarcRecordType

from ingest.fetch.http_exchange import Exchange, redirect_target
from ingest.inputs.containers import warc_records
from ingest.inputs.containers.http_message import HttpMessage, parse_response
from ingest.inputs.containers.warc_records import VERSION, WarcReader
from ingest.inputs.resuming_stream import open_resuming

REVISIT_PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
CAPTURE_KINDS = frozenset(("response", "revisit"))
OK, NOT_MODIFIED = 200, 304


class Capture(NamedTuple):
    """What is kept in memory of a response.

    Enough to follow a redirect and to ask whether a page has changed. A revisit has the
    status 304.
    """

    status: int
    target: str
    etag: str
    last_modified: str
    digest: str
    date: str


def is_unchanged(exchange: Exchange, earlier: Capture | None) -> bool:
    """Return whether the response is the page of an *earlier* capture.

    Either the server reports it, or the bytes are equal.
    """
    if earlier is None:
        return False
    if exchange.status == NOT_MODIFIED:
        return True
    return (exchange.status, exchange.digest) == (earlier.status, earlier.digest)


def capture_of_exchange(exchange: Exchange, earlier: Capture | None) -> Capture:
    """Return the capture of *exchange*; an unchanged page has the status 304."""
    unchanged = is_unchanged(exchange, earlier)
    return Capture(
        status=NOT_MODIFIED if unchanged else exchange.status,
        target=exchange.target,
        etag=exchange.headers.get("ETag", ""),
        last_modified=exchange.headers.get("Last-Modified", ""),
        digest=exchange.digest,
        date=format_warc_date(exchange),
    )


def serialise_exchange(exchange: Exchange, earlier: Capture | None) -> bytes:
    """Return the records of an exchange, each a gzip member.

    The request comes first: in a file that was cut off, a complete response always has
    its request before it. An unchanged page is stored as a revisit, without its body.
    """
    if earlier is not None and is_unchanged(exchange, earlier):
        response = new_record(WarcRecordType.revisit, exchange)
        add_revisit_headers(response, exchange, earlier)
        body, digest = b"", earlier.digest
    else:
        response = new_record(WarcRecordType.response, exchange)
        body, digest = exchange.body, exchange.digest
    request = new_record(WarcRecordType.request, exchange)
    request.headers["WARC-Concurrent-To"] = response.record_id or ""
    return serialise_record(request, exchange.request_head) + serialise_record(
        response, exchange.response_head + body, digest
    )


def new_record(record_type: WarcRecordType, exchange: Exchange) -> WarcRecord:
    """Return a record with the headers that every record of an exchange has."""
    record = WarcRecord()
    record.init_headers(record_type=record_type)
    record.headers["WARC-Date"] = format_warc_date(exchange)
    record.headers["WARC-Target-URI"] = exchange.url
    message = "request" if record_type is WarcRecordType.request else "response"
    record.headers["Content-Type"] = f"application/http; msgtype={message}"
    return record


def add_revisit_headers(
    record: WarcRecord, exchange: Exchange, earlier: Capture
) -> None:
    """Add to a revisit *record* why the page is unchanged and since when."""
    not_modified = exchange.status == NOT_MODIFIED
    profile = "server-not-modified" if not_modified else "identical-payload-digest"
    record.headers["WARC-Profile"] = REVISIT_PROFILES + profile
    record.headers["WARC-Refers-To-Target-URI"] = exchange.url
    record.headers["WARC-Refers-To-Date"] = earlier.date


def serialise_record(record: WarcRecord, content: bytes, digest: str = "") -> bytes:
    """Return a record with its content and digests as one gzip member."""
    record.set_bytes_content(content)
    payload = base64.b32decode(digest.partition(":")[2]) if digest else None
    stream = io.BytesIO()
    record.write(stream, checksum_data=True, payload_digest=payload)
    return gzip.compress(stream.getvalue(), mtime=0)


def serialise_warcinfo(fields: dict[str, str]) -> bytes:
    """Return the first record of a file: who fetched, with what, by which rules."""
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.warcinfo)
    record.headers["Content-Type"] = "application/warc-fields"
    lines = [f"{name}: {value}\r\n" for name, value in fields.items()]
    return serialise_record(record, "".join(lines).encode())


def format_warc_date(exchange: Exchange) -> str:
    """Return the moment of an exchange in the notation of a WARC."""
    return exchange.moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def read_captures(path: Path) -> Iterator[tuple[str, Capture]]:
    """Yield the URL and the capture of each sound response in a WARC file."""
    file, stream = open_resuming(path, VERSION)
    with file:
        for record in WarcReader(stream).records():
            if (
                isinstance(record, warc_records.WarcRecord)
                and record.kind in CAPTURE_KINDS
            ):
                message = parse_response(record.block)
                if message and record.url:
                    yield record.url, capture_of_record(record, message)


def capture_of_record(record: warc_records.WarcRecord, message: HttpMessage) -> Capture:
    """Return the capture of a record."""
    status = NOT_MODIFIED if record.kind == "revisit" else message.status
    location = message.headers.get("location", "")
    return Capture(
        status=status,
        target=redirect_target(record.url, status, location),
        etag=message.headers.get("etag", ""),
        last_modified=message.headers.get("last-modified", ""),
        digest=record.headers.get("warc-payload-digest", ""),
        date=record.headers.get("warc-date", ""),
    )
