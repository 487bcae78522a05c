# SPDX-License-Identifier: AGPL-3.0-or-later
"""Paths → pieces: each input is known by its content, unpacked, and split into articles as a stream."""

import bz2
import gzip
import hashlib
import lzma
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

import zstandard

from ingest.decode import decode
from ingest.readers import records
from ingest.record import Fact, Piece, UnreadableInput

OPENERS: dict[bytes, tuple[str, Callable[[Path], Any]]] = {
    b"\x1f\x8b": (".gz", gzip.GzipFile),
    b"\xfd7zXZ\x00": (".xz", lzma.LZMAFile),
    b"BZh": (".bz2", bz2.BZ2File),
    b"\x28\xb5\x2f\xfd": (".zst", zstandard.open),
}
BESIDE = re.compile(r"\..*|(?:README|LICENSE|COPYING)(?:\.(?:md|txt|rst))?", re.IGNORECASE)  # files about the scrape
SNIFFED = 4096  # bytes
LARGEST_WHOLE = 200_000_000  # bytes unpacked of an input that is read as one
HTML = re.compile(rb"<(?:!doctype html|html|head|body|meta|title|article|table|div)\b", re.IGNORECASE)
BROKEN_PACKING = (EOFError, OSError, lzma.LZMAError, zstandard.ZstdError)


class Failure(NamedTuple):
    """An input or a part of one that could not be read, and why."""

    name: str
    reason: str


class Original(NamedTuple):
    """A file of the input: where it lies, what it is called from the given path on, what it was sniffed as."""

    path: Path
    name: str
    kind: str  # dump | html | json | jsonl | csv
    sha256: str
    packing: str  # .gz … or ""

    @property
    def kept_as(self) -> str:
        """Return its name under raw/: the hash of its bytes, and an ending for people."""
        ending = {"dump": "txt"}.get(self.kind, self.kind)
        return f"{self.sha256[:2]}/{self.sha256}.{ending}{self.packing}"


def files(paths: list[Path]) -> Iterator[tuple[Path, str]]:
    """Yield the files below *paths* in a fixed order, each with its name from the given path on."""
    for path in paths:
        if path.is_dir():
            inner = sorted(file for file in path.rglob("*") if file.is_file() and not BESIDE.fullmatch(file.name))
            yield from ((file, f"{path.name}/{file.relative_to(path).as_posix()}") for file in inner)
        else:
            yield path, path.name


def identify(path: Path, name: str) -> Original:
    """Return what the file at *path* is. Raises ``UnreadableInput``."""
    with path.open("rb") as stream:
        head = stream.read(SNIFFED)
        stream.seek(0)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    packing = next((ending for magic, (ending, _) in OPENERS.items() if head.startswith(magic)), "")
    if packing:
        with opened(path) as stream:
            head = unpacked(stream, SNIFFED)
    return Original(path, name, sniff(head), sha256, packing)


def opened(path: Path) -> IO[bytes]:
    """Return the unpacked stream of the file at *path*."""
    with path.open("rb") as stream:
        magic = stream.read(6)
    opener = next((opener for start, (_, opener) in OPENERS.items() if magic.startswith(start)), None)
    packed: IO[bytes] = opener(path) if opener else path.open("rb")
    return packed


def unpacked(stream: IO[bytes], size: int) -> bytes:
    """Return at most *size* bytes of *stream*. Raises ``UnreadableInput`` when it ends too early or is damaged."""
    try:
        return stream.read(size)
    except BROKEN_PACKING as error:
        raise UnreadableInput(f"packed file is damaged: {error}") from error


def sniff(head: bytes) -> str:
    """Return the kind of an input by its first bytes."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text:
        raise UnreadableInput("empty")
    if text[:1] in b"{[" and (text[:1] == b"{" or text[1:].lstrip()[:1] in b"{]"):
        first, newline, _ = text.partition(b"\n")
        return "jsonl" if text[:1] == b"{" and (not newline or first.rstrip().endswith(b"}")) else "json"
    if HTML.search(head.replace(b"\x00", b"")):
        return "html"
    return "csv" if is_table(text) else "dump"


def is_table(head: bytes) -> bool:
    """Say whether the first line names columns that hold a title and a body."""
    columns = set(re.split(r"[,;\t|]", head.partition(b"\n")[0].decode("utf-8", "replace").replace('"', "").strip()))
    return all(columns.intersection(records.ALIASES[field]) for field in ("title", "body"))


def split(original: Original, facts: tuple[Fact, ...]) -> Iterator[Piece | Failure]:
    """Yield the pieces of an input; what breaks off is a failure behind the pieces read so far."""
    try:
        with opened(original.path) as stream:
            rows = SPLITTERS[original.kind](stream)
            yield from (piece(original, kind, data, number, facts) for number, (kind, data) in enumerate(rows, 1))
    except UnreadableInput as error:
        yield Failure(original.name, str(error))
    except BROKEN_PACKING as error:
        yield Failure(original.name, f"packed file is damaged: {error}")


def piece(original: Original, kind: str, data: bytes, number: int, facts: tuple[Fact, ...]) -> Piece:
    """Return one piece; records inside a file bear their number."""
    inner = f"#{number}" if kind == "record" else ""
    sha256 = hashlib.sha256(data).hexdigest() if inner or original.packing else original.sha256
    return Piece(
        kind=kind,
        data=data,
        sha256=sha256,
        original=original.kept_as + inner,
        name=original.name + inner,
        facts=facts,
    )


def whole(stream: IO[bytes]) -> bytes:
    """Return everything in *stream*. Raises ``UnreadableInput`` beyond the cap."""
    data = unpacked(stream, LARGEST_WHOLE + 1)
    if len(data) > LARGEST_WHOLE:
        raise UnreadableInput(f"more than {LARGEST_WHOLE:,} bytes unpacked")
    return data


def one(kind: str) -> Callable[[IO[bytes]], Iterator[tuple[str, bytes]]]:
    """Return the splitter of inputs that are one article."""
    return lambda stream: iter([(kind, whole(stream))])


def json_lines(stream: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield each line that holds anything; a first line that is a list of articles is a whole JSON file."""
    lines = (row.strip() for row in stream if row.strip())
    yield from (("record", row) for row in records.rows_of_line(next(lines, b"")))
    yield from (("record", row) for row in lines)


def rows(reader: Callable[[str], Iterator[bytes]]) -> Callable[[IO[bytes]], Iterator[tuple[str, bytes]]]:
    """Return the splitter of a table or list that *reader* takes apart."""

    def split_rows(stream: IO[bytes]) -> Iterator[tuple[str, bytes]]:
        try:
            yield from (("record", row) for row in reader(decode(whole(stream)).text))
        except (ValueError, RecursionError) as error:
            raise UnreadableInput(str(error)) from error

    return split_rows


SPLITTERS: dict[str, Callable[[IO[bytes]], Iterator[tuple[str, bytes]]]] = {
    "dump": one("dump"),
    "html": one("html"),
    "jsonl": json_lines,
    "json": rows(records.rows_of_json),
    "csv": rows(records.rows_of_csv),
}
