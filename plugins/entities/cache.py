# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a recogniser said of each text, kept on disk: a rebuild recognises only what is new."""

import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path

import arabic

from .spans import Backend, Span

BATCH = 500  # texts written at once: what a recogniser of an hour's work loses when it is interrupted
SLACK = 2  # texts kept for each one that the last run asked for
MODELS = 3  # recognisers whose answers are kept
PATIENCE = 60  # seconds to wait for another build that writes
CODE = (Path(arabic.__path__[0]), Path(__file__).parent)
LIBRARIES = ("Babel", "python-crfsuite")  # names of countries and cities; the model
TABLE = "CREATE TABLE IF NOT EXISTS answers (text BLOB PRIMARY KEY, spans TEXT) WITHOUT ROWID"


class Cached:
    """A recogniser that answers from *rows* what it was asked before."""

    def __init__(self, backend: Backend, rows: sqlite3.Connection) -> None:
        self.backend = backend
        self.fingerprint = backend.fingerprint
        self.rows = rows
        self.asked: set[bytes] = set()
        self.new: dict[bytes, str] = {}

    def __call__(self, text: str, /) -> list[Span]:
        """Return the spans of *text*."""
        key = key_of(text)
        self.asked.add(key)
        row = self.rows.execute("SELECT spans FROM answers WHERE text = ?", (key,)).fetchone()
        if row:
            return unpacked(row[0])
        spans = self.backend(text)
        self.new[key] = packed(spans)
        if len(self.new) >= BATCH:
            self.write()
        return spans

    def new_among(self, texts: Iterable[str]) -> Iterator[str]:
        """Yield those of *texts*, each once, that stand in no row."""
        held = {key for (key,) in self.rows.execute("SELECT text FROM answers")}
        for text in texts:
            if (key := key_of(text)) not in held:
                held.add(key)
                yield text

    def keep(self, texts: Iterable[str], answers: Iterable[list[Span]]) -> None:
        """Put what *texts* were answered on disk."""
        self.new |= {key_of(text): packed(spans) for text, spans in zip(texts, answers, strict=True)}
        self.write()

    def write(self) -> None:
        """Put the new answers on disk."""
        with self.rows:
            self.rows.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?)", self.new.items())
        self.new.clear()

    def forget(self) -> None:
        """Drop the texts nobody asked for in this run when they are most of all."""
        [(held,)] = self.rows.execute("SELECT count(*) FROM answers")
        if held <= SLACK * len(self.asked):
            return
        with self.rows:
            self.rows.execute("CREATE TEMP TABLE asked (text BLOB PRIMARY KEY)")
            self.rows.executemany("INSERT INTO asked VALUES (?)", ((key,) for key in self.asked))
            self.rows.execute("DELETE FROM answers WHERE text NOT IN (SELECT text FROM asked)")


def key_of(text: str) -> bytes:
    """Return the key of a text's row."""
    return hashlib.sha256(text.encode()).digest()


def code_version(packages: Sequence[Path] = CODE) -> str:
    """Return a digest of the code on which a recogniser's answers depend, whatever it calls its fingerprint."""
    digest = hashlib.sha256(" ".join(map(version, LIBRARIES)).encode())
    for path in sorted(path for package in packages for path in package.iterdir() if path.suffix in {".py", ".json"}):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def packed(spans: list[Span]) -> str:
    """Return *spans* as JSON; a confidence keeps every bit."""
    return json.dumps([[span.start, span.end, span.type, span.confidence] for span in spans], separators=(",", ":"))


def unpacked(text: str) -> list[Span]:
    """Return the spans that ``packed`` wrote."""
    return [
        Span(start=start, end=end, type=kind, confidence=confidence)
        for start, end, kind, confidence in json.loads(text)
    ]


@contextmanager
def cached(backend: Backend, folder: Path) -> Iterator[Cached]:
    """Give *backend* a memory in *folder*, a file for each fingerprint and version of the code.

    A damaged file is thrown away, and that is said; it costs no more than recognising again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made_by = f"{code_version()}\n{backend.fingerprint}"
    path = folder / f"{hashlib.sha256(made_by.encode()).hexdigest()[:16]}.sqlite"
    with closing(_opened(path)) as rows:
        memory = Cached(backend, rows)
        try:
            yield memory
        finally:
            memory.write()
        memory.forget()
    _keep_newest(folder)


def _opened(path: Path) -> sqlite3.Connection:
    rows = sqlite3.connect(path, timeout=PATIENCE)
    if damage := _damage(rows):
        sys.stderr.write(f"{path} is damaged ({damage}): names are recognised anew\n")
        rows.close()
        path.unlink()
        rows = sqlite3.connect(path, timeout=PATIENCE)
        rows.execute(TABLE)
    return rows


def _damage(rows: sqlite3.Connection) -> str:
    """Return what is wrong with the file that is open, "" if nothing is."""
    try:
        rows.execute(TABLE)
        [(state,)] = rows.execute("PRAGMA quick_check(1)")
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if state == "ok" else str(state)


def _keep_newest(folder: Path) -> None:
    newest = sorted(folder.glob("*.sqlite"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in newest[MODELS:]:
        path.unlink()
