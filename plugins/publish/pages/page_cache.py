# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which inputs each page of the published site was rendered from, and its digest.

A line ``inputs  sha256  path`` a page. The file may be deleted at any time, and may be
of another build: a page is taken over only if its bytes have the digest.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from storage.files import read_or_none, write_atomic

LINE = re.compile(r"([0-9a-f]{32})  ([0-9a-f]{64})  (\S+)")


class CachedPage(NamedTuple):
    """The digests of a page's inputs and of its bytes, in hexadecimal digits."""

    inputs: str
    sha256: str


def load_pages(path: Path) -> dict[str, CachedPage]:
    """Return path in the site → page; lines that are damaged are left out."""
    text = (read_or_none(path) or b"").decode("utf-8", "replace")
    matches = map(LINE.fullmatch, text.splitlines())
    return {match[3]: CachedPage(match[1], match[2]) for match in matches if match}


def save_pages(path: Path, pages: Iterable[tuple[str, CachedPage]]) -> None:
    """Write the pages of a build."""
    lines = (f"{page.inputs}  {page.sha256}  {name}\n" for name, page in pages)
    write_atomic(path, "".join(lines).encode())
