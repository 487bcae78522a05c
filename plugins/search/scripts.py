# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files of the index as classic scripts: ``fetch`` may not read from ``file://``, a script tag may."""

import base64
import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

CALLBACK = "Warraq.receive"  # of theme/static/js/shards.js

ROOT_NAME = "root"
# The page asks for the root and for the code at once, and either may come first.
EARLY = "var Warraq=Warraq||{};(Warraq.receive||((...root)=>{Warraq.early=root}))"
HASH = (
    5  # bytes of a name: among 60,000 files two are named alike with probability .0016
)


dump = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":")
).encode  # without white space, letters as they are


def coded(content: bytes) -> str:
    """Return *content* as base64."""
    return base64.b64encode(content).decode("ascii")


def fingerprint(text: str, size: int) -> bytes:
    """Return the first *size* bytes of the SHA-256 of *text*: a file's name changes with what it holds."""
    return hashlib.sha256(text.encode()).digest()[:size]


def script(name: str, text: str) -> str:
    """Return a script that hands over *text* under *name*, with an Adler-32 sum by which damage is noticed."""
    callback = EARLY if name == ROOT_NAME else CALLBACK
    return f"{callback}({dump(name)},{zlib.adler32(text.encode())},{dump(text)})\n"


class Scripts:
    """The folder of an index: writes scripts, and sweeps out those that the index no longer names.

    The script *root* is the last to be written. Where it lacks, a build was broken off: what lies there is thrown away.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.before = set(names(folder))
        self.named: set[str] = set()
        if ROOT_NAME not in self.before:
            self.sweep()
        self.before.discard(ROOT_NAME)
        Path(folder, f"{ROOT_NAME}.js").unlink(missing_ok=True)

    def hold(self, some: Iterable[str]) -> bool:
        """Return whether all scripts of *some* names lie there."""
        return self.before.issuperset(some)

    def name(self, some: Iterable[str]) -> None:
        """Keep the scripts of *some* names, which lie there."""
        self.named.update(some)

    def write(self, name: str, text: str) -> None:
        """Write *text* as the script *name* (``root``, ``r/0/3-2f9c01``)."""
        self.named.add(name)
        put(Path(f"{self.folder}/{name}.js"), script(name, text).encode(), "wb")

    def write_hashed(self, kind: str, text: str) -> bytes:
        """Write *text* as a script named by its hash below the folder *kind*, and return the hash.

        Raises ``ValueError`` where another text bears the name already.
        """
        hashed = fingerprint(text, HASH)
        name = hashed_name(kind, hashed)
        path, content = Path(f"{self.folder}/{name}.js"), script(name, text).encode()
        try:
            put(path, content, "xb")
        except FileExistsError:
            if path.read_bytes() != content:
                raise ValueError(f"two files hash alike, {name}: raise HASH") from None
        self.named.add(name)
        return hashed

    def sweep(self) -> None:
        """Remove the scripts that lay there and are not named, and folders left empty."""
        for name in sorted(self.before - self.named):
            path = Path(self.folder, f"{name}.js")
            path.unlink(missing_ok=True)
            if not any(path.parent.iterdir()):
                path.parent.rmdir()
        self.before &= self.named


def names(folder: Path) -> Iterator[str]:
    """Yield the names of the scripts below *folder*."""
    for place, _, files in os.walk(folder):
        inside = os.path.relpath(place, folder)
        yield from (
            f"{inside}/{file}".removeprefix("./")[:-3]
            for file in files
            if file.endswith(".js")
        )


def hashed_name(kind: str, hashed: bytes) -> str:
    """Return the name of a script below the folder *kind*."""
    return f"{kind}/{hashed.hex()[:2]}/{hashed.hex()[2:]}"


def put(path: Path, content: bytes, mode: str) -> None:
    """Write *content* to a file; its folder is made where it lacks: asking first costs as much as writing."""
    try:
        file = path.open(mode, buffering=0)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open(mode, buffering=0)
    with file:
        file.write(content)
