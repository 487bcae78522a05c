# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the manifest of a finished site, and packs it into a reproducible zip."""

import hashlib
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from storage.files import replace_atomically, sha256_hex, write_atomic
from storage.manifest import MANIFEST, SIGNATURE, file_digests, render_manifest
from storage.zip_entry import fixed_entry

NOTHING_CACHED: Mapping[str, str] = MappingProxyType({})
UNIX = 3
READABLE_BY_ALL = 0o100644 << 16
UNLISTED = (MANIFEST, SIGNATURE)
COMPRESSED = {".woff2", ".png", ".jpg", ".jpeg", ".webp", ".gz", ".zip"}


def site_files(site: Path) -> list[str]:
    """Return the paths of all files that the manifest lists, sorted."""
    names: list[str] = []
    for folder, _, files in os.walk(site):
        below = folder[len(str(site)) + 1 :].replace(os.sep, "/")
        names += [f"{below}/{name}" if below else name for name in files]
    return sorted(name for name in names if name not in UNLISTED)


def write_manifest(
    site: Path,
    cached: Mapping[str, str] = NOTHING_CACHED,
    elsewhere: Mapping[str, str] = NOTHING_CACHED,
) -> str:
    """Write ``SHA256SUMS``: a line ``digest  path`` a file, as sha256sum does.

    *cached* are digests by path of files that need not be read. *elsewhere* are those
    of other files of the site, which are not in the folder yet. Return the digest of
    the manifest itself.
    """
    digests = {**elsewhere, **site_digests(site, cached)}
    manifest = render_manifest(
        {name: digest for name, digest in digests.items() if name not in UNLISTED}
    )
    write_atomic(site / MANIFEST, manifest)
    return sha256_hex(manifest)


def site_digests(site: Path, cached: Mapping[str, str]) -> dict[str, str]:
    """Return path → SHA-256 of all files of *site*; those of *cached* are not read."""
    names = site_files(site)
    digests = {name: cached[name] for name in names if name in cached}
    digests |= file_digests(site, [name for name in names if name not in cached])
    return digests


def pack_site(site: Path, target: Path) -> None:
    """Write *site* with its manifest and signature to the zip *target*.

    In the zip it is in a folder of the zip's name. The same site gives the same bytes:
    order, times and modes are fixed. Its digest is in ``NAME.zip.sha256``.
    """
    signature = [SIGNATURE] if (site / SIGNATURE).exists() else []
    names = [*site_files(site), MANIFEST, *signature]
    with (
        replace_atomically(target) as temporary,
        zipfile.ZipFile(temporary, "w") as archive,
    ):
        for name in names:
            entry = zip_entry(f"{target.stem}/{name}")
            archive.writestr(entry, (site / name).read_bytes())
    write_zip_digest(target)


def write_zip_digest(target: Path) -> None:
    """Write the digest of a zip beside it, as ``sha256sum -c`` reads it."""
    with target.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    line = f"{digest}  {target.name}\n"
    write_atomic(f"{target}.sha256", line.encode())


def zip_entry(name: str) -> zipfile.ZipInfo:
    """Return the entry of a file, the same on every machine at every time."""
    is_compressed = Path(name).suffix in COMPRESSED
    method = zipfile.ZIP_STORED if is_compressed else zipfile.ZIP_DEFLATED
    entry = fixed_entry(name, method)
    entry.external_attr = READABLE_BY_ALL
    entry.create_system = UNIX
    return entry
