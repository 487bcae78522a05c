# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of the published site: digests, and signatures at the time of publishing.

A file whose signature is still the recorded one (size, times, inode) need not be read
to compute its digest. Any other file is read: also all files of a copied archive.
"""

import hashlib
import os
import re
import time
from collections.abc import Iterator, Mapping, Set
from functools import partial
from pathlib import Path
from typing import NamedTuple

from storage.child_process import ChildProcess, run_in_process
from storage.files import read_or_none, read_regular_file, write_atomic
from storage.signatures import TICK_NS, FolderScan, signature_of

LINE = re.compile(r"([0-9a-f]{64}) (\d+-\d+-\d+-\d+|changing) ([^\r\n]+)")
# Of a file that may still have changed when the record was written.
CHANGING = "changing"


class PublishedFile(NamedTuple):
    """The SHA-256 and the signature of a published file."""

    sha256: str
    signature: str


LoadedRecord = tuple[Mapping[str, PublishedFile], FolderScan]


class PublishedFiles:
    """The files of *site* as the file *record* has them."""

    def __init__(self, site: Path, record: Path) -> None:
        self.site, self.record = site, record
        self.files: Mapping[str, PublishedFile] = {}
        self.scan = FolderScan({}, set())
        self.loading: ChildProcess[LoadedRecord | OSError] | None = None

    def start_loading(self) -> None:
        """Load the record, and look at all files, while this process reads articles."""
        self.loading = run_in_process(partial(load_record, self.site, self.record))

    def finish_loading(self) -> None:
        """Wait until everything is loaded; raises ``OSError`` for an unreadable folder.

        Other processes get what is loaded when they are forked.
        """
        if self.loading:
            loaded, self.loading = self.loading.result(), None
            if isinstance(loaded, OSError):
                raise loaded
            self.files, self.scan = loaded

    def save(
        self, untouched: Mapping[str, str], others: Mapping[str, str], published: int
    ) -> None:
        """Record the files of the site, given as path → digest.

        *untouched* are as they were when the build began. *published* is the time
        before which all others were written, in ns. Whatever changed later, or just
        now, is read by the next build.
        """
        self.scan = FolderScan(
            {name: self.scan.files[name] for name in untouched}, set()
        )
        recorded = dict(self.scan.files)
        now = time.time_ns()
        for name in others:
            status = status_or_none(f"{self.site}/{name}")
            signature = signature_of(status) if status else ""
            is_whole = status and is_settled(status, published, now)
            self.scan.files[name] = signature
            recorded[name] = signature if is_whole else CHANGING
        lines = (
            f"{digest} {recorded[name] or CHANGING} {name}\n"
            for name, digest in sorted({**untouched, **others}.items())
        )
        write_atomic(self.record, "".join(lines).encode())

    def undamaged(self, folder: str) -> Iterator[tuple[str, str]]:
        """Yield path and digest of the recorded files below *folder* that are whole."""
        for name, file in self.files.items():
            if name.startswith(f"{folder}/") and self.has(name, file.sha256):
                yield name, file.sha256

    def has(self, name: str, sha256: str) -> bool:
        """Return whether the regular file *name* of the site has this digest."""
        signature = self.scan.files.get(name)
        if not signature:
            return False
        recorded = self.files.get(name)
        if recorded and recorded.signature == signature:
            return recorded.sha256 == sha256
        data = read_regular_file(f"{self.site}/{name}")
        return data is not None and hashlib.sha256(data).hexdigest() == sha256

    def others(self, names: Set[str]) -> tuple[list[str], list[str]]:
        """Return the site's files that are not in *names*, and folders without any.

        A folder comes after those in it.
        """
        files = self.scan.files.keys() - names
        folders = {os.path.dirname(name) for name in names}
        for folder in list(folders):
            while folder := os.path.dirname(folder):
                folders.add(folder)
        return sorted(files), sorted(self.scan.folders - folders, reverse=True)


def load_record(site: Path, record: Path) -> LoadedRecord | OSError:
    """Return the files that *record* lists, and those of *site*.

    Lines that are damaged are left out.
    """
    text = (read_or_none(record) or b"").decode("utf-8", "replace")
    matches = map(LINE.fullmatch, text.splitlines())
    files = {match[3]: PublishedFile(match[1], match[2]) for match in matches if match}
    try:
        return files, FolderScan.of(str(site))
    except OSError as error:
        return error


def status_or_none(path: str) -> os.stat_result | None:
    """Return the status of a file, ``None`` if it does not exist."""
    try:
        return os.lstat(path)
    except OSError:
        return None


def is_settled(status: os.stat_result, published: int, now: int) -> bool:
    """Return whether a file is as it was built.

    It may not be if it was written after *published*, or if it changed in this tick.
    """
    return status.st_mtime_ns <= published and status.st_ctime_ns + TICK_NS <= now
