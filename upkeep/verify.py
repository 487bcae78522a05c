# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compares a copy of the site with its manifest of SHA-256 digests.

The module, and those of ``storage`` that it needs, use the standard library only, so
that they can be run anywhere.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from storage.files import read_regular_file, sha256_hex
from storage.manifest import (
    MANIFEST,
    SIGNATURE,
    BadManifest,
    file_digests,
    parse_manifest,
)

FILE, EMPTY = "file", "an empty folder"


class NoManifest(FileNotFoundError):
    """The folder has no manifest, or one that cannot be read."""


def find_problems(site: Path) -> list[str]:
    """Return a line for each file that is absent, changed or not in the manifest.

    Links and empty folders are problems too: a build writes neither.
    """
    recorded = read_manifest(site)
    entries = dict(site_entries(site))
    regular = [name for name, kind in entries.items() if kind == FILE]
    actual = dict(file_digests(site, [name for name in regular if name in recorded]))
    return [
        *(f"{name}: absent" for name in recorded if name not in entries),
        *(f"{name}: changed" for name in changed_files(recorded, actual)),
        *unexpected_entries(recorded, entries),
    ]


def unexpected_entries(
    recorded: Mapping[str, str], entries: Mapping[str, str]
) -> Iterator[str]:
    """Yield a line for each entry that no build wrote.

    A folder that is empty because its files are absent is not reported again.
    """
    folders = {str(parent) for name in recorded for parent in Path(name).parents}
    for name, kind in sorted(entries.items()):
        if kind == FILE and name not in recorded:
            yield f"{name}: not in the manifest"
        elif kind != FILE and not (kind == EMPTY and name in folders):
            yield f"{name}: {kind}, which no build writes"


def changed_files(recorded: Mapping[str, str], actual: Mapping[str, str]) -> list[str]:
    """Return the names of files whose digest is not that of the manifest."""
    return [
        name for name in recorded if actual.get(name, recorded[name]) != recorded[name]
    ]


def read_manifest(site: Path) -> dict[str, str]:
    """Return path → digest of the manifest of *site*; raises ``NoManifest``."""
    try:
        return parse_manifest(read_manifest_bytes(site))
    except BadManifest as error:
        raise NoManifest(
            f"{site / MANIFEST}: {error}; so the copy cannot be verified:"
            " get the manifest again from where the copy came from"
        ) from error


def published_digests(site: Path) -> dict[str, str]:
    """Return path → SHA-256 of all files of *site*, manifest and signature too.

    Raises ``NoManifest``.
    """
    signature = read_regular_file(site / SIGNATURE)
    signed = {} if signature is None else {SIGNATURE: sha256_hex(signature)}
    return {**read_manifest(site), MANIFEST: manifest_digest(site), **signed}


def manifest_digest(site: Path) -> str:
    """Return the SHA-256 of the manifest, to compare with one kept elsewhere."""
    return sha256_hex(read_manifest_bytes(site))


def read_manifest_bytes(site: Path) -> bytes:
    """Return the manifest of *site*; raises ``NoManifest``."""
    manifest = site / MANIFEST
    if manifest.is_symlink() or not manifest.is_file():
        raise NoManifest(
            f"{manifest}: is no file, so the copy cannot be verified"
            if os.path.lexists(manifest)
            else f"{manifest}: does not exist, so the copy cannot be verified"
        )
    return manifest.read_bytes()


def site_entries(site: Path) -> Iterator[tuple[str, str]]:
    """Yield (path, kind) of everything in *site* that its manifest should list."""
    for folder, folders, files in os.walk(site):
        relative = Path(folder).relative_to(site)
        for name in (*folders, *files):
            path = (relative / name).as_posix()
            kind = kind_of(Path(folder, name))
            if path == SIGNATURE and kind == FILE:
                continue  # it signs the manifest, so it is not in it
            if kind != "folder" and path != MANIFEST:
                yield path, kind
        if not folders and not files and folder != str(site):
            yield relative.as_posix(), EMPTY


def kind_of(path: Path) -> str:
    """Return what *path* is: ``file``, ``folder``, or what should not be there."""
    if path.is_symlink():
        return "a symbolic link"
    if path.is_dir():
        return "folder"
    return FILE if path.is_file() else "a special file"
