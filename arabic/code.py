# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which code and which tables made what is kept on disk: what others made is made anew."""

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

DECIDING = frozenset({".py", ".json", ".tsv"})
HERE = Path(__file__).parent  # how Arabic is read is a part of every such digest


def code_digest(folder: Path, libraries: Iterable[str] = ()) -> str:
    """Return a digest of everything below *folder* and in this package that decides, and of *libraries* by version."""
    digest = hashlib.blake2b(" ".join(map(version, libraries)).encode(), digest_size=16)
    for package in (HERE, folder):
        for path in sorted(package.rglob("*.*")):
            if path.suffix in DECIDING:
                digest.update(path.read_bytes())
    return digest.hexdigest()
