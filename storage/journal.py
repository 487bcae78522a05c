# SPDX-License-Identifier: AGPL-3.0-or-later
"""Changes of some files of a published folder: all are made, however a process ends.

The new files are complete in ``.output.build/site`` before ``.output.build/journal`` is
written, which lists the changes. Then they are made, and the journal is deleted. A
process that is killed before the journal exists changed nothing. After one that is
killed later, ``finish_changes`` makes the remaining changes: the next build calls it,
and every command that reads the site.

New files come first and deletions last, so that a reader meets no link to a file that
does not exist yet.
"""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from storage.build_lock import hold_build_lock
from storage.files import (
    read_or_none,
    remove_if_present,
    sha256_hex,
    write_durable,
)

JOURNAL, STAGED = "journal", "site"  # in the work folder


class Changes(NamedTuple):
    """What differs from the published folder; all paths are relative to it."""

    replaced: Sequence[str]  # files to move there, in this order
    deleted: Sequence[str]
    deleted_folders: Sequence[str]  # empty then; a folder after those in it


def work_folder(published: Path) -> Path:
    """Return where *published* is built: output in .output.build."""
    published = published.resolve()
    return published.parent / f".{published.name}.build"


def make_changes(published: Path, changes: Changes) -> None:
    """Make *changes*, which a journal records until all are made.

    Whoever calls it has the lock of the builds.
    """
    work = work_folder(published)
    sync_folder_files(work / STAGED, changes.replaced)
    body = json.dumps(changes)
    text = f"{sha256_hex(body.encode())} {body}"
    write_durable(work / JOURNAL, text.encode())
    apply_changes(published, work, changes)


def finish_changes(published: Path) -> None:
    """Make the changes that a killed build left; wait for a build that is running."""
    work = work_folder(published)
    if (work / JOURNAL).exists():
        with hold_build_lock(work):
            finish_locked(published)


def finish_locked(published: Path) -> None:
    """Make the changes that a killed build left. The caller has the lock."""
    work = work_folder(published)
    changes = read_journal(work / JOURNAL)
    if changes:
        apply_changes(published, work, changes)
    remove_if_present(work / JOURNAL)


def read_journal(path: Path) -> Changes | None:
    """Return the changes in a journal, ``None`` without one.

    A damaged one, which only a power cut can leave, is as none: no change was made.
    """
    digest, _, body = (read_or_none(path) or b"").partition(b" ")
    if digest.decode("ascii", "replace") != sha256_hex(body):
        return None
    return Changes(*json.loads(body))


def apply_changes(published: Path, work: Path, changes: Changes) -> None:
    """Make those of *changes* that are not made yet, and delete the journal."""
    for name in changes.replaced:
        move_if_present(work / STAGED / name, published / name)
    for name in changes.deleted:
        remove_if_present(published / name)
    for name in changes.deleted_folders:
        remove_if_empty(published / name)
    remove_if_present(work / JOURNAL)


def move_if_present(source: Path, target: Path) -> None:
    """Replace *target* by *source*, unless that was moved before."""
    try:
        source.replace(target)
    except FileNotFoundError:
        if source.exists():  # the folder of the target is missing
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)


def remove_if_empty(folder: Path) -> None:
    """Delete a folder, unless it is gone, or somebody put a file into it."""
    with suppress(OSError):
        folder.rmdir()


def sync_folder_files(folder: Path, names: Sequence[str]) -> None:
    """Have the system write files to the disk, before a journal names them."""
    for name in names:
        descriptor = os.open(f"{folder}/{name}", os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
