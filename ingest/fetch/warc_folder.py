# SPDX-License-Identifier: AGPL-3.0-or-later
"""The folder of WARC files, one a run: they are all that is remembered, so a run goes on where it was killed."""

import zlib
from datetime import UTC, datetime
from pathlib import Path

from ingest.fetch.http_exchange import Answer
from ingest.fetch.warc_records import OK, Capture, about, capture, captures, spelt

UNFINISHED = "unfinished"  # folder of the file that a run still writes or that is not ingested yet
CHUNK = 1 << 16


class Shelf:
    """The WARC files in *folder*: finished ones tell what pages were, the unfinished one what needs no second visit."""

    def __init__(self, folder: Path, fields: dict[str, str]) -> None:
        self.folder, unfinished = folder, folder / UNFINISHED
        unfinished.mkdir(parents=True, exist_ok=True)
        self.earlier = {
            url: found
            for path in sorted(folder.glob("*.warc.gz"))
            for url, found in captures(path)
            if found.status == OK
        }
        new = unfinished / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}.warc.gz"
        self.path = min(unfinished.glob("*.warc.gz"), default=new)
        with self.path.open("ab") as stream:
            stream.truncate(whole(self.path))  # a record that a killed run had begun
            if not stream.tell():
                stream.write(about(fields))
        self.answered = dict(captures(self.path))

    def add(self, answer: Answer, earlier: Capture | None) -> Capture:
        """Write an exchange down and return what is remembered of it; a page as it was *earlier* has the status 304."""
        with self.path.open("ab", buffering=0) as stream:
            stream.write(spelt(answer, earlier))
        self.answered[answer.url] = capture(answer, earlier)
        return self.answered[answer.url]

    def close(self) -> Path:
        """Return the file of the run, finished."""
        return self.path.replace(self.folder / self.path.name)


def whole(path: Path) -> int:
    """Return how many bytes of a file of gzip members belong to whole ones."""
    unpacker, end = zlib.decompressobj(31), 0
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            while chunk:
                unpacker.decompress(chunk)
                chunk = unpacker.unused_data
                if unpacker.eof:
                    unpacker, end = zlib.decompressobj(31), stream.tell() - len(chunk)
    return end
