# SPDX-License-Identifier: AGPL-3.0-or-later
"""Publishes to a folder of this machine, or of a disk or a share that is mounted."""

import os
from collections.abc import Iterable
from pathlib import Path

from storage.files import (
    read_or_none,
    remove_empty_folders,
    remove_if_present,
    sha256_hex,
    write_atomic,
)
from storage.manifest import MANIFEST, SIGNATURE
from upkeep import ROOT, verify
from upkeep.progress import counted
from upkeep.publish.changes import (
    CannotPublish,
    Changes,
    find_changes,
    parse_published,
)


def publish(site: Path, place: str, dry: bool) -> Changes:  # noqa: FBT001 - see Publisher
    """Copy what changed of *site* to the folder *place*, and delete what is gone."""
    target = Path(place).expanduser().absolute()
    refuse_own_folder(site, target)
    new = verify.published_digests(site)
    changes = find_changes(new, published_files(target, new))
    if not dry:
        write_changes(site, target, changes)
    return changes


def refuse_own_folder(site: Path, target: Path) -> None:
    """Raise ``CannotPublish`` if *target* has or is in the site or this checkout.

    A folder beside ``output/`` is allowed; one with sources in it is not.
    """
    real, own = target.resolve(), site.resolve()
    sources = [ROOT / name for name in ("content", "theme", "plugins", ".git")]
    inside = [path for path in (own, *sources) if real.is_relative_to(path.resolve())]
    if inside or own.is_relative_to(real) or ROOT.resolve().is_relative_to(real):
        raise CannotPublish(f"{target} is a folder of this archive: name another one")
    if target.exists() and not target.is_dir():
        raise CannotPublish(f"{target} is no folder")


def published_files(target: Path, new: dict[str, str]) -> dict[str, str]:
    """Return path → SHA-256 of the files that *target* has of an earlier site.

    A file that was changed or deleted there since is not as published, and is written
    again. Raises ``CannotPublish`` if *target* has files, but none of a site.
    """
    data = read_or_none(target / MANIFEST)
    if data is None:
        if target.exists() and any(target.iterdir()):
            raise CannotPublish(
                f"{target} has files and no {MANIFEST}, so it is no published site:"
                " empty it, or name another folder"
            )
        return {}
    unlisted = {MANIFEST: sha256_hex(data), SIGNATURE: ""}
    recorded = {**parse_published(data, str(target)), **unlisted}
    return {
        name: actual_digest(target, name) if digest in ("", new.get(name)) else digest
        for name, digest in recorded.items()
        if os.path.lexists(target / name)
    }


def actual_digest(target: Path, name: str) -> str:
    """Return the SHA-256 of a file of *target*, "" for what is no regular file."""
    path = target / name
    if path.is_symlink() or not path.is_file():
        return ""
    return sha256_hex(path.read_bytes())


def write_changes(site: Path, target: Path, changes: Changes) -> None:
    """Write and delete files of *target*. Raises ``CannotPublish`` for a link."""
    refuse_links(target, (*changes.written, *changes.removed))
    for name in counted(changes.written, "files copied"):
        path = target / name
        if path.is_symlink():
            path.unlink()  # else the file that it names would keep its old bytes
        write_atomic(path, (site / name).read_bytes())
    for name in changes.removed:
        remove_if_present(target / name)
    for folder in sorted({Path(name).parent for name in changes.removed}, reverse=True):
        remove_empty_folders(target / folder, target)


def refuse_links(target: Path, names: Iterable[str]) -> None:
    """Raise ``CannotPublish`` if a folder below *target* is a link to elsewhere."""
    folders = {parent for name in names for parent in Path(name).parents}
    for folder in sorted(folders - {Path()}):
        if (target / folder).is_symlink():
            raise CannotPublish(
                f"{target / folder} is a symbolic link, which is not followed"
            )
