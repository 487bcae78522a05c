# SPDX-License-Identifier: AGPL-3.0-or-later
"""Index of the images in the WARC files of a run, by URL.

A crawl is split into files regardless of which page shows which image, so an image may
be in another file than its page. A file is indexed when an image is first looked up.

FastWARC reads here, because it gives the offset of each record in the compressed file,
to which it can seek; the reader of the pages (`warc_records`) has no offsets, and
warcio takes several times as long. After damage FastWARC cannot go on: the file is
reported as one whose images are lost, and those before the damage are used.
"""

import re
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from ingest.inputs.input_files import InputFile, InputPath, list_files
from ingest.model.identity import canonical_url
from ingest.model.record import Failure, Progress, ScrapeFile, UnreadableInput
from ingest.pictures.formats import LARGEST
from ingest.pictures.scrape_files import open_scrape_file, open_zip

T = TypeVar("T")
OK = 200
WARC_NAME = re.compile(r".*\.warc(?:\.gz|\.zst)?", re.IGNORECASE)
ZIP_SUFFIXES = frozenset((".wacz", ".zip"))
READ_ERRORS = (
    OSError,
    EOFError,
    RuntimeError,
    UnreadableInput,
    zipfile.BadZipFile,
    zlib.error,
)
TABLE = """
CREATE TABLE picture (key TEXT, container TEXT, member TEXT, place INTEGER,
    PRIMARY KEY (key, container, member)) WITHOUT ROWID"""
INSERT = "INSERT OR REPLACE INTO picture VALUES (?, ?, ?, ?)"
# Of several captures, that in the page's own file, else the first by name. Not the
# first that was indexed: a run that was killed and repeated indexes in another order.
FIND = """
SELECT container, member, place FROM picture WHERE key = ?1
ORDER BY (container, member) <> (?2, ?3), container, member LIMIT 1"""


class Reader(Protocol):
    """What reads foreign bytes elsewhere: a confined process."""

    def stream(
        self, function: Callable[..., Iterator[T | Progress]], *arguments: object
    ) -> Iterator[T]: ...


class RecordLocation(NamedTuple):
    """A WARC file and the offset of a record in it."""

    warc: ScrapeFile
    offset: int


class WarcImageIndex:
    """The images of the WARC files below *paths*, in a table of the run's database.

    *reader* reads the files. *failures* lists those whose images are lost because the
    file is damaged.
    """

    def __init__(
        self, paths: list[Path], tables: sqlite3.Connection, reader: Reader
    ) -> None:
        self.tables, self.reader = tables, reader
        self.indexed: set[ScrapeFile] = set()
        self.paths = paths
        self.not_indexed: list[ScrapeFile] | None = None  # until they are listed
        self.failures: list[Failure] = []
        tables.execute(TABLE)

    def find_image(self, warc: ScrapeFile, url: str) -> bytes:
        """Return the image at *url* for a page in the file *warc*, b"" without one."""
        self.add_file(warc)
        location = self.look_up(warc, url)
        if not location or location.warc != warc:
            self.add_all_files()
            location = self.look_up(warc, url)
        return self.read_payload(location) if location else b""

    def look_up(self, warc: ScrapeFile, url: str) -> RecordLocation | None:
        """Return where the best capture of *url* is."""
        parameters = (url_key(url), str(warc.container), warc.member)
        row = self.tables.execute(FIND, parameters).fetchone()
        if not row:
            return None
        container, member, offset = row
        return RecordLocation(ScrapeFile(Path(container), member, warc.kind), offset)

    def add_all_files(self) -> None:
        """Add the images of all WARC files below the paths."""
        if self.not_indexed is None:
            self.not_indexed = self.list_warc_files()
        while self.not_indexed:
            self.add_file(self.not_indexed.pop(0))

    def list_warc_files(self) -> list[ScrapeFile]:
        """Return the WARC files below the paths.

        What cannot be listed is reported where it is read as an input.
        """
        files: list[ScrapeFile] = []
        with suppress(UnreadableInput):
            files.extend(self.reader.stream(find_warc_files, self.paths))
        return files

    def add_file(self, warc: ScrapeFile) -> None:
        """Add the images of a WARC file; if it is damaged, those before the damage."""
        if warc in self.indexed:
            return
        self.indexed.add(warc)
        container, member = str(warc.container), warc.member
        try:
            for url, offset in self.reader.stream(iterate_images, warc):
                self.tables.execute(INSERT, (url_key(url), container, member, offset))
        except UnreadableInput as error:
            self.report_damage(warc, error)

    def read_payload(self, location: RecordLocation) -> bytes:
        """Return the payload of the response record at *location*, b"" if damaged."""
        try:
            return first_item(self.reader, load_payload, location)
        except UnreadableInput as error:
            self.report_damage(location.warc, error)
            return b""

    def report_damage(self, warc: ScrapeFile, error: UnreadableInput) -> None:
        """Add a failure for *warc*, unless it has one."""
        separator = "/" if warc.container.is_dir() else "#"
        name = f"{warc.container.name}{separator}{warc.member}"
        reason = f"images of it are lost: {error}"
        if all(failure.name != name for failure in self.failures):
            self.failures.append(Failure(name, reason))


