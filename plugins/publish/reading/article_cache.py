# SPDX-License-Identifier: AGPL-3.0-or-later
"""Articles as Pelican read them, in ``.output.build/articles``, for the next build.

An entry is used while the signature of the Markdown file is that of the reading: size,
times and inode. Entries are spread over ``FILES`` files, so that an edited article has
one of them written again. The folder may be deleted at any time; a damaged file is not
used.

A file is a line (the key, a checksum of the rest, the size of the table), the table and
the texts of all its articles. It is mapped: texts are read when they are asked for.
"""

import mmap
import os
import pickle
import re
import time
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pelican.contents import Article

from plugins.publish.reading.article_pickle import (
    KeptReferences,
    Resolver,
    SharedObjects,
    State,
    Texts,
    copy_state,
    load_rows,
    pickle_rows,
    restore_article,
    texts_of,
)
from storage.files import write_atomic
from storage.signatures import TICK_NS, Signature, sign

FILES = 64


class Entry(NamedTuple):
    """The signature of a Markdown file, and its article: its state, and the texts."""

    signature: Signature
    state: State
    texts: Texts


Entries = dict[str, Entry]  # by path
# A signature, a state, and where the two texts begin and end.
Row = tuple[tuple[Any, ...], State, int, int, int]
# What a damaged pickle, or one of another version, may raise.
UNREADABLE = (pickle.UnpicklingError, EOFError, ValueError, KeyError, ImportError)
HEAD = re.compile(rb"\S+ [0-9a-f]{8} ([0-9]{1,15})\n")
MOST_HEAD = 128  # bytes of the first line


class ArticleCache:
    """Stores and restores articles by path.

    *key* is the digest of all that decides how a file is read.
    """

    def __init__(
        self, folder: Path, key: str, signatures: Iterable[Signature] = ()
    ) -> None:
        self.folder, self.key = folder, key
        # Of files as they were before any was read.
        self.signatures = {signature.path: signature for signature in signatures}
        self.unused: dict[int, Entries] = {}  # by number of the file
        self.restored: dict[int, set[str]] = {number: set() for number in range(FILES)}
        self.new: dict[int, Entries] = {number: {} for number in range(FILES)}
        self.saved: set[int] = set()
        self.current = 0  # the file of the last article
        self.read = 0  # Markdown files, by Pelican

    def restore(self, path: str, shared: SharedObjects) -> Article | None:
        """Return the article of the file at *path* if the file did not change.

        Paths come in the order of ``group_by_file``.
        """
        number = file_number(path)
        if number != self.current:
            self.save_file(self.current)
            self.current = number
        entry = self.unused_entries(number, shared).get(path)
        if entry is None or entry.signature != self.sign(path):
            return None
        del self.unused[number][path]  # its memory is not needed any more
        self.restored[number].add(path)
        return restore_article(entry.state, entry.texts)

    def sign(self, path: str) -> Signature:
        """Return the signature of a file before it is read."""
        return self.signatures.get(path) or sign(path)

    def store(self, path: str, signature: Signature, article: Article) -> None:
        """Store an *article* whose file had the *signature* before it was read.

        Not if the file may have changed since: see ``TICK_NS``.
        """
        self.read += 1
        is_settled = signature.changed + TICK_NS < time.time_ns()
        if is_settled and sign(path) == signature:
            state = copy_state(article)
            if state:
                entry = Entry(signature, state, texts_of(article))
                self.new[file_number(path)][path] = entry

    def summary(self) -> str:
        """Return how many files were read, and how many did not change."""
        unchanged = sum(map(len, self.restored.values()))
        return f"Articles: {self.read:,} read, {unchanged:,} unchanged."

    def save(self) -> None:
        """Write the files that are not saved yet."""
        for number in range(FILES):
            self.save_file(number)

    def save_file(self, number: int) -> None:
        """Write a file if one of its entries is new, changed or gone; free its memory.

        Does nothing for a file that was saved.
        """
        if number in self.saved:
            return
        self.saved.add(number)
        references = KeptReferences()
        unused, new = self.unused_entries(number, references), self.new[number]
        if new or unused:
            kept = self.restored[number]
            former = self.load(number, references) if kept else {}
            entries = {path: former[path] for path in kept} | new
            write_atomic(self.path_of(number), self.render(entries))
        unused.clear()
        new.clear()

    def unused_entries(self, number: int, objects: Resolver) -> Entries:
        """Return the entries of a file of which no article was restored yet."""
        if number not in self.unused:
            self.unused[number] = self.load(number, objects)
        return self.unused[number]

    def load(self, number: int, objects: Resolver) -> Entries:
        """Return the entries of a file; none if it is damaged or has another key."""
        data = map_or_none(self.path_of(number)) or memoryview(b"")
        head = HEAD.match(bytes(data[:MOST_HEAD]))
        if not head:
            return {}
        rest, size = data[head.end() :], int(head[1])
        if head[0] != self.head_of(rest, size):
            return {}
        try:
            rows: list[Row] = load_rows(rest[:size], objects)
        except UNREADABLE:
            return {}
        texts = rest[size:]
        return {
            signature[0]: Entry(
                Signature(*signature),
                state,
                Texts(texts[start:middle], texts[middle:end]),
            )
            for signature, state, start, middle, end in rows
        }

    def render(self, entries: Mapping[str, Entry]) -> bytes:
        """Return the bytes of a file."""
        rows: list[Row] = []
        texts: list[bytes | memoryview] = []
        end = 0
        for _, entry in sorted(entries.items()):
            start, middle = end, end + len(entry.texts.plain)
            end = middle + len(entry.texts.html)
            texts += entry.texts
            rows.append((tuple(entry.signature), entry.state, start, middle, end))
        table = pickle_rows(rows)
        rest = b"".join([table, *texts])
        return self.head_of(rest, len(table)) + rest

    def head_of(self, rest: bytes | memoryview, size: int) -> bytes:
        """Return the first line of a file: the key, a checksum, the table's size."""
        return f"{self.key} {zlib.crc32(rest):08x} {size}\n".encode()

    def path_of(self, number: int) -> Path:
        """Return the path of a file."""
        return self.folder / f"{number:02d}"


def map_or_none(path: Path) -> memoryview | None:
    """Return the mapped bytes of a file, ``None`` if there are none."""
    try:
        with path.open("rb") as file:
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (FileNotFoundError, ValueError):  # an empty file cannot be mapped
        return None


def file_number(path: str) -> int:
    """Return the number of the file that has the entry of an article."""
    return zlib.crc32(path.encode("utf-8", "surrogateescape")) % FILES


def group_by_file(paths: Iterable[str], root: str) -> list[str]:
    """Return *paths* below *root*, those of one file of the cache after another."""
    return sorted(paths, key=lambda path: (file_number(os.path.join(root, path)), path))
