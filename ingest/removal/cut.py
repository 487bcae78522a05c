# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cuts records out of an original that contains many.

The result is split as ingest splits it. It is accepted only if it has all other
records, byte for byte and in order, and none of those to be cut; so a mistake of a
heuristic destroys nothing.
"""

import bz2
import gzip
import json
import lzma
import zipfile
from collections.abc import Callable, Iterator, Set
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import zstandard

from ingest.inputs.compression import open_decompressed
from ingest.inputs.input_files import InputFile, identify_file
from ingest.inputs.split import sha256_of, split_input
from ingest.model.record import RawArticle
from ingest.removal.units import UNITS, Range, no_ranges

MOST_TRIALS = 300  # units that are left out one by one
COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": lambda data: gzip.compress(data, mtime=0),
    ".xz": lzma.compress,
    ".bz2": bz2.compress,
    ".zst": zstandard.ZstdCompressor().compress,
}


class CannotCut(RuntimeError):
    """A record cannot be cut out of an original of this format."""


class Cut(NamedTuple):
    """An original without the records, and the new number of each other one."""

    data: bytes  # b"" if no record remains
    input_file: InputFile
    removed: tuple[str, ...]  # "#7" …, what follows the stored name in the front matter
    renamed: dict[str, str]  # the same of records whose number changed


def pieces_of(input_file: InputFile) -> list[RawArticle]:
    """Return the records of an original."""
    return [item for item in split_input(input_file) if isinstance(item, RawArticle)]


def cut_records(path: Path, digests: Set[str]) -> Cut | None:
    """Return the original at *path* without the records that have *digests*.

    ``None`` if it has none of them. Raises ``CannotCut``.
    """
    input_file = identify_file(path, path.name)
    pieces = pieces_of(input_file)
    kept = [piece for piece in pieces if piece.sha256 not in digests]
    removed = [piece for piece in pieces if piece.sha256 in digests]
    removed_suffixes = tuple(map(suffix_of, removed))
    if not removed:
        return None
    if not kept:
        return Cut(b"", input_file, removed_suffixes, {})
    for data in candidates(input_file, pieces, digests):
        renamed = renamed_records(kept, split_bytes(data, path.name))
        if renamed is not None:
            return Cut(data, input_file, removed_suffixes, renamed)
    raise CannotCut(
        f"raw/{path.parent.name}/{path.name}: {len(removed)} of {len(pieces)} records"
        f" cannot be cut out of a file of the format {input_file.format}; with"
        " --drop-original the whole original is deleted, and the other articles lose it"
    )


def renamed_records(
    kept: list[RawArticle], remaining: list[RawArticle]
) -> dict[str, str] | None:
    """Return old → new suffix of the *kept* records of a file that was cut.

    ``None`` if the *remaining* records are not exactly those: then the cut is refused.
    """
    if [piece.sha256 for piece in remaining] != [piece.sha256 for piece in kept]:
        return None
    pairs = zip(kept, remaining, strict=True)
    return {suffix_of(old): suffix_of(new) for old, new in pairs}


def suffix_of(piece: RawArticle) -> str:
    """Return what follows the name of the file in the name of a record."""
    _, sign, suffix = piece.original.partition("#")
    return sign + suffix


def split_bytes(data: bytes, name: str) -> list[RawArticle]:
    """Return the records of a file with these bytes, [] if it cannot be read."""
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        try:
            return pieces_of(identify_file(path, name))
        except ValueError:  # an UnreadableInput too
            return []


def candidates(
    input_file: InputFile, pieces: list[RawArticle], digests: Set[str]
) -> Iterator[bytes]:
    """Yield files that may be the original without the records, the likeliest first."""
    if input_file.format == "zip":
        yield without_members(input_file.path, pieces, digests)
        return
    with open_decompressed(input_file.path) as stream:
        data = stream.read()
    units = UNITS.get(input_file.format, no_ranges)(data)
    for ranges in choices(data, units, pieces, digests, input_file):
        yield compress_units(data, units, ranges, input_file)
    # A file whose first line is all of its JSON is detected as JSON Lines.
    if input_file.format in ("json", "jsonl"):
        compress = COMPRESS[input_file.compression]
        yield compress(without_elements(data, pieces, digests))


def choices(
    data: bytes,
    units: list[Range],
    pieces: list[RawArticle],
    digests: Set[str],
    input_file: InputFile,
) -> Iterator[set[Range]]:
    """Yield sets of units to cut: by their own records, by number, then each alone."""
    if input_file.format in ("warc", "jsonl", "mail"):
        yield {unit for unit in units if has_record(data, unit, digests, input_file)}
    numbers = [n for n, piece in enumerate(pieces) if piece.sha256 in digests]
    if len(units) == len(pieces):
        yield {units[number] for number in numbers}
    if len(numbers) == 1:
        yield from ({unit} for unit in units[:MOST_TRIALS])


def has_record(
    data: bytes, unit: Range, digests: Set[str], input_file: InputFile
) -> bool:
    """Return whether a unit, as a file of its own, has one of the records."""
    text = data[slice(*unit)]
    if input_file.format == "jsonl":
        return sha256_of(text.strip()) in digests
    name = f"unit.{input_file.format}"
    return any(piece.sha256 in digests for piece in split_bytes(text, name))


def compress_units(
    data: bytes, units: list[Range], cut: set[Range], input_file: InputFile
) -> bytes:
    """Return *data* without the ranges *cut*, compressed as it was.

    Each record of a compressed WARC is a member of its own, so that it can be found.
    """
    compress = COMPRESS[input_file.compression]
    kept, position = [], 0
    for start, end in units:
        if (start, end) in cut:
            kept.append(data[position:start])
            position = end
    kept.append(data[position:])
    if input_file.format == "warc" and input_file.compression == ".gz":
        members = (data[slice(*unit)] for unit in units if unit not in cut)
        return b"".join(map(compress, members))
    return compress(b"".join(kept))


def without_members(path: Path, pieces: list[RawArticle], digests: Set[str]) -> bytes:
    """Return a zip without the members that are nothing but the records."""
    members = {suffix_of(p).split("#")[1] for p in pieces if p.sha256 in digests}
    with TemporaryDirectory() as folder:
        target = Path(folder, "cut.zip")
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
            for entry in old.infolist():
                if entry.filename not in members:
                    new.writestr(entry, old.read(entry))
        return target.read_bytes()


def without_elements(data: bytes, pieces: list[RawArticle], digests: Set[str]) -> bytes:
    """Return JSON without the objects that the records were made of."""
    rows = [json.loads(p.data) for p in pieces if p.sha256 in digests]
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except ValueError:
        return b""
    return json.dumps(remove_objects(value, rows), ensure_ascii=False).encode()


def remove_objects(value: object, rows: list[dict[str, object]]) -> object:
    """Return a JSON value without the members of lists that are *rows*.

    A row may have more than its object: what the object around it states.
    """
    if isinstance(value, list):
        return [
            remove_objects(member, rows)
            for member in value
            if not any(is_row(member, row) for row in rows)
        ]
    if isinstance(value, dict):
        return {name: remove_objects(member, rows) for name, member in value.items()}
    return value


def is_row(value: object, row: dict[str, object]) -> bool:
    """Return whether all members of *value*, an object, are in *row*."""
    if not isinstance(value, dict) or not value:
        return False
    return all(name in row and row[name] == value[name] for name in value)
