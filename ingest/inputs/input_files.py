# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of a scrape, each known by its content and the hash of its bytes."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ingest.inputs.compression import open_decompressed, packing, read_at_most
from ingest.inputs.detect_format import SNIFFED, detect_format
from ingest.inputs.zip_archive import SKIPPED
from ingest.model.record import ScrapeFile

# Files about the scrape, and what HTTrack and wget keep for themselves.
BESIDE = re.compile(
    r"\..*|(?:README|LICENSE|COPYING)(?:\.(?:md|txt|rst))?|(?:hts-log|robots|cookies)\.txt|hts-cache",
    re.IGNORECASE,
)


class InputFile(NamedTuple):
    """A file of the input: where it lies, what it is called from the given path on, what it was sniffed as."""

    path: Path
    name: str
    kind: str  # of SPLITTERS, or zip
    sha256: str
    packing: str  # .gz … or ""
    within: str = ""  # the kept file of which it is a member
    zip: Path | None = None  # that file as it lies in the scrape

    @property
    def scrape_file(self) -> ScrapeFile:
        """Return the folder that was given, or the zip, and the file in it: pictures may lie beside a page."""
        if self.zip:
            return ScrapeFile(self.zip, self.within.partition("#")[2], self.kind)
        folder = self.path.parents[max(0, self.name.count("/") - 1)]
        return ScrapeFile(folder, self.path.relative_to(folder).as_posix(), self.kind)

    @property
    def kept_as(self) -> str:
        """Return its name under raw/: the hash of its bytes, and an ending for people."""
        if self.within:
            return self.within
        ending = {"dump": "txt"}.get(self.kind, self.kind)
        return f"{self.sha256[:2]}/{self.sha256}.{ending}{self.packing}"


def list_files(paths: list[Path]) -> Iterator[tuple[Path, str]]:
    """Yield the files below *paths* in a fixed order, each with its name from the given path on."""
    for path in paths:
        if path.is_dir():
            yield from (
                (file, f"{path.name}/{file.relative_to(path).as_posix()}")
                for file in below(path)
            )
        else:
            yield path, path.name


def below(folder: Path) -> Iterator[Path]:
    """Yield the files in *folder* and its folders in the order of their names, one folder at a time in memory."""
    for entry in sorted(folder.iterdir()):
        if beside(entry.name):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from below(entry)
        elif entry.is_file():
            yield entry


def beside(name: str) -> bool:
    """Say whether a file or folder is about the scrape, or belongs to a page and is none."""
    return bool(BESIDE.fullmatch(name) or SKIPPED.fullmatch(name))


def identify_file(path: Path, name: str) -> InputFile:
    """Return what the file at *path* is. Raises ``UnreadableInput``."""
    with path.open("rb") as stream:
        head = stream.read(SNIFFED)
        stream.seek(0)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    packed_as = packing(head)
    if packed_as:
        with open_decompressed(path) as stream:
            head = read_at_most(stream, SNIFFED)
    return InputFile(path, name, detect_format(head), sha256, packed_as)
