# SPDX-License-Identifier: AGPL-3.0-or-later
"""Zip files and WACZ: what is inside, after everything that makes a zip dangerous was ruled out."""

import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ingest.model.record import UnreadableInput

MOST_MEMBERS = 200_000
LARGEST_TOTAL = 20_000_000_000  # bytes unpacked
HIGHEST_RATIO = 200  # unpacked to packed; text reaches 20, a bomb 1,000
SMALL = 1_000_000  # bytes; what is small may be packed as it likes
CHUNK = 1 << 20
# What belongs to pages and is none; wget keeps a query in the name, HTTrack writes @ for its question mark.
SKIPPED = re.compile(
    r".*\.(?:cdxj?|idx|css|js|png|jpe?g|gif|webp|svg|ico|woff2?|ttf)(?:[?@].*)?",
    re.IGNORECASE | re.DOTALL,
)


def members(path: Path, folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield each file in the zip at *path*, unpacked into *folder* for as long as the caller looks at it.

    Raises ``UnreadableInput`` before anything is unpacked if the zip is not safe.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            inside = [info for info in packed.infolist() if not info.is_dir()]
            check(inside)
            target = folder / "member"
            for info in sorted(inside, key=lambda info: info.filename):
                if not SKIPPED.fullmatch(info.filename):
                    unpack(packed, info, target)
                    yield target, info.filename
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableInput(f"broken zip: {error}") from error


def check(inside: list[zipfile.ZipInfo]) -> None:
    """Raise ``UnreadableInput`` for names that climb out, links, too many members or too much when unpacked."""
    if len(inside) > MOST_MEMBERS:
        raise UnreadableInput(
            f"a zip of {len(inside):,} members; the limit is {MOST_MEMBERS:,}"
        )
    if sum(info.file_size for info in inside) > LARGEST_TOTAL:
        raise UnreadableInput("a zip that unpacks to more than the limit")
    for info in inside:
        name = PurePosixPath(info.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in name.parts[0]:
            raise UnreadableInput(
                f"a zip whose member {info.filename!r} would lie outside"
            )
        if stat.S_ISLNK(info.external_attr >> 16):
            raise UnreadableInput(f"a zip with a link: {info.filename!r}")
        if info.file_size > max(SMALL, HIGHEST_RATIO * info.compress_size):
            raise UnreadableInput(
                f"a zip bomb: {info.filename!r} unpacks to {info.file_size:,} bytes"
            )


def unpack(packed: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> None:
    """Write one member to *target*, never more than it says it holds."""
    left = info.file_size
    with packed.open(info) as source, target.open("wb") as sink:
        while chunk := source.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise UnreadableInput(
                    f"a zip bomb: {info.filename!r} is larger than it says"
                )
            sink.write(chunk)
