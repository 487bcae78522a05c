# SPDX-License-Identifier: AGPL-3.0-or-later
"""Paths → pieces: each input is unpacked and split into articles as a stream."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.inputs import zip_archive
from ingest.inputs.compression import BROKEN_PACKING
from ingest.inputs.formats import MANY, SPLITTERS, Part
from ingest.inputs.input_files import InputFile, identify_file
from ingest.model.record import Fact, Failure, RawArticle, UnreadableInput
from storage.files import TEMPORARY_SUFFIX


def split_input(
    original: InputFile, source: str = ""
) -> Iterator[RawArticle | Failure]:
    """Yield the pieces of an input; what breaks off is a failure behind the pieces read so far."""
    try:
        if original.kind == "zip":
            yield from inside(original, source)
        else:
            for number, part in enumerate(SPLITTERS[original.kind](original.path), 1):
                yield piece(original, part, number, source)
    except UnreadableInput as error:
        yield Failure(original.name, str(error))
    except BROKEN_PACKING as error:
        yield Failure(original.name, f"packed file is damaged: {error}")


def inside(original: InputFile, source: str = "") -> Iterator[RawArticle | Failure]:
    """Yield the pieces of a zip's members; a zip inside is not opened."""
    with TemporaryDirectory(suffix=TEMPORARY_SUFFIX) as folder:
        for path, member in zip_archive.members(original.path, Path(folder)):
            name = f"{original.name}#{member}"
            try:
                found = identify_file(path, name)
            except UnreadableInput as error:
                yield Failure(name, str(error))
                continue
            if found.kind == "zip":
                yield Failure(name, "a zip inside a zip")
            else:
                yield from split_input(
                    found._replace(
                        within=f"{original.kept_as}#{member}", zip=original.path
                    ),
                    source,
                )


def piece(
    original: InputFile,
    part: Part | UnreadableInput,
    number: int,
    source: str,
) -> RawArticle | Failure:
    """Return one piece; those of an input that holds several bear their number."""
    inner = f"#{number}" if original.kind in MANY else ""
    if isinstance(part, UnreadableInput):
        return Failure(original.name + inner, str(part))
    kind, data, own = part
    named = (Fact("source", source, "command line"),) if source else ()
    return RawArticle(
        kind=kind,
        data=data,
        sha256=hashlib.sha256(data).hexdigest()
        if inner or original.packing
        else original.sha256,
        original=original.kept_as + inner,
        name=original.name + inner,
        facts=(*named, *own),
        scrape_file=original.scrape_file if kind == "html" else None,
    )
