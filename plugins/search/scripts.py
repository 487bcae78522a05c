# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files of the index as classic scripts: ``fetch`` may not read from ``file://``, a script tag may."""

import base64
import hashlib
import json
import zlib
from pathlib import Path

CALLBACK = "Warraq.receive"  # of theme/static/js/shards.js

HASH = 5  # bytes of a name: among 60,000 files two are named alike with probability .0016


dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # without white space, letters as they are


def coded(content: bytes) -> str:
    """Return *content* as base64."""
    return base64.b64encode(content).decode("ascii")


def fingerprint(text: str, size: int) -> bytes:
    """Return the first *size* bytes of the SHA-256 of *text*: a file's name changes with what it holds."""
    return hashlib.sha256(text.encode()).digest()[:size]


def script(name: str, text: str) -> str:
    """Return a script that hands over *text* under *name*, with an Adler-32 sum by which damage is noticed."""
    return f"{CALLBACK}({dump(name)},{zlib.adler32(text.encode())},{dump(text)})\n"


def write(folder: Path, name: str, text: str) -> None:
    """Write *text* as the script *name* (``root``, ``r/0/3-2f9c01``) below *folder*."""
    put(Path(f"{folder}/{name}.js"), script(name, text).encode(), "wb")


def put(path: Path, content: bytes, mode: str) -> None:
    """Write *content* to a file; its folder is made where it lacks: asking first costs as much as writing."""
    try:
        file = path.open(mode, buffering=0)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open(mode, buffering=0)
    with file:
        file.write(content)


def write_hashed(folder: Path, kind: str, text: str) -> bytes:
    """Write *text* as a script named by its hash below the folder *kind*, and return the hash.

    Raises ``ValueError`` where another text bears the name already.
    """
    hashed = fingerprint(text, HASH)
    name = f"{kind}/{hashed.hex()[:2]}/{hashed.hex()[2:]}"
    path, content = Path(f"{folder}/{name}.js"), script(name, text).encode()
    try:
        put(path, content, "xb")
    except FileExistsError:
        if path.read_bytes() != content:
            raise ValueError(f"two files hash alike, {name}: raise HASH") from None
    return hashed
