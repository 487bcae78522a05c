# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compares a copy of the site with its manifest of SHA-256 digests.

The module uses the standard library only, so that it can be run anywhere.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

MANIFEST = "SHA256SUMS"


class NoManifest(FileNotFoundError):
    """The folder has no manifest."""


def find_problems(site: Path) -> list[str]:
    """Return a line for each file that is absent, changed or not in the manifest."""
    digests = read_manifest(site)
    files = site_files(site)
    absent = [name for name in digests if name not in files]
    unknown = [name for name in sorted(files) if name not in digests]
    changed = changed_files(digests, files)
    return [
        *(f"{name}: absent" for name in absent),
        *(f"{name}: changed" for name in changed),
        *(f"{name}: not in the manifest" for name in unknown),
    ]


def changed_files(digests: Mapping[str, str], files: Mapping[str, Path]) -> list[str]:
    """Return the names of files whose digest is not that of the manifest."""
    return [
        name
        for name, digest in digests.items()
        if name in files and sha256_of(files[name]) != digest
    ]


def read_manifest(site: Path) -> dict[str, str]:
    """Return path → digest of the manifest of *site*; raises ``NoManifest``."""
    manifest = site / MANIFEST
    if not manifest.exists():
        raise NoManifest(f"{manifest}: does not exist, so the copy cannot be verified")
    digests = {}
    for line in manifest.read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        digests[name] = digest
    return digests


def site_files(site: Path) -> dict[str, Path]:
    """Return the files of *site* by their path in it, without the manifest."""
    files = {
        path.relative_to(site).as_posix(): path
        for path in site.rglob("*")
        if path.is_file()
    }
    del files[MANIFEST]
    return files


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of the file at *path* in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
