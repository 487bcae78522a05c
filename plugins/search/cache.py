# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a build keeps on disk for the next one: inverted partitions, and the sizes and files of terms and results.

Everything is found by a digest of what it was made from; what is damaged or from other rules is made anew.
"""

import fcntl
import hashlib
import logging
import marshal
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from plugins.search.forward import Numbers
from storage.code_digest import code_digest

SIZE = 16  # bytes of a digest
ALIGNED = 8  # a file's checksum and the size of its head, four bytes each; columns begin at a multiple
HERE = Path(__file__).parent

log = logging.getLogger(__name__)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other build uses *folder*, and keep others waiting: each removes what it does not need itself."""
    folder.mkdir(parents=True, exist_ok=True)
    with Path(folder, "lock").open("wb") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        yield


def digest(*parts: bytes) -> bytes:
    """Return a digest of *parts* and their lengths."""
    hashed = hashlib.blake2b(digest_size=SIZE)
    for part in parts:
        hashed.update(len(part).to_bytes(8, "big"))
        hashed.update(part)
    return hashed.digest()


def of_texts(texts: Sequence[str]) -> bytes:
    """Return a digest of an article's texts."""
    return digest(*(text.encode(errors="surrogatepass") for text in texts))


@cache  # a build asks for each folder of results
def rules() -> bytes:
    """Return a digest of the rules and the code that decide what is found in a text."""
    return code_digest([HERE]).encode()


def save(path: Path, value: Any, columns: Sequence[Numbers] = ()) -> None:
    """Write *value* and *columns* to *path*, whole or not at all."""
    head = marshal.dumps(
        (value, [(column.dtype.str, column.shape) for column in columns])
    )
    head += bytes(-len(head) % ALIGNED)
    pieces = [
        len(head).to_bytes(4, "big"),
        head,
        *(column.tobytes() for column in columns),
    ]
    total = 0
    for piece in pieces:
        total = zlib.crc32(piece, total)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    with beside.open("wb") as file:
        file.writelines([total.to_bytes(4, "big"), *pieces])
    beside.replace(path)


def load(path: Path) -> tuple[Any, list[Numbers]] | None:
    """Return what ``save`` wrote, columns left in the file until they are asked for; nothing where it is damaged."""
    try:
        held = np.memmap(path, np.uint8, "r")
    except (FileNotFoundError, ValueError):  # of an empty file nothing can be mapped
        return None
    total, size = (
        int.from_bytes(held[first : first + 4].tobytes(), "big") for first in (0, 4)
    )
    if zlib.crc32(held[4:].data) != total:
        log.info("%s is damaged: what it held is made anew", path)
        return None
    value, columns = marshal.loads(held[ALIGNED : ALIGNED + size].tobytes())
    return value, mapped(held, columns, ALIGNED + size)


def mapped(
    held: Numbers, columns: Sequence[tuple[str, tuple[int, ...]]], at: int
) -> list[Numbers]:
    """Return the columns that stand in *held* from *at* on."""
    found: list[Numbers] = []
    for dtype, shape in columns:
        found.append(np.ndarray(shape, dtype, held, at))
        at += found[-1].nbytes
    return found
