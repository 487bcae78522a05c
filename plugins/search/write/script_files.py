# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of the index as classic scripts that call a function with their text.

A script tag reads from ``file://``; ``fetch`` may not.
"""

import base64
import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Set
from pathlib import Path

from storage.files import remove_empty_folders

CALLBACK = "Warraq.receive"  # in theme/static/js/loader.js
SUFFIX = ".js"
ROOT_NAME = "root"
# The page loads the root and the code at the same time; either may come first.
ROOT_CALLBACK = (
    "var Warraq=Warraq||{};"
    "(Warraq.receive||((...file)=>{(Warraq.early||=[]).push(file)}))"
)
HASH_BYTES = 5  # of a name: of 60,000 files two collide with probability .0016
KEY_BYTES = 2  # of those, the ones that the browser computes from a file's first term

FNV_START, FNV_PRIME = 0x811C9DC5, 0x01000193

# Compact JSON, with letters as they are.
to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def to_base64(content: bytes) -> str:
    """Return *content* as base64."""
    return base64.b64encode(content).decode("ascii")


def content_hash(text: str, size: int = HASH_BYTES) -> bytes:
    """Return the first *size* bytes of the SHA-256 of *text*."""
    return hashlib.sha256(text.encode()).digest()[:size]


def script_of(name: str, text: str) -> str:
    """Return a script that passes *text*, its name and its Adler-32 checksum on."""
    checksum = zlib.adler32(text.encode())
    arguments = f"{to_json(name)},{checksum},{to_json(text)}"
    return f"{CALLBACK}({arguments})\n"


def text_of_script(script: str) -> str:
    """Return the text that a *script* passes on; of the root's script, the root."""
    *_, last = script.splitlines()
    arguments = last[last.index('("') + 1 : last.rindex(")")]
    *_, text = json.loads(f"[{arguments}]")
    return str(text)


class ScriptFolder:
    """The folder of an index: writes scripts, and removes those no longer used.

    Scripts of an earlier build are kept if they are used again. The script *root* is
    the last to be written. If it is missing, that build was interrupted, a file may be
    incomplete, and all are deleted. So scripts need not be written atomically.

    Scripts of an earlier build may also be elsewhere, in the folder *former*. Those
    named in *retained* may be used; none is changed.
    """

    def __init__(
        self,
        folder: Path,
        former: Path | None = None,
        retained: Set[str] = frozenset(),
    ) -> None:
        self.folder, self.former, self.retained = folder, former or folder, retained
        self.existing = {*script_names(folder), *retained}
        self.used: set[str] = set()
        if ROOT_NAME not in self.existing:
            self.remove_unused()
        self.existing.discard(ROOT_NAME)
        Path(folder, f"{ROOT_NAME}{SUFFIX}").unlink(missing_ok=True)

    def has_all(self, names: Iterable[str]) -> bool:
        """Return whether an earlier build has left the scripts of all *names*."""
        return self.existing.issuperset(names)

    def mark_used(self, names: Iterable[str]) -> None:
        """Keep the existing scripts of these *names*."""
        self.used.update(names)

    def write(self, name: str, text: str) -> None:
        """Write *text* as the script *name* (``root``, ``r/0/3-2f9c01``)."""
        self.used.add(name)
        write_file(self.path(name), script_of(name, text).encode(), "wb")

    def write_root(self, text: str) -> None:
        """Write *text* as the root, whose script may run before the code."""
        self.used.add(ROOT_NAME)
        script = script_of(ROOT_NAME, text)
        content = ROOT_CALLBACK + script.removeprefix(CALLBACK)
        write_file(self.path(ROOT_NAME), content.encode(), "wb")

    def write_hashed(self, kind: str, text: str, key: bytes = b"") -> bytes:
        """Write *text* as a script named by *key* and its hash in the folder *kind*.

        Return the hash. Raises ``ValueError`` if another text has the same name.
        """
        hashed = content_hash(text, HASH_BYTES - len(key))
        name = hashed_name(kind, key + hashed)
        content = script_of(name, text).encode()
        if self.write_unless_present(name, content) != content:
            raise ValueError(f"two files have the same name, {name}: raise HASH_BYTES")
        self.used.add(name)
        return hashed

    def write_unless_present(self, name: str, content: bytes) -> bytes:
        """Return the content of the script *name*; write *content* if there is none."""
        if name in self.retained:
            return Path(f"{self.former}/{name}{SUFFIX}").read_bytes()
        path = self.path(name)
        try:
            write_file(path, content, "xb")
        except FileExistsError:
            return path.read_bytes()
        return content

    def path(self, name: str) -> Path:
        """Return the path of the script *name*."""
        return Path(f"{self.folder}/{name}{SUFFIX}")

    def remove_unused(self) -> None:
        """Remove existing scripts that are not used, and folders that become empty."""
        for name in sorted(self.existing - self.used):
            path = self.path(name)
            path.unlink(missing_ok=True)
            # An earlier format of the index may have had folders in folders.
            remove_empty_folders(path.parent, self.folder)
        self.existing &= self.used

    def unneeded(self) -> set[str]:
        """Return the names of the retained scripts that are replaced or not used."""
        return {*(self.retained - self.used), ROOT_NAME} & self.retained


def script_names(folder: Path) -> Iterator[str]:
    """Yield the names of all scripts below *folder*."""
    for parent, _, files in os.walk(folder):
        relative = os.path.relpath(parent, folder)
        for file in files:
            if file.endswith(SUFFIX):
                yield f"{relative}/{file}".removeprefix("./").removesuffix(SUFFIX)


def key_of(term: str) -> bytes:
    """Return the key of a file by its first term: an FNV hash of UTF-16 code units.

    A directory stores the rest of a name only. Source: Fowler, Noll, Vo, FNV-1a.
    """
    number = FNV_START
    units = term.encode("utf-16-le", "surrogatepass")
    for low, high in zip(units[::2], units[1::2], strict=True):
        number = ((number ^ (high << 8 | low)) * FNV_PRIME) & 0xFFFFFFFF
    return (number >> 16).to_bytes(KEY_BYTES, "big")


def hashed_name(kind: str, hashed: bytes) -> str:
    """Return the name of a script in the folder *kind*."""
    digits = hashed.hex()
    return f"{kind}/{digits[:2]}/{digits[2:]}"


def write_file(path: Path, content: bytes, mode: str) -> None:
    """Write *content* to a file; create its folder if opening the file fails.

    To ask first whether the folder exists would cost as much as to write the file.
    """
    try:
        file = path.open(mode, buffering=0)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open(mode, buffering=0)
    with file:
        file.write(content)