def find_warc_files(paths: list[Path]) -> Iterator[ScrapeFile | Progress]:
    """Yield the WARC files below *paths*, and those in zips there."""
    for entry in list_files(paths):
        yield Progress()
        if not isinstance(entry, InputPath):  # reported where it is read as an input
            continue
        path, name = entry
        if WARC_NAME.fullmatch(path.name):
            yield InputFile(path, name, "warc", "", "").scrape_file
        elif path.suffix.lower() in ZIP_SUFFIXES:
            # A broken zip is reported where it is read as an input.
            with suppress(*READ_ERRORS):
                for member in open_zip(path).namelist():
                    if WARC_NAME.fullmatch(member):
                        yield ScrapeFile(path, member, "warc")


def first_item(
    reader: Reader, function: Callable[..., Iterator[T]], *arguments: object
) -> T:
    """Return the first item of a generator that *reader* runs.

    Raises ``UnreadableInput``.
    """
    items: Iterator[T] = reader.stream(function, *arguments)
    (item,) = items
    return item


def iterate_images(warc: ScrapeFile) -> Iterator[tuple[str, int] | Progress]:
    """Yield the URL of each image in a WARC file and the offset of its record.

    Raises ``UnreadableInput`` where the file is damaged.
    """
    try:
        with open_scrape_file(warc) as stream:
            for record in ArchiveIterator(
                stream, record_types=WarcRecordType.response, parse_http=True
            ):
                is_found = is_image(record)
                yield (read_url(record), record.stream_pos) if is_found else Progress()
    except READ_ERRORS as error:
        raise UnreadableInput(f"damaged WARC: {error}") from error


def load_payload(location: RecordLocation) -> Iterator[bytes]:
    """Yield the payload of the response record at *location*.

    Raises ``UnreadableInput`` where the file is damaged.
    """
    try:
        with open_scrape_file(location.warc) as stream:
            stream.seek(location.offset)
            records = ArchiveIterator(stream, parse_http=True, auto_decode="all")
            record = next(iter(records), None)
            yield bytes(record.reader.read(LARGEST + 1)) if record else b""
    except READ_ERRORS as error:
        raise UnreadableInput(f"damaged WARC: {error}") from error


def is_image(record: WarcRecord) -> bool:
    """Return whether the record is a successful response with an image."""
    http = record.http_headers
    if not http or http.status_code != OK:
        return False
    return (record.http_content_type or "").startswith("image/")


def read_url(record: WarcRecord) -> str:
    """Return the URL of a record. Raises ``UnreadableInput`` without one."""
    url = record.headers.get("WARC-Target-URI")
    if not url:
        raise UnreadableInput("a record without WARC-Target-URI")
    return str(url).strip("<>")


def url_key(url: str) -> str:
    """Return the canonical form of *url* without its scheme.

    A page and its images may differ in http and https.
    """
    return canonical_url(url).partition("://")[2]
