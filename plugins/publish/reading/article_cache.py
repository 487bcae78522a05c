# SPDX-License-Identifier: AGPL-3.0-or-later
"""Articles as Pelican read them, in ``.output.build/articles``, for the next build.

An entry is used while the signature of the Markdown file is that of the reading: size,
times and inode. Entries are spread over ``FILES`` files, so that an edited article has
one of them written again. The folder may be deleted at any time; a damaged file is not
used.
"""

import os
import pickle
import time
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from pelican.contents import Article

from plugins.publish.reading.article_pickle import (
    PROTOCOL,
    SharedObjects,
    load_values,
    pickle_article,
    restore_article,
)
from storage.files import read_or_none, write_atomic
from storage.signatures import TICK_NS, Signature, sign

FILES = 64


class Entry(NamedTuple):
    """The signature of a Markdown file, and the pickle of its article."""

    signature: Signature
    article: bytes


Entries = dict[str, Entry]  # by path


class ArticleCache:
    """Stores and restores articles by path.

    *key* is the digest of all that decides how a file is read.
    """

    def __init__(self, folder: Path, key: str) -> None:
        self.folder, self.key = folder, key
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
        entry = self.unused_entries(number).get(path)
        if entry is None or entry.signature != sign(path):
            return None
        article = restore_article(entry.article, shared)
        if article is not None:
            del self.unused[number][path]  # its bytes are not needed any more
            self.restored[number].add(path)
        return article

    def store(self, path: str, signature: Signature, article: Article) -> None:
        """Store an *article* whose file had the *signature* before it was read.

        Not if the file may have changed since: see ``TICK_NS``.
        """
        self.read += 1
        is_settled = signature.changed + TICK_NS < time.time_ns()
        if is_settled and sign(path) == signature:
            pickled = pickle_article(article)
            if pickled:
                self.new[file_number(path)][path] = Entry(signature, pickled)

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
        unused, new = self.unused_entries(number), self.new[number]
        if new or unused:
            kept = self.restored[number]
            former = self.load(number) if kept else {}
            entries = {path: former[path] for path in kept} | new
            write_atomic(self.path_of(number), self.render(entries))
        unused.clear()
        new.clear()

    def unused_entries(self, number: int) -> Entries:
        """Return the entries of a file of which no article was restored yet."""
        if number not in self.unused:
            self.unused[number] = self.load(number)
        return self.unused[number]

    def load(self, number: int) -> Entries:
        """Return the entries of a file; none if it is damaged or has another key."""
        data = read_or_none(self.path_of(number)) or b""
        head, _, body = data.partition(b"\n")
        if head != self.head_of(body):
            return {}
        try:
            rows: list[tuple[tuple[str, int, int, int, int], bytes]] = load_values(body)
        except pickle.UnpicklingError:
            return {}
        return {row[0][0]: Entry(Signature(*row[0]), row[1]) for row in rows}

    def render(self, entries: Mapping[str, Entry]) -> bytes:
        """Return the bytes of a file."""
        rows = [(tuple(e.signature), e.article) for _, e in sorted(entries.items())]
        body = pickle.dumps(rows, PROTOCOL)
        return self.head_of(body) + b"\n" + body

    def head_of(self, body: bytes) -> bytes:
        """Return the first line of a file: the key and the checksum of the rest."""
        return f"{self.key} {zlib.crc32(body):08x}".encode()

    def path_of(self, number: int) -> Path:
        """Return the path of a file."""
        return self.folder / f"{number:02d}"


def file_number(path: str) -> int:
    """Return the number of the file that has the entry of an article."""
    return zlib.crc32(path.encode("utf-8", "surrogateescape")) % FILES


def group_by_file(paths: Iterable[str], root: str) -> list[str]:
    """Return *paths* below *root*, those of one file of the cache after another."""
    return sorted(paths, key=lambda path: (file_number(os.path.join(root, path)), path))
