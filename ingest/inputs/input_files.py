# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of a scrape: listed, their format detected, their bytes hashed."""

import hashlib
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import NamedTuple

from ingest.inputs.compression import read_head
from ingest.inputs.datasets.field_names import FieldPairs
from ingest.inputs.detect_format import HEAD_SIZE, detect_format
from ingest.inputs.ignored_files import reason_to_ignore
from ingest.model.record import Fact, Failure, PassedOver, Progress, ScrapeFile

MAX_DEPTH = 200  # of folders in the folder given: no scraper writes so many
HASH_CHUNK = 1 << 24  # bytes hashed between two signs of progress


class InputPath(NamedTuple):
    """A file to read; its *name* begins with the path given on the command line."""

    path: Path
    name: str


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
    field_names: FieldPairs = ()  # of datasets, from the command line
    facts: tuple[Fact, ...] = ()  # that its container states

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


def list_files(paths: list[Path]) -> Iterator[InputPath | Failure | PassedOver]:
    """Yield the files below *paths* in a fixed order.

    A name begins with the last part of the path that was given. What is not read, a
    folder without permission or a link that leads out of the folder, is a failure.
    Files that are no articles by their names are passed over.
    """
    for path in paths:
        if path.is_dir():
            yield from walk_folder(path, path)
        else:
            yield check_entry(path, path.name)


def walk_folder(folder: Path, root: Path) -> Iterator[InputPath | Failure | PassedOver]:
    """Yield the files in *folder* and its subfolders, sorted by name.

    Only the listing of one folder at each depth is in memory. *root* is the folder
    given on the command line.
    """
    relative = folder.relative_to(root)
    name = f"{root.name}/{relative.as_posix()}".removesuffix("/.")
    if len(relative.parts) > MAX_DEPTH:
        yield Failure(name, f"a folder more than {MAX_DEPTH} levels deep")
        return
    try:
        # Names are sorted faster than paths: a folder may have a million.
        entry_names = sorted(os.listdir(folder))  # noqa: PTH208
    except OSError as error:
        yield Failure(name, f"a folder that cannot be listed: {error.strerror}")
        return
    for entry_name in entry_names:
        if reason := reason_to_ignore(entry_name):
            yield PassedOver(reason)
        else:
            yield from read_entry(folder / entry_name, f"{name}/{entry_name}", root)


def read_entry(
    entry: Path, name: str, root: Path
) -> Iterator[InputPath | Failure | PassedOver]:
    """Yield a file, the files in a folder, or why an entry of a folder is not read."""
    try:
        is_link, is_folder = entry.is_symlink(), entry.is_dir()
    except OSError as error:  # a path that is too long for the system
        yield Failure(name, error.strerror or str(error))
        return
    if is_link:
        yield check_link(entry, name, root)
    elif is_folder:
        yield from walk_folder(entry, root)
    else:
        yield check_entry(entry, name)


def check_link(link: Path, name: str, root: Path) -> InputPath | Failure:
    """Return the file that a symbolic *link* names, if it is a file below *root*.

    A folder below *root* is read at its own place.
    """
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):  # RuntimeError: a loop, up to Python 3.12
        return Failure(name, "a link to a file that does not exist")
    if not target.is_relative_to(root.resolve()):
        return Failure(name, "a link that leads out of the folder is not followed")
    if target.is_dir():
        return Failure(name, "a link to a folder that is read itself", aside=True)
    return check_entry(link, name)


def check_entry(path: Path, name: str) -> InputPath | Failure:
    """Return a file to read; opening a pipe or a device could block for ever."""
    try:
        is_special = path.exists() and not path.is_file()
    except OSError as error:
        return Failure(name, error.strerror or str(error))
    return Failure(name, "not a regular file") if is_special else InputPath(path, name)


def identify_file(
    path: Path, name: str, sha256: str = "", field_names: FieldPairs = ()
) -> InputFile:
    """Return the format and hash of the file at *path*. Raises ``UnreadableInput``.

    The file is hashed here unless its *sha256* is known.
    """
    head, suffix = read_head(path, HEAD_SIZE)
    detected = detect_format(head, field_names)
    if not sha256:
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return InputFile(path, name, detected, sha256, suffix, field_names=field_names)


def hash_file(path: Path) -> Generator[Progress, None, str]:
    """Return the SHA-256 of a file of any size; yield signs of progress meanwhile."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(HASH_CHUNK):
            digest.update(chunk)
            if len(chunk) == HASH_CHUNK:
                yield Progress()
    return digest.hexdigest()
