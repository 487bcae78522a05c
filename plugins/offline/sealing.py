# SPDX-License-Identifier: AGPL-3.0-or-later
"""Seals a finished site: a manifest of its files, and a zip with the same bytes each time."""

import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path

MANIFEST = "SHA256SUMS"
EPOCH = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # the earliest a zip can hold: times of files must not change its bytes
READABLE_BY_ALL = 0o100644 << 16
PACKED = {".woff2", ".png", ".jpg", ".jpeg", ".webp", ".gz", ".zip"}


def files(site: Path) -> Iterator[tuple[str, Path]]:
    """Yield each file of *site* with its path in it, sorted by that path; the manifest is not one of them."""
    relative = {
        path.relative_to(site).as_posix(): path
        for path in site.rglob("*")
        if path.is_file()
    }
    yield from ((name, relative[name]) for name in sorted(relative) if name != MANIFEST)


def write_manifest(site: Path) -> None:
    """Write ``SHA256SUMS``: a line ``sha256  path`` a file, which ``sha256sum -c`` reads too."""
    lines = (
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n"
        for name, path in files(site)
    )
    (site / MANIFEST).write_text("".join(lines), encoding="utf-8", newline="\n")


def pack(site: Path, target: Path) -> None:
    """Write *site* with its manifest to the zip *target*, in a folder of the zip's name.

    The same site gives the same bytes: order, times and modes are fixed.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".part")
    with zipfile.ZipFile(unfinished, "w") as archive:
        for name, path in [*files(site), (MANIFEST, site / MANIFEST)]:
            entry = zipfile.ZipInfo(f"{target.stem}/{name}", EPOCH)
            entry.external_attr = READABLE_BY_ALL
            entry.create_system = 3  # Unix, wherever it was packed
            entry.compress_type = (
                zipfile.ZIP_STORED if path.suffix in PACKED else zipfile.ZIP_DEFLATED
            )
            archive.writestr(entry, path.read_bytes())
    unfinished.replace(target)
