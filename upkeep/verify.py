# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compares a copy of the site with its manifest, with nothing but the standard library."""

import hashlib
from pathlib import Path

MANIFEST = "SHA256SUMS"


class NoManifest(FileNotFoundError):
    """The folder is no sealed copy."""


def problems(site: Path) -> list[str]:
    """Return a line for each file of *site* that is absent, changed, or not in the manifest."""
    manifest = site / MANIFEST
    if not manifest.exists():
        raise NoManifest(f"{manifest}: no manifest, so this is no sealed copy")
    lines = manifest.read_text(encoding="utf-8").splitlines()
    stated = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    present = {
        path.relative_to(site).as_posix(): path
        for path in site.rglob("*")
        if path.is_file()
    }
    present.pop(MANIFEST)
    absent = [f"{name}: absent" for name in stated if name not in present]
    unknown = [
        f"{name}: not in the manifest" for name in sorted(present) if name not in stated
    ]
    changed = [
        f"{name}: changed"
        for name in stated
        if name in present and digest(present[name]) != stated[name]
    ]
    return absent + changed + unknown


def digest(path: Path) -> str:
    """Return the SHA-256 of the file at *path* in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
