# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of the published site: digests, and signatures at the time of publishing.

A file whose signature is still the recorded one (size, times, inode) need not be read
to compute its digest. Any other file is read: also all files of a copied archive.
"""

import hashlib
import os
import re
import stat
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from storage.files import read_or_none, read_regular_file, write_atomic
from storage.manifest import MANIFEST, BadManifest, parse_manifest
from storage.signatures import TICK_NS

LINE = re.compile(r"([0-9a-f]{64}) (\d+-\d+-\d+-\d+|changing) ([^\r\n]+)")
# Of a file that may still have changed when the record was written.
CHANGING = "changing"


class PublishedFile(NamedTuple):
    """The SHA-256 and the signature of a published file."""

    sha256: str
    signature: str


class PublishedFiles:
    """The files of *site* as the file *record* has them."""

    def __init__(self, site: Path, record: Path) -> None:
        self.site, self.record = site, record
        self.files: Mapping[str, PublishedFile] = {}

    def load(self) -> None:
        """Load the record; lines that are damaged are left out."""
        text = (read_or_none(self.record) or b"").decode("utf-8", "replace")
        matches = map(LINE.fullmatch, text.splitlines())
        self.files = {
            match[3]: PublishedFile(match[1], match[2]) for match in matches if match
        }

    def save(self, published: int) -> None:
        """Record the files of the site's manifest.

        *published* is the time before which all were written, in ns. Whatever changed
        later, or just now, is read by the next build.
        """
        data = read_or_none(self.site / MANIFEST) or b""
        now = time.time_ns()
        lines = (
            f"{sha256} {signature_of(f'{self.site}/{name}', published, now)} {name}\n"
            for name, sha256 in parse_or_nothing(data).items()
        )
        write_atomic(self.record, "".join(lines).encode())

    def undamaged(self, folder: str) -> Iterator[tuple[str, str]]:
        """Yield path and digest of the recorded files below *folder* that are whole."""
        for name, file in self.files.items():
            if name.startswith(f"{folder}/") and self.has(name, file.sha256):
                yield name, file.sha256

    def has(self, name: str, sha256: str) -> bool:
        """Return whether the regular file *name* of the site has this digest."""
        path = f"{self.site}/{name}"
        recorded = self.files.get(name)
        if recorded and recorded.signature == signature_of(path) != CHANGING:
            return recorded.sha256 == sha256
        data = read_regular_file(path)
        return data is not None and hashlib.sha256(data).hexdigest() == sha256


def parse_or_nothing(manifest: bytes) -> Mapping[str, str]:
    """Return path → digest of a manifest, nothing of a damaged one."""
    try:
        return parse_manifest(manifest)
    except BadManifest:
        return {}


def signature_of(path: str, published: int = 0, now: int = 0) -> str:
    """Return the signature of a regular file; ``CHANGING`` if there is none.

    With *now*, also of a file that changed in this tick or was written after
    *published*, both in ns.
    """
    try:
        status = os.lstat(path)
    except OSError:
        return CHANGING
    if not stat.S_ISREG(status.st_mode):
        return CHANGING
    if now and (status.st_mtime_ns > published or status.st_ctime_ns + TICK_NS > now):
        return CHANGING
    times = f"{status.st_mtime_ns}-{status.st_ctime_ns}"
    return f"{status.st_size}-{times}-{status.st_ino}"
