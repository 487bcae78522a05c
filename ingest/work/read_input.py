# SPDX-License-Identifier: AGPL-3.0-or-later
"""Inputs in confined processes: folders are listed, files identified and split."""

from collections.abc import Iterator
from pathlib import Path

from ingest.inputs.datasets.exports.blogs import export_member
from ingest.inputs.datasets.field_names import FieldPairs
from ingest.inputs.input_files import (
    InputFile,
    InputPath,
    hash_file,
    identify_file,
    list_files,
)
from ingest.inputs.split import rest_is_lost, split_with_progress
from ingest.model.record import (
    Failure,
    PassedOver,
    Progress,
    RawArticle,
    SetAside,
    UnreadableInput,
)
from ingest.work.confined import ConfinedError, ConfinedProcess


def list_confined(
    lister: ConfinedProcess, paths: list[Path]
) -> Iterator[InputPath | Failure | PassedOver]:
    """Yield the files below *paths* from a confined process, whose end is a failure."""
    for path in paths:
        last = path.name
        items: Iterator[InputPath | Failure | PassedOver] = lister.stream(
            list_files, [path]
        )
        try:
            for item in items:
                last = last if isinstance(item, PassedOver) else item.name
                yield item
        except ConfinedError as error:
            reason = f"its files after {last} are not listed: {error}"
            yield Failure(path.name, reason)


def read_input(
    entry: InputPath,
    source: str,
    field_names: FieldPairs,
    temporary_folder: Path | None,
) -> Iterator[InputFile | RawArticle | Failure | PassedOver | Progress]:
    """Yield the input file of *entry*, then its raw articles and failures.

    This runs in the confined process. If the file cannot be identified, the only item
    is a failure.
    """
    path, name = entry
    export, member = export_member(path)
    if reason := export.reason_to_ignore(member):
        yield PassedOver(reason)
        return
    post = export.post_of(member)
    if post.aside:
        yield Failure(name, post.aside, aside=True)
        return
    try:
        sha256 = yield from hash_file(path)
        input_file = identify_file(path, name, sha256, field_names)
    except UnreadableInput as error:
        yield Failure(name, str(error), isinstance(error, SetAside))
    except OSError as error:
        yield Failure(name, error.strerror or str(error))
    else:
        yield input_file
        input_file = input_file._replace(facts=post.facts)
        yield from split_with_progress(input_file, source, temporary_folder)


def read_confined(
    reader: ConfinedProcess,
    entry: InputPath,
    source: str,
    field_names: FieldPairs,
    temporary_folder: Path | None,
) -> Iterator[InputFile | RawArticle | Failure | PassedOver]:
    """Yield the same from a confined process, whose end is a failure as well."""
    count = 0
    items: Iterator[InputFile | RawArticle | Failure | PassedOver] = reader.stream(
        read_input, entry, source, field_names, temporary_folder
    )
    try:
        for item in items:
            count += isinstance(item, RawArticle)
            yield item
    except ConfinedError as error:
        yield Failure(entry.name, rest_is_lost(str(error), count))
