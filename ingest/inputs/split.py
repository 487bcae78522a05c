# SPDX-License-Identifier: AGPL-3.0-or-later
"""Input file → raw articles: decompressed and split as a stream."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.inputs.compression import DECOMPRESSION_ERRORS
from ingest.inputs.containers import zip_archive
from ingest.inputs.formats import MULTI_ARTICLE_FORMATS, SPLITTERS, Part
from ingest.inputs.input_files import InputFile, identify_file
from ingest.model.record import (
    Fact,
    Failure,
    PassedOver,
    Progress,
    RawArticle,
    SetAside,
    UnreadableInput,
)
from storage.files import TEMPORARY_SUFFIX

DEEPEST_ZIP = 2  # zips in a zip: a collection of WACZ files in one zip, downloaded


def split_input(
    input_file: InputFile, source: str = "", temporary_folder: Path | None = None
) -> Iterator[RawArticle | Failure | PassedOver]:
    """Yield the raw articles of an input; *source* is the outlet's name, if given.

    Members of a zip are extracted below *temporary_folder*, the system's by default.

    Where an input is damaged, a failure follows the articles before the damage.
    """
    for item in split_with_progress(input_file, source, temporary_folder):
        if not isinstance(item, Progress):
            yield item


def split_with_progress(
    input_file: InputFile, source: str, temporary_folder: Path | None
) -> Iterator[RawArticle | Failure | PassedOver | Progress]:
    """Yield the same, and signs of progress between them."""
    if input_file.format == "zip":
        parts = split_zip(input_file, source, temporary_folder)
    else:
        parts = split_parts(input_file, source)
    count, is_empty = 0, True
    try:
        for item in parts:
            count += isinstance(item, RawArticle)
            is_empty = is_empty and isinstance(item, Progress)
            yield item
        if is_empty:
            # XML of an unknown kind may have articles in a form of its own.
            is_known = input_file.format != "xml"
            yield Failure(input_file.name, "no entry, row or record in it", is_known)
    except UnreadableInput as error:
        reason = rest_is_lost(str(error), count)
        yield Failure(input_file.name, reason, isinstance(error, SetAside))
    except DECOMPRESSION_ERRORS as error:
        reason = rest_is_lost(f"compressed file is damaged: {error}", count)
        yield Failure(input_file.name, reason)


def rest_is_lost(reason: str, count: int) -> str:
    """Return the reason for an input that ends early, after *count* articles."""
    if not count:
        return reason
    records = "1 record" if count == 1 else f"{count:,} records"
    return f"{reason}, after {records}; how many follow is unknown"


def split_parts(
    input_file: InputFile, source: str
) -> Iterator[RawArticle | Failure | PassedOver | Progress]:
    """Yield the parts of an input that is no zip, numbered from 1."""
    number = 0
    split_format = SPLITTERS[input_file.format]
    for part in split_format(input_file.path, input_file.field_names):
        if isinstance(part, Progress | PassedOver):
            yield part
        else:
            number += 1
            yield raw_article(input_file, part, number, source)


def split_zip(
    zip_file: InputFile, source: str, temporary_folder: Path | None
) -> Iterator[RawArticle | Failure | PassedOver | Progress]:
    """Yield the raw articles of a zip's members, also of those that are zips."""
    with TemporaryDirectory(suffix=TEMPORARY_SUFFIX, dir=temporary_folder) as folder:
        for item in zip_archive.extract_members(zip_file.path, Path(folder)):
            if isinstance(item, PassedOver | Progress):
                yield item
                continue
            if isinstance(item, zip_archive.BrokenMember):
                yield Failure(f"{zip_file.name}#{item.name}", item.reason)
                continue
            path, member, post, sha256 = item
            name = f"{zip_file.name}#{member}"
            if post.aside:
                yield Failure(name, post.aside, aside=True)
                continue
            try:
                input_file = identify_file(path, name, sha256, zip_file.field_names)
            except UnreadableInput as error:
                yield Failure(name, str(error), isinstance(error, SetAside))
                continue
            if input_file.format == "zip" and name.count("#") > DEEPEST_ZIP:
                yield Failure(name, f"zips nested deeper than {DEEPEST_ZIP}")
                continue
            input_file = input_file._replace(
                stored_member=f"{zip_file.stored_name}#{member}",
                zip_path=zip_file.zip_path or zip_file.path,
                facts=post.facts,
            )
            yield from split_with_progress(input_file, source, temporary_folder)


def raw_article(
    input_file: InputFile, part: Part | UnreadableInput, number: int, source: str
) -> RawArticle | Failure:
    """Return a part as a raw article.

    Names end with #*number* if the format has several articles.
    """
    has_many = input_file.format in MULTI_ARTICLE_FORMATS or (
        isinstance(part, Part) and part.is_one_of_several
    )
    suffix = f"#{number}" if has_many else ""
    if isinstance(part, UnreadableInput):
        return Failure(input_file.name + suffix, str(part), isinstance(part, SetAside))
    is_whole_file = not has_many and not input_file.compression
    stated = (Fact("source", source, "command line"),) if source else ()
    return RawArticle(
        kind=part.kind,
        data=part.data,
        sha256=input_file.sha256 if is_whole_file else sha256_of(part.data),
        original=input_file.stored_name + suffix,
        name=input_file.name + suffix,
        facts=(*stated, *input_file.facts, *part.facts),
        scrape_file=input_file.scrape_file if part.kind == "html" else None,
    )


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 digest of *data* in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
