# SPDX-License-Identifier: AGPL-3.0-or-later
"""The articles of a site; pages that did not change are not read again.

The cache has a line for each page: its SHA-256, then the rows. It may be deleted at any
time, and is discarded when the code that reads pages changes.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from export import CannotExport
from export.page_facts import Page, read_page
from storage.code_digest import code_digest
from storage.files import read_or_none, replace_atomically, sha256_hex
from storage.manifest import MANIFEST, BadManifest, parse_manifest

ARTICLES = "a/"
READER = Path(__file__).with_name("page_facts.py")


def read_manifest(site: Path) -> dict[str, str]:
    """Return path → SHA-256 of the files of *site*. Raises ``CannotExport``."""
    data = read_or_none(site / MANIFEST)
    if data is None:
        raise CannotExport(f"{site} has no {MANIFEST}: run `inv build` first")
    try:
        return parse_manifest(data)
    except BadManifest as error:
        raise CannotExport(f"{site / MANIFEST}: {error}: run `inv build`") from error


def read_pages(site: Path, cache: Path) -> Iterator[Page]:
    """Yield the articles of *site* by path, and write the cache for the next time.

    Raises ``CannotExport`` for a page that is not as the build wrote it.
    """
    digests = read_manifest(site)
    names = sorted(
        name for name in digests if name.startswith(ARTICLES) and name.endswith(".html")
    )
    code = code_digest([READER], ["lxml"])
    lines = load_cache(cache, code)
    with (
        replace_atomically(cache) as temporary,
        temporary.open("w", encoding="utf-8", newline="\n") as stream,
    ):
        stream.write(f"{code}\n")
        for name in names:
            line = lines.get(digests[name]) or read_line(site, name, digests[name])
            stream.write(line)
            if page := parse_line(line, name):
                yield page


def load_cache(cache: Path, code: str) -> Mapping[str, str]:
    """Return SHA-256 of the page → line; {} if other code wrote the cache."""
    text = (read_or_none(cache) or b"").decode("utf-8", "replace")
    first, _, rest = text.partition("\n")
    if first != code:
        return {}
    lines = rest.splitlines(keepends=True)
    return {line[:64]: line for line in lines if line.endswith("]\n")}


def read_line(site: Path, name: str, digest: str) -> str:
    """Return the line of a page. Raises ``CannotExport`` if the page was changed."""
    data = read_or_none(site / name) or b""
    if sha256_hex(data) != digest:
        raise CannotExport(f"{site / name}: not as the build wrote it: run `inv build`")
    page = read_page(data, name, digest)
    return f"{digest} {json.dumps(page or [], ensure_ascii=False)}\n"


def parse_line(line: str, name: str) -> Page | None:
    """Return the article of a line, which is at *name*; ``None`` without one."""
    rows = json.loads(line[65:])
    if not rows:
        return None
    page = Page(*rows)
    page.article["page"] = name
    return page
