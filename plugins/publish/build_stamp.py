# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether anything changed since the last build: if not, the site stays as it is.

``.output.build/stamp`` has a digest of the settings and of the signatures of all files
that the last build read, and a digest of the signatures of all files of the site.
"""

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pelican

from plugins.contract import Settings
from plugins.publish.pages.site_inputs import stable_text
from storage.files import read_or_none, sha256_hex, write_atomic
from storage.signatures import (
    TICK_NS,
    FolderScan,
    Signature,
    digest_signatures,
    sign,
    sign_files,
)

ROOT = Path(__file__).parents[2]
CODE = ("plugins", "arabic", "seal", "storage", "archive_settings")


class BuildStamp:
    """Compares the inputs and the site of a build with those of the last build."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path = path
        self.settings_digest = digest_settings(settings)
        self.own_output = str(Path(settings["PATH"], settings["ENTITIES_LOCK"]))
        # The first build writes the lock, so it is named before it exists.
        paths = (self.own_output, *input_paths(settings))
        self.input_paths = list(dict.fromkeys(paths))
        self.site = settings["OUTPUT_PATH"]
        self.covers_all = covers_all_inputs(settings)
        self.inputs = list(sign_files(self.input_paths))

    def is_current(self) -> bool:
        """Return whether a build would repeat the last one.

        The files of the site are signed only if no input changed.
        """
        recorded = (read_or_none(self.path) or b"").splitlines()
        if not self.covers_all or recorded[:2] != self.lines_of_inputs(self.inputs):
            return False
        return recorded[2:] == [line_of_site(FolderScan.of(self.site))]

    def invalidate(self) -> None:
        """Remove the stamp: a build that is killed leaves none."""
        self.path.unlink(missing_ok=True)

    def save(self, site: FolderScan) -> None:
        """Write the stamp of the finished build, which has made the files of *site*.

        None is written if an input changed while the build ran, or just before it. The
        build itself may have extended the lock of the entities' ids.
        """
        inputs = list(sign_files(self.input_paths))
        if self.without_lock(inputs) != self.without_lock(self.inputs):
            return
        newest = max(signature.changed for signature in inputs)
        if self.covers_all and newest + TICK_NS < time.time_ns():
            lines = [*self.lines_of_inputs(inputs), line_of_site(site)]
            write_atomic(self.path, b"".join(line + b"\n" for line in lines))

    def without_lock(self, inputs: Iterable[Signature]) -> list[Signature]:
        """Return *inputs* without the file that a build reads and writes."""
        return [file for file in inputs if file.path != self.own_output]

    def lines_of_inputs(self, inputs: Iterable[Signature]) -> list[bytes]:
        """Return the digests of the settings and of *inputs*."""
        return [self.settings_digest.encode(), digest_signatures(inputs).encode()]


def line_of_site(scan: FolderScan) -> bytes:
    """Return the digest of the files of the site."""
    lines = sorted(f"{signature} {name}" for name, signature in scan.files.items())
    return sha256_hex("\n".join(lines).encode("utf-8", "surrogateescape")).encode()


def covers_all_inputs(settings: Settings) -> bool:
    """Return whether the stamp covers all that a build reads and writes.

    A plugin from elsewhere may read other files, and an offline copy is written outside
    the site. Calendars may complete a proof that did not change here.
    """
    own = all(str(plugin).startswith("plugins.") for plugin in settings["PLUGINS"])
    return own and not settings["OFFLINE_ZIP"] and not settings["OFFLINE_CALENDARS"]


def digest_settings(settings: Settings) -> str:
    """Return the digest of all settings and of the installed software."""
    texts = [(name, stable_text(settings[name])) for name in sorted(settings)]
    versions = (sys.version, installed_packages())
    return hashlib.sha256(repr((versions, texts)).encode()).hexdigest()


def input_paths(settings: Settings) -> Iterator[str]:
    """Yield the files and folders that a build reads.

    Of the project's folder and of PATH only the files that are directly in them.
    """
    content = Path(settings["PATH"])
    named = ("ARTICLE_PATHS", "PAGE_PATHS", "STATIC_PATHS")
    for folder in (folder for name in named for folder in settings[name]):
        yield str(content / folder)
    yield from (str(ROOT / folder) for folder in CODE)
    yield from map(str, settings["THEME_TEMPLATES_OVERRIDES"])
    yield from (settings["THEME"], settings["ENTITIES_AUTHORITY"])
    if settings["SITE_LOGO"]:
        yield settings["SITE_LOGO"]
    yield from files_in(content)
    yield from files_in(ROOT)
    settings_file = getattr(sys.modules.get("pelicanconf"), "__file__", None)
    if settings_file:
        yield settings_file


def files_in(folder: Path) -> Iterator[str]:
    """Yield the files directly in *folder*."""
    if folder.is_dir():
        with os.scandir(folder) as entries:
            yield from sorted(entry.path for entry in entries if entry.is_file())


def installed_packages() -> Signature:
    """Return the signature of the folder of libraries: an installation changes it."""
    return sign(str(Path(pelican.__file__).parents[1]))
