# SPDX-License-Identifier: AGPL-3.0-or-later
"""The cache on disk that makes the next build incremental.

It contains the inverted segments, the term dictionary, and the names of the folders of
results. Every entry is found by a digest of what it was computed from; a damaged entry
or one of other code is computed again.

An entry is a file of a checksum, a JSON value and NumPy columns. ``numpy.lib.format``
is not used because it maps only one array per file, and a segment has eight.
"""

import fcntl
import hashlib
import json
import logging
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from plugins.search.arrays import IntArray
from storage.code_digest import ROOT, code_digest
from storage.files import replace_atomically

DIGEST_BYTES = 16
ALIGNMENT = 8  # bytes: columns begin at a multiple, so that they can be mapped
NUMBER_BYTES = 4  # of the checksum, and of the size of the JSON value

SEARCH = Path(__file__).parent
# The code that decides what a segment contains, and what shards and records contain.
SEGMENT_CODE = (SEARCH / "arrays.py", SEARCH / "inverted")
FILE_CODE = (
    *SEGMENT_CODE,
    SEARCH / "fields.py",
    SEARCH / "encode",
    SEARCH / "write" / "results.py",
    SEARCH / "write" / "script_files.py",
    SEARCH / "write" / "shard_files.py",
    SEARCH / "write" / "term_dictionary.py",
    ROOT / "storage" / "shared_prefix.py",
)

log = logging.getLogger(__name__)


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Wait until no other build uses *folder*, and make others wait.

    Each build removes the entries that it does not need itself.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with Path(folder, "lock").open("wb") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        yield


def digest(*parts: bytes) -> bytes:
    """Return a digest of *parts* and their lengths."""
    hashed = hashlib.blake2b(digest_size=DIGEST_BYTES)
    for part in parts:
        hashed.update(len(part).to_bytes(8, "big"))
        hashed.update(part)
    return hashed.digest()


@cache  # each folder of results has it in its cache key
def code_key(paths: Sequence[Path]) -> bytes:
    """Return a digest of the code in *paths* and of the rules of the analyser."""
    return code_digest(paths).encode()


def save(path: Path, value: object, columns: Sequence[IntArray] = ()) -> None:
    """Write a JSON *value* and *columns* to *path* atomically."""
    head = encode_head(value, columns)
    parts = [to_bytes(len(head)), head]
    parts += [column.tobytes() for column in columns]
    checksum = 0
    for part in parts:
        checksum = zlib.crc32(part, checksum)
    with replace_atomically(path) as temporary, temporary.open("wb") as file:
        file.write(to_bytes(checksum))
        file.writelines(parts)


def encode_head(value: object, columns: Sequence[IntArray]) -> bytes:
    """Return *value* and the type and shape of each column as JSON.

    It is filled up with spaces, so that the columns behind it are aligned.
    """
    described = [(column.dtype.str, column.shape) for column in columns]
    head = json.dumps((value, described), ensure_ascii=False).encode()
    padding = -len(head) % ALIGNMENT
    return head + b" " * padding


def to_bytes(number: int) -> bytes:
    """Return a checksum or a size as it is stored."""
    return number.to_bytes(NUMBER_BYTES, "big")


def number_at(content: IntArray, start: int) -> int:
    """Return the checksum or size that is stored at *start*."""
    return int.from_bytes(content[start : start + NUMBER_BYTES].tobytes(), "big")


def load(path: Path) -> tuple[Any, list[IntArray]] | None:
    """Return the value and the columns of a cache entry; ``None`` if it is damaged.

    Columns are mapped: they stay in the file until they are read.
    """
    try:
        content = np.memmap(path, np.uint8, "r")
    except (FileNotFoundError, ValueError):  # an empty file cannot be mapped
        return None
    head_start = 2 * NUMBER_BYTES
    head_end = head_start + number_at(content, NUMBER_BYTES)
    if zlib.crc32(content[NUMBER_BYTES:].data) != number_at(content, 0):
        log.info("%s: the checksum is wrong; the entry is computed again", path)
        return None
    try:
        head = json.loads(content[head_start:head_end].tobytes())
    except ValueError:
        log.info("%s: another version's format; the entry is computed again", path)
        return None
    value, described = head
    return value, map_columns(content, described, head_end)


def map_columns(
    content: IntArray, described: Sequence[tuple[str, Sequence[int]]], start: int
) -> list[IntArray]:
    """Return the columns (each dtype and shape) in *content* from *start* on."""
    columns: list[IntArray] = []
    for dtype, shape in described:
        columns.append(np.ndarray(tuple(shape), dtype, content, start))
        start += columns[-1].nbytes
    return columns
