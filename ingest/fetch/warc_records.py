# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers → WARC 1.1 records and back: what was asked, what came, and that a page is still as it was."""

import base64
import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from ingest.fetch.http_exchange import Answer, target

PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
OK, NOT_MODIFIED = 200, 304


class Capture(NamedTuple):
    """What is remembered of an answer: enough to follow a redirect and to ask whether a page has changed."""

    status: int
    target: str
    etag: str
    modified: str
    digest: str
    date: str


def unchanged(answer: Answer, earlier: Capture | None) -> bool:
    """Say whether *answer* is the page of an *earlier* capture, by word of the server or byte for byte."""
    return earlier is not None and (
        answer.status == NOT_MODIFIED
        or (answer.status, answer.digest) == (earlier.status, earlier.digest)
    )


def capture(answer: Answer, earlier: Capture | None) -> Capture:
    """Return what is to be remembered of *answer*; one that is as it was has the status 304."""
    return Capture(
        status=NOT_MODIFIED if unchanged(answer, earlier) else answer.status,
        target=answer.target,
        etag=answer.fields.get("ETag", ""),
        modified=answer.fields.get("Last-Modified", ""),
        digest=answer.digest,
        date=warc_date(answer),
    )


def spelt(answer: Answer, earlier: Capture | None) -> bytes:
    """Return the records of an exchange, each packed by itself; a page that is still the same is a revisit."""
    revisit = earlier is not None and unchanged(answer, earlier)
    answered = blank(
        WarcRecordType.revisit if revisit else WarcRecordType.response, answer
    )
    asked = blank(WarcRecordType.request, answer)
    asked.headers["WARC-Concurrent-To"] = answered.record_id or ""
    if earlier is not None and revisit:
        same = (
            "server-not-modified"
            if answer.status == NOT_MODIFIED
            else "identical-payload-digest"
        )
        answered.headers["WARC-Profile"] = PROFILES + same
        answered.headers["WARC-Refers-To-Target-URI"] = answer.url
        answered.headers["WARC-Refers-To-Date"] = earlier.date
    # The question first: an answer that is whole in a file that was cut off has its question before it.
    return packed(asked, answer.request, b"", "") + packed(
        answered,
        answer.head,
        b"" if revisit else answer.body,
        earlier.digest if earlier and revisit else answer.digest,
    )


def blank(kind: WarcRecordType, answer: Answer) -> WarcRecord:
    """Return a record with the headers that every record of an exchange has."""
    record = WarcRecord()
    record.init_headers(record_type=kind)
    record.headers["WARC-Date"] = warc_date(answer)
    record.headers["WARC-Target-URI"] = answer.url
    message = "request" if kind is WarcRecordType.request else "response"
    record.headers["Content-Type"] = f"application/http; msgtype={message}"
    return record


def packed(record: WarcRecord, head: bytes, body: bytes, digest: str) -> bytes:
    """Return a record with its content and digests as one gzip member."""
    record.set_bytes_content(head + body)
    payload = base64.b32decode(digest.partition(":")[2]) if digest else None
    written = io.BytesIO()
    record.write(written, checksum_data=True, payload_digest=payload)
    return gzip.compress(written.getvalue(), mtime=0)


def about(fields: dict[str, str]) -> bytes:
    """Return the record that opens a file: who fetched, with what, by which rules."""
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.warcinfo)
    record.headers["Content-Type"] = "application/warc-fields"
    return packed(
        record,
        "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode(),
        b"",
        "",
    )


def warc_date(answer: Answer) -> str:
    """Return the moment of an exchange as a WARC spells it."""
    return answer.moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def captures(path: Path) -> Iterator[tuple[str, Capture]]:
    """Yield the address of each answer in a WARC and what is to be remembered of it; a revisit has the status 304."""
    with path.open("rb") as stream:
        kinds = WarcRecordType.response | WarcRecordType.revisit
        for record in ArchiveIterator(stream, record_types=kinds, parse_http=True):
            yield record.headers["WARC-Target-URI"], remembered(record)


def remembered(record: WarcRecord) -> Capture:
    """Return what is to be remembered of a record."""
    fields = {name.title(): value for name, value in record.http_headers.items()}
    status = (
        NOT_MODIFIED
        if record.record_type is WarcRecordType.revisit
        else record.http_headers.status_code or 0
    )
    return Capture(
        status=status,
        target=target(
            record.headers["WARC-Target-URI"], status, fields.get("Location", "")
        ),
        etag=fields.get("Etag", ""),
        modified=fields.get("Last-Modified", ""),
        digest=record.headers["WARC-Payload-Digest"],
        date=record.headers["WARC-Date"],
    )
