# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deletes what was derived from an archive and may contain an erased text.

Caches of names, of the index and of exports, the built site, offline copies and
exports, the review of names, fetched WARC files. The site and the caches are made again
by the next build; the caller has it built.
"""

import shutil
import sqlite3
from collections.abc import Iterator, Set
from contextlib import closing
from pathlib import Path

from ingest.removal.cut import CannotCut, cut_records
from storage.files import remove_if_present, write_atomic

# Below the project's folder.
CACHES = (".cache/search", ".cache/export", ".cache/related")
SITE = ("output", ".output.build")
NAME_CACHES = ".cache/entities"
COPIES = "dist"  # offline copies and exports, some of them folders
REVIEW = "review"
FETCHED = "fetched"
NAMES_TABLE = "names"  # of a cache; the other table has positions, no words


def delete_derived(root: Path, digests: Set[str], *, site: bool) -> Iterator[str]:
    """Delete what may contain an erased text; yield a line for each thing deleted.

    *digests* are those of the erased records. The built *site* may stay if it is built
    again at once: a build takes nothing of an erased article over.
    """
    for name in (*CACHES, *(SITE if site else ())):
        if (root / name).exists():
            shutil.rmtree(root / name)
            yield f"{name}: deleted, it is written again when it is needed"
    yield from forget_names(root / NAME_CACHES)
    for path in sorted((root / COPIES).glob("*")):
        delete(path)
        yield f"{COPIES}/{path.name}: deleted"
    for path in sorted((root / REVIEW).glob("*")):
        remove_if_present(path)
        yield f"{REVIEW}/{path.name}: deleted, inv entities-review writes it again"
    yield from cut_fetched(root / FETCHED, digests)


def delete(path: Path) -> None:
    """Delete a file, or a folder with all that is in it."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        remove_if_present(path)


def forget_names(folder: Path) -> Iterator[str]:
    """Delete the names that were recognised in texts; their positions stay."""
    for path in sorted(folder.glob("*.sqlite")):
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as cache:
                cache.execute("PRAGMA secure_delete = ON")
                cache.execute(f"DELETE FROM {NAMES_TABLE}")
                cache.execute("VACUUM")
        except sqlite3.DatabaseError:
            remove_if_present(path)
        for beside in (f"{path}-wal", f"{path}-shm"):
            remove_if_present(beside)
        yield f"{NAME_CACHES}/{path.name}: names deleted"


def cut_fetched(folder: Path, digests: Set[str]) -> Iterator[str]:
    """Cut the records out of fetched WARC files too."""
    for path in sorted(folder.rglob("*.warc*")):
        try:
            cut = cut_records(path, digests)
        except (CannotCut, ValueError) as error:
            yield f"{path.name}: not changed: {error}"
            continue
        if cut and cut.data:
            write_atomic(path, cut.data)
            yield f"{FETCHED}/{path.name}: {len(cut.removed)} records cut out"
        elif cut:
            remove_if_present(path)
            yield f"{FETCHED}/{path.name}: deleted"
