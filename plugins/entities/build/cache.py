# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a recogniser said of each text, and what was made of that: a rebuild reads only what is new."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from plugins.entities.build.cache_table import Table, opened
from plugins.entities.build.serialise import (
    packed,
    reading_packed,
    reading_unpacked,
    unpacked,
)
from plugins.entities.match.finder import Finder
from plugins.entities.match.text import cut
from plugins.entities.models.spans import Backend, Span
from plugins.entities.resolve.reconcile import Read, weigh
from storage.code_digest import code_digest

MODELS = 3  # recognisers whose answers are kept
ENTITIES = Path(__file__).parents[1]
# The code and lists that decide which names a text has, and the format of the cache.
DECIDING = [
    *(ENTITIES / stage for stage in ("lists", "match", "models", "resolve")),
    ENTITIES / "build" / "serialise.py",
]
LIBRARIES = ("Babel", "python-crfsuite")  # names of countries and cities; the model


class Cached:
    """A recogniser that remembers its answers, and what the search for names made of them."""

    def __init__(self, backend: Backend, rows: sqlite3.Connection) -> None:
        self.backend = backend
        self.fingerprint = backend.fingerprint
        self.answers = Table(rows, "answers")
        self.readings = Table(rows, "readings")
        self.asked: set[bytes] = set()

    def __call__(self, text: str, /) -> list[Span]:
        """Return the spans of *text*."""
        key = key_of(text)
        self.asked.add(key)
        held = self.answers.find(key, self.fingerprint)
        if held is not None:
            return unpacked(held)
        spans = self.backend(text)
        self.answers.keep(key, self.fingerprint, packed(spans))
        return spans

    def read(self, text: str, finder: Finder) -> Read:
        """Return what *finder* and the recogniser together make of *text*."""
        key = key_of(text)
        self.asked.add(key)
        held = self.readings.find(key, finder.fingerprint)
        if held is not None:
            return reading_unpacked(held, text, finder)
        reading = weigh(cut(text), finder, self(text))
        self.readings.keep(key, finder.fingerprint, reading_packed(*reading))
        return reading

    def new_among(self, texts: Iterable[str]) -> Iterator[str]:
        """Yield those of *texts*, each once, that were never recognised."""
        held = {key for (key,) in self.answers.rows.execute("SELECT text FROM answers")}
        for text in texts:
            if (key := key_of(text)) not in held:
                held.add(key)
                yield text

    def keep(self, texts: Iterable[str], answers: Iterable[list[Span]]) -> None:
        """Keep what *texts* were answered."""
        for text, spans in zip(texts, answers, strict=True):
            self.answers.keep(key_of(text), self.fingerprint, packed(spans))
        self.answers.write()

    def write(self) -> None:
        """Put what is new on disk."""
        self.answers.write()
        self.readings.write()

    def forget(self) -> None:
        """Drop the texts nobody asked for in this run when they are most of all."""
        self.answers.forget_all_but(self.asked)
        self.readings.forget_all_but(self.asked)


def key_of(text: str) -> bytes:
    """Return the key of a text's row."""
    return hashlib.sha256(text.encode()).digest()


@contextmanager
def cached(backend: Backend, folder: Path) -> Iterator[Cached]:
    """Give *backend* a memory in *folder*, a file for each fingerprint and version of code and lists.

    A damaged file is thrown away, and that is said; it costs no more than recognising again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made_by = f"{code_digest(DECIDING, LIBRARIES)}\n{backend.fingerprint}"
    path = folder / f"{hashlib.sha256(made_by.encode()).hexdigest()[:16]}.sqlite"
    with closing(opened(path)) as rows:
        memory = Cached(backend, rows)
        try:
            yield memory
        finally:
            memory.write()
        memory.forget()
    path.touch()  # what was only read is of today too
    _keep_newest(folder)


def _keep_newest(folder: Path) -> None:
    newest = sorted(
        folder.glob("*.sqlite"), key=lambda path: path.stat().st_mtime_ns, reverse=True
    )
    for path in newest[MODELS:]:
        path.unlink()
