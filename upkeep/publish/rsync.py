# SPDX-License-Identifier: AGPL-3.0-or-later
"""Publishes by rsync, to another machine or to a folder.

Only changed files are sent, and only files of the last published manifest are deleted.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from storage.manifest import MANIFEST, SIGNATURE
from upkeep import verify
from upkeep.publish.changes import (
    CannotPublish,
    Changes,
    find_changes,
    parse_published,
)

NOT_THERE = 23  # rsync: some files could not be transferred, here for being absent


def publish(site: Path, place: str, dry: bool) -> Changes:  # noqa: FBT001 - see Publisher
    """Send what changed of *site* to *place*, and delete what is gone."""
    if shutil.which("rsync") is None:
        raise CannotPublish("rsync is not installed: install it, or publish to folder:")
    if place.startswith("-"):
        raise CannotPublish(f"{place!r} is no place for rsync")
    place = place.rstrip("/")
    new = verify.published_digests(site)
    with tempfile.TemporaryDirectory() as folder:
        old = published_manifest(place, Path(folder))
        changes = find_changes(new, old)
        if not dry:
            send(site, place, changes.written)
            delete(place, changes.removed, Path(folder))
    return changes


def run_rsync(*words: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run rsync with *words*; *text* is its input."""
    return subprocess.run(
        ["rsync", *words],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def run_or_refuse(*words: str, text: str = "") -> None:
    """Run rsync. Raises ``CannotPublish`` with what it printed if it failed."""
    done = run_rsync(*words, text=text)
    if done.returncode:
        raise CannotPublish(f"rsync failed: {done.stderr.strip()}")


def published_manifest(place: str, folder: Path) -> dict[str, str]:
    """Return the manifest at *place*, {} if *place* is empty or does not exist."""
    done = run_rsync("--archive", f"{place}/{MANIFEST}", str(folder))
    manifest = folder / MANIFEST
    if done.returncode == 0 and manifest.exists():
        data = manifest.read_bytes()
        signature = run_rsync("--list-only", f"{place}/{SIGNATURE}")
        signed = {SIGNATURE: ""} if signature.returncode == 0 else {}
        return {**parse_published(data, place), MANIFEST: "", **signed}
    if done.returncode != NOT_THERE:
        raise CannotPublish(f"rsync failed: {done.stderr.strip()}")
    listed = run_rsync("--list-only", f"{place}/")
    names = [line.split(maxsplit=4)[-1] for line in listed.stdout.splitlines()]
    if listed.returncode == 0 and set(names) - {"."}:
        raise CannotPublish(
            f"{place} has files and no {MANIFEST}, so it is no published site:"
            " empty it, or name another place"
        )
    return {}


def send(site: Path, place: str, names: Iterable[str]) -> None:
    """Send files of *site*; each replaces the old one when it is complete."""
    listed = "\0".join(names)
    if not listed:
        return
    run_or_refuse(
        *(
            "--archive",
            "--ignore-times",
            "--from0",
            "--files-from=-",
            "--delay-updates",
        ),
        *("--no-owner", "--no-group", f"{site}/", f"{place}/"),
        text=listed,
    )


def delete(place: str, names: Iterable[str], folder: Path) -> None:
    """Delete files at *place* by name; everything else is excluded, so it stays."""
    rules = removal_rules(names)
    if not rules:
        return
    empty = folder / "empty"
    empty.mkdir()
    listed = folder / "rules"
    listed.write_text("\n".join([*rules, "- *"]) + "\n", encoding="utf-8")
    run_or_refuse(
        *("--recursive", "--delete", f"--filter=merge {listed}"),
        *(f"{empty}/", f"{place}/"),
    )


def removal_rules(names: Iterable[str]) -> list[str]:
    """Return the filter rules that include files and the folders that they are in."""
    paths = [PurePosixPath(name) for name in names]
    folders = {parent for path in paths for parent in path.parents} - {PurePosixPath()}
    return [
        *(f"+ /{folder}/" for folder in sorted(folders)),
        *(f"+ /{path}" for path in paths),
    ]
