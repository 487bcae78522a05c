# SPDX-License-Identifier: AGPL-3.0-or-later
"""Searches every artefact of an archive for a text: `inv remove --verify TEXT`.

Compressed files are decompressed, members of zip files read. The text is searched in
the encodings that Arabic is written in, and as JSON and HTML escape it.
"""

import html
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from ingest import progress
from ingest.inputs.compression import DECOMPRESSION_ERRORS, open_decompressed

SEARCHED = (
    *("content", "output", ".output.build", ".cache"),
    *("dist", "review", "fetched"),
)
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "windows-1256", "iso8859-6")
CHUNK = 1 << 22


def needles(text: str) -> list[bytes]:
    """Return the bytes that *text* may be in a file."""
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "ignore")
    encoded = [text.encode(name, "replace") for name in ENCODINGS]
    escaped = json.dumps(text)[1:-1]
    numeric = "".join(f"&#{ord(char)};" if ord(char) > 127 else char for char in text)  # noqa: PLR2004 - ASCII
    others = (escaped, escaped.upper(), html.escape(text), numeric, quote(text))
    encoded += [other.encode() for other in others]
    return [
        needle
        for needle in dict.fromkeys(encoded)
        if needle.strip(b"? ") and b"??" not in needle
    ]


def search_artefacts(root: Path, text: str) -> Iterator[str]:
    """Yield the path of each file below *root* that contains *text*."""
    wanted = needles(text)
    paths = [path for name in SEARCHED for path in files_below(root / name)]
    for path in progress.show_progress(paths):
        for name in names_with(path, wanted):
            yield f"{path.relative_to(root).as_posix()}{name}"


def files_below(folder: Path) -> Iterator[Path]:
    """Yield all files below *folder*."""
    for parent, _, names in os.walk(folder):
        yield from (Path(parent, name) for name in sorted(names))


def names_with(path: Path, wanted: list[bytes]) -> Iterator[str]:
    """Yield "" if a file has one of *wanted*, or ``#member`` of a zip."""
    if path.is_symlink() or not path.is_file():
        return
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if any(needle in archive.read(entry) for needle in wanted):
                    yield f"#{entry.filename}"
        return
    try:
        if contains(path, wanted):
            yield ""
    except DECOMPRESSION_ERRORS as error:
        progress.print_message(f"{path}: could not be decompressed: {error}")


def contains(path: Path, wanted: list[bytes]) -> bool:
    """Return whether the decompressed file has one of *wanted*."""
    overlap = max(map(len, wanted), default=0)
    before = b""
    with open_decompressed(path) as stream:
        while chunk := stream.read(CHUNK):
            window = before + chunk
            if any(needle in window for needle in wanted):
                return True
            before = window[-overlap:]
    return False
