# SPDX-License-Identifier: AGPL-3.0-or-later
"""The manifest of a site: ``SHA256SUMS``, a line ``digest  path`` a file.

``sha256sum -c SHA256SUMS`` reads it too.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping

from storage.files import read_or_none

MANIFEST = "SHA256SUMS"
# Of the manifest itself, and therefore not in it; only a sealed site has one.
SIGNATURE = f"{MANIFEST}.minisig"
LINE = re.compile(rb"([0-9a-f]{64})  ([^\r\n]+)")


class BadManifest(ValueError):
    """A manifest is damaged; the message names the line."""


def parse_manifest(data: bytes) -> dict[str, str]:
    """Return path → digest of a manifest; raises ``BadManifest``."""
    digests: dict[str, str] = {}
    for number, line in enumerate(split_lines(data), start=1):
        match = LINE.fullmatch(line)
        if match is None:
            raise BadManifest(f"line {number} is damaged: {line[:80]!r}")
        try:
            name = match[2].decode()
        except UnicodeDecodeError:
            raise BadManifest(f"line {number} is not UTF-8: {line[:80]!r}") from None
        if name in digests:
            raise BadManifest(f"line {number} names {name} a second time")
        digests[name] = match[1].decode()
    return digests


def split_lines(data: bytes) -> list[bytes]:
    """Return the lines of a manifest; raises ``BadManifest`` if the end is missing."""
    if b"\r" in data:
        raise BadManifest("its lines end with CR LF, those of a build with LF")
    if data and not data.endswith(b"\n"):
        raise BadManifest("its last line is cut off")
    return data.split(b"\n")[:-1]


def render_manifest(digests: Mapping[str, str]) -> bytes:
    """Return the manifest of files, given as path → digest."""
    lines = (f"{digests[name]}  {name}\n" for name in sorted(digests))
    return "".join(lines).encode()


def file_digests(folder: object, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (path, SHA-256) of those of *names* that are regular files in *folder*."""
    for name in names:
        path = f"{folder}/{name}"
        if os.path.islink(path):
            continue
        data = read_or_none(path)
        if data is not None:
            yield name, hashlib.sha256(data).hexdigest()
