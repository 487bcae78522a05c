# SPDX-License-Identifier: AGPL-3.0-or-later
"""The folder in which a site is built, and its exchange with the published one.

Beside ``output/`` is the folder ``.output.build/``:

=========  =========================================================================
site       the site that is being built; complete before it is published
old        the former site, for the moments until it is deleted
files      the SHA-256 of each file of the published site, and its signature
pages      the inputs from which each of its pages was rendered
articles   the articles as the last build read them
stamp      a digest of all that the last build read and wrote
lock       of the build that is running
=========  =========================================================================

A file that the new site takes over unchanged is a hard link, so a complete site costs
no second copy. It is taken over only if its bytes still have the digest that the last
build recorded: a damaged file is built again.
"""

import shutil
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from plugins.publish.exchange import exchange_folders
from plugins.publish.published_files import PublishedFiles
from storage.files import is_same_file, link_or_copy


class Staging:
    """The staging folder of the site that is published at *site*."""

    def __init__(self, site: Path) -> None:
        self.site = site.resolve()
        self.work = self.site.parent / f".{self.site.name}.build"
        self.folder = self.work / "site"
        self.old = self.work / "old"
        self.published = PublishedFiles(self.site, self.work / "files")
        self.pages = self.work / "pages"
        self.articles = self.work / "articles"
        self.stamp = self.work / "stamp"
        self.linked: dict[str, str] = {}

    def prepare(self, retained: Iterable[str]) -> None:
        """Empty the staging folder and link the *retained* parts of the last site.

        What a killed build left is deleted; a site that it had moved away returns.
        """
        if self.old.exists() and not self.site.exists():
            self.old.rename(self.site)
        for leftover in (self.folder, self.old):
            shutil.rmtree(leftover, ignore_errors=True)
        self.folder.mkdir()
        self.published.load()
        for name in retained:
            for path, digest in self.published.undamaged(name):
                link_or_copy(f"{self.site}/{path}", f"{self.folder}/{path}")
                self.linked[path] = digest

    def linked_digests(self) -> Mapping[str, str]:
        """Return path → digest of the files that are still links to the last site's."""
        return {
            path: digest
            for path, digest in self.linked.items()
            if is_same_file(f"{self.site}/{path}", f"{self.folder}/{path}")
        }

    def publish(self) -> None:
        """Put the finished site in the place of the published one."""
        published = time.time_ns()
        exchange_folders(self.folder, self.site, self.old)
        # A build killed here reuses nothing whose digest is not the recorded one.
        for former in (self.folder, self.old):
            shutil.rmtree(former, ignore_errors=True)
        self.published.save(published)
