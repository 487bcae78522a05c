# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of a scrape, in a folder or in a zip, opened again when a page's pictures are looked for."""

import zipfile
from functools import lru_cache
from pathlib import Path
from typing import IO

from ingest.model.record import ScrapeFile


@lru_cache(maxsize=1)
def zipped(container: Path) -> zipfile.ZipFile:
    """Return a zip, its table of contents read once for all its pages."""
    return zipfile.ZipFile(container)


def stream(home: ScrapeFile) -> IO[bytes]:
    """Return the file that *home* names, open for reading."""
    if home.container.is_dir():
        return (home.container / home.member).open("rb")
    return zipped(home.container).open(home.member)
