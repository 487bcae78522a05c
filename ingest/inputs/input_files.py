# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of a scrape: listed, their format detected, their bytes hashed."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ingest.inputs.compression import (
    detect_compression,
    open_decompressed,
    read_at_most,
)
from ingest.inputs.detect_format import HEAD_SIZE, detect_format
from ingest.inputs.zip_archive import PAGE_RESOURCE
from ingest.model.record import ScrapeFile

# Files about the scrape, and the logs and caches of HTTrack and wget.
SCRAPER_FILE = re.compile(
    r"\..*|(?:README|LICENSE|COPYING)(?:\.(?:md|txt|rst))?"
    r"|(?:hts-log|robots|cookies)\.txt|hts-cache",
    re.IGNORECASE,
)


class InputFile(NamedTuple):
    """A file of the input.

    *name* begins with the path given on the command line. For a member of a zip file,
    *path* is a temporary copy.
    """

    path: Path
    name: str
    format: str  # key of SPLITTERS, or zip
    sha256: str
    compression: str  # .gz … or ""
    stored_member: str = ""  # of a zip file: its name under raw/, #, the member's name
    zip_path: Path | None = None  # that zip file in the scrape

    @property
    def scrape_file(self) -> ScrapeFile:
        """Return the file as a member of its folder or zip, where its images may be.

        The folder is the one given on the command line.
        """
        if self.zip_path:
            member = self.stored_member.partition("#")[2]
            return ScrapeFile(self.zip_path, member, self.format)
        folder = self.path.parents[max(0, self.name.count("/") - 1)]
        return ScrapeFile(folder, self.path.relative_to(folder).as_posix(), self.format)

    @property
    def stored_name(self) -> str:
        """Return its name under raw/: the hash, and a suffix for people."""
        if self.stored_member:
            return self.stored_member
        suffix = "txt" if self.format == "dump" else self.format
        return f"{self.sha256[:2]}/{self.sha256}.{suffix}{self.compression}"


def list_files(paths: list[Path]) -> Iterator[tuple[Path, str]]:
    """Yield the files below *paths* in a fixed order, each with its name.

    The name begins with the last part of the path that was given.
    """
    for path in paths:
        if path.is_dir():
            for file in walk_folder(path):
                yield file, f"{path.name}/{file.relative_to(path).as_posix()}"
        else:
            yield path, path.name


def walk_folder(folder: Path) -> Iterator[Path]:
    """Yield the files in *folder* and its subfolders, sorted by name.

    Only the listing of one folder at each depth is in memory.
    """
    for entry in sorted(folder.iterdir()):
        if is_ignored(entry.name):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from walk_folder(entry)
        elif entry.is_file():
            yield entry


def is_ignored(name: str) -> bool:
    """Return whether a file or folder is about the scrape, or a resource of a page."""
    return bool(SCRAPER_FILE.fullmatch(name) or PAGE_RESOURCE.fullmatch(name))


def identify_file(path: Path, name: str) -> InputFile:
    """Return the format and hash of the file at *path*. Raises ``UnreadableInput``."""
    with path.open("rb") as stream:
        head = stream.read(HEAD_SIZE)
        stream.seek(0)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    suffix = detect_compression(head).suffix
    if suffix:
        with open_decompressed(path) as stream:
            head = read_at_most(stream, HEAD_SIZE)
    return InputFile(path, name, detect_format(head), sha256, suffix)
