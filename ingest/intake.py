# SPDX-License-Identifier: AGPL-3.0-or-later
"""Paths → pieces: each input is known by its content, unpacked, and split into articles as a stream."""

import bz2
import gzip
import hashlib
import json
import lzma
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, NamedTuple

import zstandard

from ingest.decode import decode
from ingest.readers import archive, feed, mhtml, records, warc, wxr
from ingest.record import Fact, Piece, UnreadableInput

OPENERS: dict[bytes, tuple[str, Callable[[Path], Any]]] = {
    b"\x1f\x8b": (".gz", gzip.GzipFile),
    b"\xfd7zXZ\x00": (".xz", lzma.LZMAFile),
    b"BZh": (".bz2", bz2.BZ2File),
    b"\x28\xb5\x2f\xfd": (".zst", zstandard.open),
}
BESIDE = re.compile(r"\..*|(?:README|LICENSE|COPYING)(?:\.(?:md|txt|rst))?", re.IGNORECASE)  # files about the scrape
SNIFFED = 4096  # bytes
LARGEST_PAGE = 10_000_000  # bytes unpacked of an input that is one article
LARGEST_TABLE = 500_000_000  # bytes unpacked of a table or list that cannot be read as a stream
XML = re.compile(rb"\s*(?:<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^>]*>|\s)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
MAIL = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
HTML = re.compile(rb"<(?:!doctype html|html|head|body|meta|title|article|table|div)\b", re.IGNORECASE)
BROKEN_PACKING = (EOFError, OSError, lzma.LZMAError, zstandard.ZstdError)


class Failure(NamedTuple):
    """An input or a part of one that became no article, and why; *aside*: it rightly is none (a draft)."""

    name: str
    reason: str
    aside: bool = False


class Original(NamedTuple):
    """A file of the input: where it lies, what it is called from the given path on, what it was sniffed as."""

    path: Path
    name: str
    kind: str  # of SPLITTERS, or zip
    sha256: str
    packing: str  # .gz … or ""
    within: str = ""  # the kept file of which it is a member

    @property
    def kept_as(self) -> str:
        """Return its name under raw/: the hash of its bytes, and an ending for people."""
        if self.within:
            return self.within
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
    return next((kind for kind, fits in SIGNS if fits(text)), "dump")


def is_json_lines(text: bytes) -> bool:
    """Say whether an object ends on the first line, or later than was looked."""
    first, newline, _ = text.partition(b"\n")
    return text[:1] == b"{" and (not newline or first.rstrip().endswith(b"}"))


def is_json(text: bytes) -> bool:
    """Say whether it begins like an object or a list of objects."""
    return text[:1] == b"{" or (text[:1] == b"[" and text[1:].lstrip()[:1] in {b"{", b"]"})


def is_table(head: bytes) -> bool:
    """Say whether the first line names columns that hold a title and a body."""
    columns = set(re.split(r"[,;\t|]", head.partition(b"\n")[0].decode("utf-8", "replace").replace('"', "").strip()))
    return all(columns.intersection(records.ALIASES[field]) for field in ("title", "body"))


# kind and how an input of it begins, the first that fits
SIGNS: tuple[tuple[str, Callable[[bytes], object]], ...] = (
    ("zip", lambda text: text.startswith(b"PK\x03\x04")),
    ("warc", lambda text: text.startswith(b"WARC/")),
    ("jsonl", is_json_lines),
    ("json", is_json),
    ("wxr", lambda text: XML.match(text) and b"wordpress.org/export" in text),
    ("feed", XML.match),
    ("mhtml", MAIL.search),
    ("html", lambda text: HTML.search(text.replace(b"\x00", b""))),
    ("csv", is_table),
)
Part = tuple[str, bytes, tuple[Fact, ...]]  # kind of the piece, its bytes, what the container knows of it


def split(original: Original, facts: tuple[Fact, ...]) -> Iterator[Piece | Failure]:
    """Yield the pieces of an input; what breaks off is a failure behind the pieces read so far."""
    try:
        if original.kind == "zip":
            yield from inside(original, facts)
        else:
            for number, part in enumerate(SPLITTERS[original.kind](original.path), 1):
                yield piece(original, part, number, facts)
    except UnreadableInput as error:
        yield Failure(original.name, str(error))
    except BROKEN_PACKING as error:
        yield Failure(original.name, f"packed file is damaged: {error}")


def inside(original: Original, facts: tuple[Fact, ...]) -> Iterator[Piece | Failure]:
    """Yield the pieces of a zip's members; a zip inside is not opened."""
    with TemporaryDirectory() as folder:
        for path, member in archive.members(original.path, Path(folder)):
            name = f"{original.name}#{member}"
            try:
                found = identify(path, name)
            except UnreadableInput as error:
                yield Failure(name, str(error))
                continue
            if found.kind == "zip":
                yield Failure(name, "a zip inside a zip")
            else:
                yield from split(found._replace(within=f"{original.kept_as}#{member}"), facts)


def piece(original: Original, part: Part, number: int, facts: tuple[Fact, ...]) -> Piece:
    """Return one piece; those of an input that holds several bear their number."""
    kind, data, own = part
    inner = f"#{number}" if original.kind in MANY else ""
    return Piece(
        kind=kind,
        data=data,
        sha256=hashlib.sha256(data).hexdigest() if inner or original.packing else original.sha256,
        original=original.kept_as + inner,
        name=original.name + inner,
        facts=(*facts, *own),
    )


def whole(path: Path, limit: int) -> bytes:
    """Return everything in the file at *path*, unpacked. Raises ``UnreadableInput`` beyond the limit."""
    with opened(path) as stream:
        data = unpacked(stream, limit + 1)
    if len(data) > limit:
        raise UnreadableInput(f"more than {limit:,} bytes")
    return data


def dump(path: Path) -> Iterator[Part]:
    """Yield the one text of the input."""
    yield "dump", whole(path, LARGEST_PAGE), ()


def page(path: Path) -> Iterator[Part]:
    """Yield the one page of the input."""
    yield "html", whole(path, LARGEST_PAGE), ()


def mail(path: Path) -> Iterator[Part]:
    """Yield the page of an MHTML file."""
    yield "html", *mhtml.page(whole(path, 4 * LARGEST_PAGE))


def crawl(path: Path) -> Iterator[Part]:
    """Yield the pages of a WARC."""
    return (("html", data, facts) for data, facts in warc.pages(path))


def json_lines(path: Path) -> Iterator[Part]:
    """Yield each line that holds anything; a first line that is a list of articles is a whole JSON file."""
    with opened(path) as stream:
        lines = (row.strip() for row in stream if row.strip())
        yield from (("record", row, ()) for row in records.rows_of_line(next(lines, b"")))
        yield from (("record", row, ()) for row in lines)


def table(reader: Callable[[str], Iterator[bytes]]) -> Callable[[Path], Iterator[Part]]:
    """Return the splitter of a table or list that *reader* takes apart."""

    def rows(path: Path) -> Iterator[Part]:
        try:
            yield from (("record", row, ()) for row in reader(decode(whole(path, LARGEST_TABLE)).text))
        except (ValueError, RecursionError) as error:
            raise UnreadableInput(str(error)) from error

    return rows


def xml(reader: Callable[[IO[bytes]], Iterator[dict[str, object]]]) -> Callable[[Path], Iterator[Part]]:
    """Return the splitter of XML whose entries *reader* yields as rows."""

    def rows(path: Path) -> Iterator[Part]:
        with opened(path) as stream:
            yield from (("record", json.dumps(row, ensure_ascii=False).encode(), ()) for row in reader(stream))

    return rows


SPLITTERS: dict[str, Callable[[Path], Iterator[Part]]] = {
    "dump": dump,
    "html": page,
    "mhtml": mail,
    "warc": crawl,
    "jsonl": json_lines,
    "json": table(records.rows_of_json),
    "csv": table(records.rows_of_csv),
    "feed": xml(feed.rows),
    "wxr": xml(wxr.rows),
}
MANY = frozenset(SPLITTERS) - {"dump", "html", "mhtml"}
