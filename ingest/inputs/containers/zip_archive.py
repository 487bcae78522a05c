# SPDX-License-Identifier: AGPL-3.0-or-later
"""Zip and WACZ files: members are extracted only after the zip was checked as safe."""

import hashlib
import lzma
import stat
import zipfile
import zlib
from collections.abc import Generator, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ingest.inputs.datasets.exports.blogs import (
    LARGEST_TABLE,
    POSTS_TABLE,
    BlogExport,
    BlogPost,
)
from ingest.inputs.ignored_files import (
    check_document,
    is_wacz,
    reason_to_ignore_member,
)
from ingest.model.record import PassedOver, Progress, UnreadableInput

MOST_MEMBERS = 200_000
LARGEST_TOTAL = 20_000_000_000  # bytes uncompressed
HIGHEST_RATIO = 200  # uncompressed to compressed; text reaches 20, a bomb 1,000
SMALL = 1_000_000  # bytes uncompressed, up to which any ratio is accepted
CHUNK = 1 << 20
# Of a damaged or encrypted zip, or of an unknown compression.
ZIP_ERRORS = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
)


class BrokenMember(NamedTuple):
    """A member that cannot be extracted, and why."""

    name: str
    reason: str


class ZipMember(NamedTuple):
    """A member: its temporary file, its name, and what the zip states of it."""

    path: Path
    name: str
    post: BlogPost
    sha256: str


def extract_members(
    path: Path, folder: Path
) -> Iterator[ZipMember | BrokenMember | PassedOver | Progress]:
    """Yield each member of the zip at *path*.

    Members that are no articles by their names are passed over; a damaged member costs
    only itself.

    The file in *folder* is overwritten by the next member. Raises ``UnreadableInput``
    before anything is extracted if the zip is not safe.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            check_zip(members)
            names = {info.filename for info in members}
            check_document(names)
            target, in_wacz = folder / "member", is_wacz(names)
            export = read_blog_export(archive, names)
            for info in sorted(members, key=lambda info: info.filename):
                name = info.filename
                reason = reason_to_ignore_member(name, in_wacz=in_wacz)
                if reason := reason or export.reason_to_ignore(name):
                    yield PassedOver(reason)
                    continue
                try:
                    sha256 = yield from extract_member(archive, info, target)
                except (UnreadableInput, *ZIP_ERRORS) as error:
                    yield BrokenMember(name, f"broken member of a zip: {error}")
                    continue
                yield ZipMember(target, name, export.post_of(name), sha256)
    except ZIP_ERRORS as error:
        raise UnreadableInput(f"broken zip: {error}") from error


def read_blog_export(archive: zipfile.ZipFile, names: set[str]) -> BlogExport:
    """Return the posts of a blog's export, none for another zip."""
    if POSTS_TABLE not in names:
        return BlogExport(names)
    with archive.open(POSTS_TABLE) as table:
        return BlogExport(names, table.read(LARGEST_TABLE))


def check_zip(members: list[zipfile.ZipInfo]) -> None:
    """Raise ``UnreadableInput`` if there are too many *members*, or unsafe ones."""
    if len(members) > MOST_MEMBERS:
        raise UnreadableInput(
            f"a zip of {len(members):,} members; the limit is {MOST_MEMBERS:,}"
        )
    total = sum(info.file_size for info in members)
    if total > LARGEST_TOTAL:
        raise UnreadableInput(f"a zip of more than {LARGEST_TOTAL:,} bytes unpacked")
    for info in members:
        check_member(info)


def check_member(info: zipfile.ZipInfo) -> None:
    """Raise ``UnreadableInput`` for a path outside the zip, a link or a zip bomb."""
    name, size = info.filename, info.file_size
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise UnreadableInput(f"a zip whose member {name!r} would be outside of it")
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode):
        raise UnreadableInput(f"a zip with a link: {name!r}")
    largest = max(SMALL, HIGHEST_RATIO * info.compress_size)
    if size > largest:
        raise UnreadableInput(f"a zip bomb: {name!r} unpacks to {size:,} bytes")


def extract_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path
) -> Generator[Progress, None, str]:
    """Write one member to *target* and return its SHA-256; yield signs of progress.

    Raises ``UnreadableInput`` if it is larger than its header states.
    """
    digest, remaining = hashlib.sha256(), info.file_size
    target.unlink(missing_ok=True)  # to truncate a file is slower than to create one
    with archive.open(info) as source, target.open("wb") as sink:
        while chunk := source.read(CHUNK):
            remaining -= len(chunk)
            if remaining < 0:
                raise UnreadableInput(
                    f"a zip bomb: {info.filename!r} is larger than its header states"
                )
            sink.write(chunk)
            digest.update(chunk)
            if len(chunk) == CHUNK:
                yield Progress()
    return digest.hexdigest()
