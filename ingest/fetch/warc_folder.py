# SPDX-License-Identifier: AGPL-3.0-or-later
"""The folder of WARC files, one for each run.

They are the only state of the crawler: a run that was killed continues from them.
"""

import zlib
from datetime import UTC, datetime
from pathlib import Path

from ingest.fetch.http_exchange import Exchange
from ingest.fetch.warc_records import (
    OK,
    Capture,
    capture_of_exchange,
    read_captures,
    serialise_exchange,
    serialise_warcinfo,
)

UNFINISHED = "unfinished"  # folder of a file that is being written or not yet ingested
CHUNK = 1 << 16
GZIP = 31  # zlib's window bits for a gzip member


class WarcFolder:
    """The WARC files in *folder*, and the unfinished one of this run.

    *earlier* has the captures of finished runs, to ask whether a page has changed;
    *current* those of this run, which are not requested again.
    """

    def __init__(self, folder: Path, warcinfo: dict[str, str]) -> None:
        self.folder = folder
        self.earlier = read_successful_captures(folder)
        self.path = find_unfinished(folder)
        with self.path.open("ab") as stream:
            # Remove a record that a killed run had begun.
            stream.truncate(complete_gzip_length(self.path))
            if not stream.tell():
                stream.write(serialise_warcinfo(warcinfo))
        self.current = dict(read_captures(self.path))

    def add(self, exchange: Exchange, earlier: Capture | None) -> Capture:
        """Write an exchange and return its capture; *earlier* is that of another run.

        A page that is unchanged since then is written as a revisit.
        """
        with self.path.open("ab", buffering=0) as stream:
            stream.write(serialise_exchange(exchange, earlier))
        self.current[exchange.url] = capture_of_exchange(exchange, earlier)
        return self.current[exchange.url]

    def finish(self) -> Path:
        """Move the file of the run to the finished ones and return its path."""
        return self.path.replace(self.folder / self.path.name)


def read_successful_captures(folder: Path) -> dict[str, Capture]:
    """Return the last successful capture of each URL in the finished files."""
    captures: dict[str, Capture] = {}
    for path in sorted(folder.glob("*.warc.gz")):
        captures.update(pair for pair in read_captures(path) if pair[1].status == OK)
    return captures


def find_unfinished(folder: Path) -> Path:
    """Return the unfinished file of an earlier run, or a new path."""
    unfinished = folder / UNFINISHED
    unfinished.mkdir(parents=True, exist_ok=True)
    new = unfinished / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}.warc.gz"
    return min(unfinished.glob("*.warc.gz"), default=new)


def complete_gzip_length(path: Path) -> int:
    """Return how many bytes at the start of a file are complete gzip members."""
    decompressor, length = zlib.decompressobj(GZIP), 0
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            while chunk:
                decompressor.decompress(chunk)
                chunk = decompressor.unused_data
                if decompressor.eof:
                    decompressor = zlib.decompressobj(GZIP)
                    length = stream.tell() - len(chunk)
    return length
