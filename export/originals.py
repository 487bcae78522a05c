# SPDX-License-Identifier: AGPL-3.0-or-later
"""The originals of published articles as records of WARC 1.1 (ISO 28500).

Saved pages and records of WARC files; a text dump, a table or a feed has no page. Of a
WARC file, pages are included only if the site shows their article, and else only what
pages are made of: what was hidden or erased is not, nor a reply of JSON that has it.
"""

import gzip
import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from fastwarc.warc import ArchiveIterator, WarcRecordType

from storage.files import read_or_none
from storage.json_lines import read_log

PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")
WARC_ENDINGS = (".warc", ".warc.gz")
CAPTURED = re.compile(rb'^captured: "?([^"\n]+)', re.MULTILINE)
ORIGINAL = re.compile(rb'^original: "?([^"\n]+)', re.MULTILINE)
STATUS = re.compile(rb"HTTP/\S+ (\d{3})")
HTTP_TYPE = re.compile(rb"^content-type:\s*([^;\r\n]+)", re.IGNORECASE | re.MULTILINE)
PART = re.compile(
    r"(image|font|audio|video)/|text/css|.*(javascript|font)", re.IGNORECASE
)
UNKNOWN_TIME = "1970-01-01T00:00:00Z"
Row = dict[str, Any]


class Record(NamedTuple):
    """A record to write; *block* has the HTTP headers of a response."""

    kind: str  # response | resource
    url: str
    date: str  # of the capture, ISO 8601 in UTC
    content_type: str  # of the block
    block: bytes

    @property
    def status(self) -> str:
        """The HTTP status; 200 of a saved page, whose status is not known."""
        match = STATUS.match(self.block) if self.kind == "response" else None
        return match[1].decode() if match else "200"

    @property
    def media_type(self) -> str:
        """The media type of the payload."""
        if self.kind == "resource":
            return self.content_type
        head = self.block.partition(b"\r\n\r\n")[0]
        match = HTTP_TYPE.search(head)
        return match[1].decode("ascii", "replace").strip() if match else ""

    @property
    def is_page(self) -> bool:
        """Whether a browser shows the payload as a page."""
        return "html" in self.media_type

    @property
    def is_part(self) -> bool:
        """Whether the payload is a part of pages, and no text of its own."""
        return bool(PART.match(self.media_type))

    def render(self) -> bytes:
        """Return the record as a member of gzip, the same at every time."""
        digest = hashlib.sha256(self.block).hexdigest()
        identity = uuid5(NAMESPACE_URL, f"{self.url} {self.date} {digest}")
        headers = {
            "WARC-Type": self.kind,
            "WARC-Record-ID": f"<urn:uuid:{identity}>",
            "WARC-Date": self.date,
            "WARC-Target-URI": self.url,
            "WARC-Block-Digest": f"sha256:{digest}",
            "Content-Type": self.content_type,
            "Content-Length": str(len(self.block)),
        }
        lines = [f"{name}: {value}\r\n" for name, value in headers.items()]
        head = f"WARC/1.1\r\n{''.join(lines)}\r\n"
        return gzip.compress(head.encode() + self.block + b"\r\n\r\n", mtime=0)


def read_records(articles: Sequence[Row], content: Path) -> Iterator[Record]:
    """Yield the originals of *articles*, each file once, by name of the file.

    A saved page that has a removed article too is left out.
    """
    withheld = set(withheld_originals(content, {row["id"] for row in articles}))
    by_file: dict[str, list[Row]] = {}
    for row in articles:
        by_file.setdefault(row["original"].partition("#")[0], []).append(row)
    for name in sorted(by_file):
        path = content / "raw" / name
        rows = [row for row in by_file[name] if row["original_url"]]
        if not name or not path.is_file():
            continue
        if name.endswith(WARC_ENDINGS):
            yield from warc_records(path, {row["original_url"] for row in rows})
        elif name.endswith(PAGE_ENDINGS) and name not in withheld:
            yield from (saved_page(path, row, content) for row in rows)


def withheld_originals(content: Path, published: set[str]) -> Iterator[str]:
    """Yield the originals of removed articles that are not *published* again."""
    for row in read_log(content / "removals.jsonl", "id"):
        match = ORIGINAL.search(front_matter(content, row["id"]))
        if match and row["id"] not in published:
            yield match[1].decode().partition("#")[0]


def front_matter(content: Path, identity: str) -> bytes:
    """Return the front matter of an article, b"" if it has no file."""
    path = content / "articles" / identity[:2] / f"{identity}.md"
    return (read_or_none(path) or b"").partition(b"\n---\n")[0]


def saved_page(path: Path, row: Row, content: Path) -> Record:
    """Return the record of a saved page, of which no HTTP headers are known."""
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    date = capture_date(row, content)
    return Record("resource", row["original_url"], date, "text/html", data)


def capture_date(row: Row, content: Path) -> str:
    """Return when a page was captured; if that is unknown, when it was published."""
    match = CAPTURED.search(front_matter(content, row["id"]))
    text = match[1].decode() if match else row["published"]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return UNKNOWN_TIME
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def warc_records(path: Path, published: set[str]) -> Iterator[Record]:
    """Yield the responses of a WARC file: *published* ones, and parts of pages."""
    with path.open("rb") as stream:
        kinds = WarcRecordType.response | WarcRecordType.resource
        for record in ArchiveIterator(stream, record_types=kinds, parse_http=False):
            headers = {name.lower(): value for name, value in record.headers}
            copied = Record(
                headers.get("warc-type", "").lower(),
                headers.get("warc-target-uri", "").strip("<>"),
                headers.get("warc-date", UNKNOWN_TIME),
                headers.get("content-type", "application/octet-stream"),
                record.reader.read(),
            )
            if copied.url in published or copied.is_part:
                yield copied
