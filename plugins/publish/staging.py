# SPDX-License-Identifier: AGPL-3.0-or-later
"""The folder in which a site is built, and how it becomes the published one.

Beside ``output/`` is the folder ``.output.build/``:

=========  =========================================================================
site       the files that are being built, complete before they are published
old        the former site, for the moments until it is deleted
journal    the changes of the site that are being made: see ``storage.journal``
files      the SHA-256 of each file of the published site, and its signature
pages      the inputs from which each of its pages was rendered
articles   the articles as the last build read them
stamp      a digest of all that the last build read and wrote
lock       of the build that is running
=========  =========================================================================

A file of the last site that the new one has too is not written again, if its bytes
still have the digest that the last build recorded: a damaged file is built again. Few
changed files are moved into the site, with a journal; with many, the unchanged ones are
linked, so that the folder is the whole site, and the two folders are exchanged.
"""

import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from plugins.publish.exchange import exchange_folders
from plugins.publish.published_files import PublishedFiles
from storage.files import is_same_file, link_or_copy, read_or_none
from storage.journal import Changes, finish_locked, make_changes, work_folder
from storage.manifest import MANIFEST, BadManifest, file_digests, parse_manifest

MOST_CHANGED = 5_000  # files, that are moved in a fifth of a second


class Staging:
    """The staging folder of the site that is published at *site*."""

    def __init__(self, site: Path) -> None:
        self.site = site.resolve()
        self.work = work_folder(self.site)
        self.folder = self.work / "site"
        self.old = self.work / "old"
        self.published = PublishedFiles(self.site, self.work / "files")
        self.pages = self.work / "pages"
        self.articles = self.work / "articles"
        self.stamp = self.work / "stamp"
        self.is_complete = False  # whether the folder has the unchanged files too
        self.retained: tuple[str, ...] = ()  # parts of the last site that always stay
        self.unchanged: dict[str, str] = {}  # path → digest

    def finish_last_build(self) -> None:
        """Complete what a killed build was publishing."""
        if self.old.exists() and not self.site.exists():
            self.old.rename(self.site)
        finish_locked(self.site)

    def prepare(self, retained: Iterable[str], *, is_complete: bool) -> None:
        """Empty the staging folder; take over the *retained* parts of the last site.

        If it *is_complete*, the unchanged files are links in it: other programs than
        ours may read them there.
        """
        self.is_complete = is_complete
        self.unchanged.clear()
        for leftover in (self.folder, self.old):
            shutil.rmtree(leftover, ignore_errors=True)
        self.folder.mkdir()
        self.retained = tuple(retained)
        self.published.start_loading()

    def finish_preparing(self) -> None:
        """Wait until the files of the last site are known, and keep retained ones."""
        self.published.finish_loading()
        for name in self.retained:
            self.keep(dict(self.published.undamaged(name)))

    def keep(self, files: Mapping[str, str]) -> None:
        """Let the new site have *files* of the last one, given as path → digest."""
        self.unchanged |= files
        if self.is_complete:
            self.link(files)

    def link(self, names: Iterable[str]) -> None:
        """Link files of the published site in the staging folder."""
        for name in names:
            link_or_copy(f"{self.site}/{name}", f"{self.folder}/{name}")

    def publish(self) -> None:
        """Make what was built the published site."""
        written = self.find_written()
        published = time.time_ns()
        changes = self.find_changes(written)
        if changes:
            make_changes(self.site, changes)
        else:
            self.complete()
            exchange_folders(self.folder, self.site, self.old)
        # A build killed here reuses nothing whose digest is not the recorded one.
        for former in (self.folder, self.old):
            shutil.rmtree(former, ignore_errors=True)
        # After an exchange the unchanged ones are other links, with other times.
        untouched, others = self.unchanged, written
        if not changes:
            untouched, others = {}, {**self.unchanged, **written}
        self.published.save(untouched, others, published)

    def find_written(self) -> dict[str, str]:
        """Return path → digest of the new and changed files.

        A file that was built again with the bytes that it had is unchanged.
        """
        if self.is_complete:
            return self.find_not_linked()
        written: dict[str, str] = {}
        for name, digest in file_digests(self.folder, files_below(self.folder)):
            if self.published.has(name, digest):
                self.unchanged[name] = digest
            else:
                self.unchanged.pop(name, None)
                written[name] = digest
        return written

    def find_not_linked(self) -> dict[str, str]:
        """Return path → digest of the files that are no links to the last site's."""
        self.unchanged = self.remaining_links()
        names = [
            name for name in files_below(self.folder) if name not in self.unchanged
        ]
        listed = parse_or_nothing(read_or_none(self.folder / MANIFEST) or b"")
        unlisted = [name for name in names if name not in listed]
        digests = {**listed, **dict(file_digests(self.folder, unlisted))}
        return {name: digests[name] for name in names}

    def remaining_links(self) -> dict[str, str]:
        """Return path → digest of the files that are still links to the last site's."""
        return {
            path: digest
            for path, digest in self.unchanged.items()
            if is_same_file(f"{self.site}/{path}", f"{self.folder}/{path}")
        }

    def find_changes(self, written: Mapping[str, str]) -> Changes | None:
        """Return how the published site becomes the new one.

        ``None`` if the folders are to be exchanged: the staging folder is complete,
        there are many changes, or a file takes the place of a folder or the reverse.
        """
        if self.is_complete:
            return None
        scan = self.published.scan
        deleted, folders = self.published.others({*self.unchanged, *written})
        if len(written) + len(deleted) > MOST_CHANGED:
            return None
        if any(scan.has_obstacle(name) for name in written):
            return None
        new_ones_first = sorted(written, key=lambda name: (name in scan.files, name))
        return Changes(new_ones_first, deleted, folders)

    def complete(self) -> None:
        """Link the unchanged files, so that the staging folder is the whole site."""
        if self.is_complete:
            return
        self.is_complete = True
        self.link(self.unchanged)


def parse_or_nothing(manifest: bytes) -> Mapping[str, str]:
    """Return path → digest of a manifest, nothing of a damaged one."""
    try:
        return parse_manifest(manifest)
    except BadManifest:
        return {}


def files_below(folder: Path) -> Iterator[str]:
    """Yield the paths of all files below *folder*."""
    for parent, _, names in os.walk(folder):
        below = parent[len(str(folder)) + 1 :].replace(os.sep, "/")
        yield from (f"{below}/{name}" if below else name for name in names)
