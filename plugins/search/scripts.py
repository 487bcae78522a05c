# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files of the index as classic scripts: ``fetch`` may not read from ``file://``, a script tag may."""

import base64
import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

CALLBACK = "Warraq.receive"  # of theme/static/js/shards.js

HASH = 5  # bytes of a name: among 60,000 files two are named alike with probability .0016


def dump(value: Any) -> str:
    """Return *value* as JSON without white space, its letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


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
    path = folder / f"{name}.js"
    content = script(name, text).encode()
    try:
        path.write_bytes(content)
    except FileNotFoundError:  # asking first costs as much as writing
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def write_hashed(folder: Path, kind: str, text: str) -> bytes:
    """Write *text* as a script named by its hash below the folder *kind*, and return the hash.

    Raises ``ValueError`` where another text bears the name already.
    """
    hashed = fingerprint(text, HASH)
    name = f"{kind}/{hashed.hex()[:2]}/{hashed.hex()[2:]}"
    path = folder / f"{name}.js"
    if path.exists() and path.read_bytes() != script(name, text).encode():
        raise ValueError(f"two files hash alike, {name}: raise HASH")
    write(folder, name, text)
    return hashed
