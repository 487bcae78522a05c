# SPDX-License-Identifier: AGPL-3.0-or-later
"""`inv export --wacz`: the originals of the published articles, to replay.

Source: https://specs.webrecorder.net/wacz/1.1.1/. The same archive gives the
same bytes.
"""

import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from export import CannotExport
from export.originals import Record, Row, read_records
from export.page_cache import read_pages
from storage.files import replace_atomically, sha256_hex
from storage.zip_entry import fixed_entry

WARC_NAME = "archive/data.warc.gz"
PAGES_HEADER = {"format": "json-pages-1.0", "id": "pages", "title": "Pages"}
IndexLine = tuple[str, str, Row]  # key, time, where the record is


def export_wacz(site: Path, content: Path, target: Path, cache: Path) -> str:
    """Write the WACZ *target*; return what to print. Raises ``CannotExport``."""
    articles = [page.article for page in read_pages(site, cache)]
    titles = {row["original_url"]: row["title"] for row in articles}
    warc = target.with_name(f"{target.name}.warc.gz")
    try:
        lines, pages = write_records(warc, read_records(articles, content), titles)
        if not pages:
            raise CannotExport("No article has an original that is a page.")
        with replace_atomically(target) as temporary:
            write_package(temporary, warc, render_index(lines), render_pages(pages))
    finally:
        warc.unlink(missing_ok=True)
    urls = {page["url"] for page in pages}
    without = sum(row["original_url"] not in urls for row in articles)
    return f"{target}: {len(urls):,} pages; {without:,} articles have no page to replay"


def write_records(
    warc: Path, records: Iterable[Record], titles: Mapping[str, str]
) -> tuple[list[IndexLine], list[Row]]:
    """Write *records* to *warc*; return their index and the pages of articles."""
    lines: list[IndexLine] = []
    pages: list[Row] = []
    offset = 0
    warc.parent.mkdir(parents=True, exist_ok=True)
    with warc.open("wb") as stream:
        for record in records:
            data = record.render()
            stream.write(data)
            lines.append(index_line(record, offset, len(data)))
            offset += len(data)
            if record.url in titles and record.is_page:
                pages.append(page_row(record, titles[record.url]))
    return lines, pages


def index_line(record: Record, offset: int, length: int) -> IndexLine:
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


def render_index(lines: list[IndexLine]) -> bytes:
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
    resources = [resource(WARC_NAME, *measure_file(warc))]
    resources += [
        resource(name, sha256_hex(data), len(data)) for name, data in files.items()
    ]
    description = {
        **{"profile": "data-package", "wacz_version": "1.1.1"},
        **{"software": "warraq", "resources": resources},
    }
    text = json.dumps(description, indent=1).encode()
    digest = {"path": "datapackage.json", "hash": f"sha256:{sha256_hex(text)}"}
    files["datapackage.json"] = text
    files["datapackage-digest.json"] = json.dumps(digest).encode()
    # All are stored: players read parts of them by range requests.
    with zipfile.ZipFile(target, "w") as package:
        with (
            warc.open("rb") as source,
            package.open(fixed_entry(WARC_NAME), "w") as copy,
        ):
            shutil.copyfileobj(source, copy)
        for name, data in files.items():
            package.writestr(fixed_entry(name), data)


def measure_file(path: Path) -> tuple[str, int]:
    """Return SHA-256 and bytes of a file, which may not fit into the memory."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest(), path.stat().st_size


def resource(path: str, sha256: str, size: int) -> Row:
    """Return the description of a file."""
    return {
        **{"name": path.rpartition("/")[2], "path": path},
        **{"hash": f"sha256:{sha256}", "bytes": size},
    }
