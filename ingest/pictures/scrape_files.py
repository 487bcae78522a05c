# SPDX-License-Identifier: AGPL-3.0-or-later
"""Access to the files of a scrape, in a folder or a zip, to locate a page's images."""

import zipfile
from functools import lru_cache
from pathlib import Path
from typing import IO

from ingest.model.record import ScrapeFile


@lru_cache(maxsize=1)
def open_zip(container: Path) -> zipfile.ZipFile:
    """Return a zip; its directory is read once for all its pages."""
    return zipfile.ZipFile(container)


def open_scrape_file(scrape_file: ScrapeFile) -> IO[bytes]:
    """Return *scrape_file*, open for reading."""
    container, member = scrape_file.container, scrape_file.member
    if container.is_dir():
        return (container / member).open("rb")
    return open_zip(container).open(member)
