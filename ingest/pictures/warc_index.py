# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the WARC files of a run hold pictures: a crawl is split into files that do not care which page shows what."""

import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

from ingest.inputs.input_files import InputFile, list_files
from ingest.model.identity import canonical_url
from ingest.model.record import ScrapeFile
from ingest.pictures.formats import LARGEST
from ingest.pictures.scrape_files import stream, zipped

OK = 200
CRAWL = re.compile(r".*\.warc(?:\.gz|\.zst)?", re.IGNORECASE)
ZIP = frozenset((".wacz", ".zip"))
BROKEN = (OSError, EOFError, KeyError, RuntimeError, zipfile.BadZipFile, zlib.error)
TABLE = """CREATE TABLE picture (key TEXT, container TEXT, member TEXT, place INTEGER,
PRIMARY KEY (key, container, member)) WITHOUT ROWID"""
# Of several captures that of the page's own file, else the first by name: never the one that was met first, for a run
# that was killed meets them in another order.
FIND = """SELECT container, member, place FROM picture WHERE key = ?1
ORDER BY (container, member) <> (?2, ?3), container, member LIMIT 1"""


class WarcImageIndex:
    """The pictures of the WARC files below *paths*, listed in *tables*: of a page's own, of all when it lacks one."""

    def __init__(self, paths: list[Path], tables: sqlite3.Connection) -> None:
        self.tables, self.listed, self.others = tables, set[ScrapeFile](), crawls(paths)
        tables.execute(TABLE)

    def find_image(self, home: ScrapeFile, url: str) -> bytes:
        """Return what a crawl answers for a picture of a page in *home*, b"" if none does."""
        self.enter(home)
        found = self.place(home, url)
        if not found or found[0] != home:
            for other in self.others:
                self.enter(other)
            found = self.place(home, url)
        return answer(*found) if found else b""

    def place(self, home: ScrapeFile, url: str) -> tuple[ScrapeFile, int] | None:
        """Return the file and where in it the answer for *url* begins."""
        found = self.tables.execute(
            FIND, (key(url), str(home.container), home.member)
        ).fetchone()
        return (
            (ScrapeFile(Path(found[0]), found[1], home.kind), found[2])
            if found
            else None
        )

    def enter(self, home: ScrapeFile) -> None:
        """List the pictures of a WARC file, those before its end if it is damaged."""
        if home in self.listed:
            return
        self.listed.add(home)
        where = str(home.container), home.member
        with suppress(*BROKEN):
            rows = ((key(url), *where, place) for url, place in pictures(home))
            self.tables.executemany(
                "INSERT OR REPLACE INTO picture VALUES (?, ?, ?, ?)", rows
            )


def crawls(paths: list[Path]) -> Iterator[ScrapeFile]:
    """Yield the WARC files below *paths* and in the zips there, by their names."""
    for path, name in list_files(paths):
        if CRAWL.fullmatch(path.name):
            yield InputFile(path, name, "warc", "", "").scrape_file
        elif path.suffix.lower() in ZIP:
            with suppress(*BROKEN):
                yield from (
                    ScrapeFile(path, member, "warc")
                    for member in zipped(path).namelist()
                    if CRAWL.fullmatch(member)
                )


def pictures(home: ScrapeFile) -> Iterator[tuple[str, int]]:
    """Yield the address of each picture that a WARC answers with, and where in the file that answer begins."""
    with stream(home) as source:
        for record in ArchiveIterator(
            source, record_types=WarcRecordType.response, parse_http=True
        ):
            http = record.http_headers
            if (
                http
                and http.status_code == OK
                and (record.http_content_type or "").startswith("image/")
            ):
                yield record.headers["WARC-Target-URI"].strip("<>"), record.stream_pos


def answer(home: ScrapeFile, place: int) -> bytes:
    """Return the body of the answer that begins at *place*."""
    with stream(home) as source:
        source.seek(place)
        record = next(ArchiveIterator(source, parse_http=True, auto_decode="all"))
        return bytes(record.reader.read(LARGEST + 1))


def key(url: str) -> str:
    """Return an address in one spelling, for http and https alike: a page and its pictures may differ in both."""
    return canonical_url(url).partition("://")[2]
