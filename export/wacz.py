# SPDX-License-Identifier: AGPL-3.0-or-later
"""`inv export --wacz`: the originals of the published articles, to replay.

Saved pages and records of WARC files; a text dump, a table or a feed has no page. Of a
WARC file, pages are included only if the site shows their article: what was hidden or
erased is not. Sources: https://specs.webrecorder.net/wacz/1.1.1/, WARC 1.1 (ISO 28500).
"""

import gzip
import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from fastwarc.warc import ArchiveIterator, WarcRecordType

from export import CannotExport
from export.page_cache import read_pages
from storage.files import read_or_none, replace_atomically, sha256_hex

EARLIEST_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
WARC_NAME = "archive/data.warc.gz"
PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".html.gz", ".htm.gz")
WARC_ENDINGS = (".warc", ".warc.gz")
CAPTURED = re.compile(rb'^captured: "?([^"\n]+)', re.MULTILINE)
STATUS = re.compile(rb"HTTP/\S+ (\d{3})")
HTTP_TYPE = re.compile(rb"^content-type:\s*([^;\r\n]+)", re.IGNORECASE | re.MULTILINE)
PAGES_HEADER = {"format": "json-pages-1.0", "id": "pages", "title": "Pages"}
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


def export_wacz(site: Path, content: Path, target: Path, cache: Path) -> str:
    """Write the WACZ *target*; return what to print. Raises ``CannotExport``."""
    articles = [page.article for page in read_pages(site, cache)]
    lines: list[tuple[str, str, Row]] = []
    pages: list[Row] = []
    titles = {row["original_url"]: row["title"] for row in articles}
    warc = target.with_name(f"{target.name}.warc.gz")
    with replace_atomically(target) as temporary:
        offset = 0
        with warc.open("wb") as stream:
            for record in read_records(articles, content):
                data = record.render()
                stream.write(data)
                lines.append(index_line(record, offset, len(data)))
                offset += len(data)
                if record.url in titles and record.is_page:
                    pages.append(page_row(record, titles[record.url]))
        try:
            if not pages:
                raise CannotExport("No article has an original that is a page.")
            write_package(temporary, warc, render_index(lines), render_pages(pages))
        finally:
            warc.unlink()
    urls = {page["url"] for page in pages}
    without = sum(row["original_url"] not in urls for row in articles)
    return f"{target}: {len(urls):,} pages; {without:,} articles have no page to replay"


def read_records(articles: Iterable[Row], content: Path) -> Iterator[Record]:
    """Yield the originals of *articles*, each file once, by name of the file."""
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
        elif name.endswith(PAGE_ENDINGS):
            yield from (saved_page(path, row, content) for row in rows)


def saved_page(path: Path, row: Row, content: Path) -> Record:
    """Return the record of a saved page, of which no HTTP headers are known."""
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    date = capture_date(row, content)
    return Record("resource", row["original_url"], date, "text/html", data)


def capture_date(row: Row, content: Path) -> str:
    """Return when a page was captured; if that is unknown, when it was published."""
    path = content / "articles" / row["id"][:2] / f"{row['id']}.md"
    match = CAPTURED.search((read_or_none(path) or b"").partition(b"\n---\n")[0])
    text = match[1].decode() if match else row["published"]
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return UNKNOWN_TIME
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def warc_records(path: Path, published: set[str]) -> Iterator[Record]:
    """Yield the responses of a WARC file: *published* pages, and what is no page."""
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
            if copied.url in published or not copied.is_page:
                yield copied


def index_line(record: Record, offset: int, length: int) -> tuple[str, str, Row]:
    """Return a line of the CDXJ: key, time, where the record is."""
    digits = re.sub(r"\D", "", record.date)[:14]
    fields = {
        "url": record.url,
        "mime": record.media_type or "unk",
        "status": record.status,
        "digest": f"sha256:{sha256_hex(record.block)}",
        "length": str(length),
        "offset": str(offset),
        "filename": WARC_NAME.rpartition("/")[2],
    }
    return sort_key(record.url), digits, fields


def sort_key(url: str) -> str:
    """Return the SURT of a URL: https://a.example/B?c gives example,a)/b?c."""
    parts = urlsplit(url.lower())
    host = ",".join(reversed((parts.hostname or "").removeprefix("www.").split(".")))
    port = f":{parts.port}" if parts.port else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}){parts.path or '/'}{query}"


def page_row(record: Record, title: str) -> Row:
    """Return a page of the list that a player shows."""
    identity = str(uuid5(NAMESPACE_URL, record.url))
    return {"id": identity, "url": record.url, "ts": record.date, "title": title}


def render_index(lines: list[tuple[str, str, Row]]) -> bytes:
    """Return the CDXJ, sorted."""
    texts = sorted(f"{key} {time} {json.dumps(row)}\n" for key, time, row in lines)
    return "".join(texts).encode()


def render_pages(pages: list[Row]) -> bytes:
    """Return the list of pages, each once."""
    rows = [PAGES_HEADER, *{page["url"]: page for page in pages}.values()]
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()


def write_package(target: Path, warc: Path, index: bytes, pages: bytes) -> None:
    """Write the zip: records, index, pages, and their description with digests."""
    files = {"indexes/index.cdxj": index, "pages/pages.jsonl": pages}
    with zipfile.ZipFile(target, "w") as package:
        write_entry(package, WARC_NAME, warc.read_bytes())
        for name, data in files.items():
            write_entry(package, name, data)
        resources = [
            resource(name, data)
            for name, data in ((WARC_NAME, warc.read_bytes()), *files.items())
        ]
        description = {
            **{"profile": "data-package", "wacz_version": "1.1.1"},
            **{"software": "warraq", "resources": resources},
        }
        text = json.dumps(description, indent=1).encode()
        write_entry(package, "datapackage.json", text)
        digest = {"path": "datapackage.json", "hash": f"sha256:{sha256_hex(text)}"}
        write_entry(package, "datapackage-digest.json", json.dumps(digest).encode())


def resource(path: str, data: bytes) -> Row:
    """Return the description of a file."""
    return {
        **{"name": path.rpartition("/")[2], "path": path},
        **{"hash": f"sha256:{sha256_hex(data)}", "bytes": len(data)},
    }


def write_entry(package: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Add a stored entry: players read parts of it by range requests."""
    package.writestr(zipfile.ZipInfo(name, EARLIEST_ZIP_TIME), data)
