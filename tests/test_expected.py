# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole sample archive and its site, byte for byte as frozen in ``tests/expected``.

A change of output is made on purpose: read the difference, then run
``inv dev.freeze``, which rewrites the frozen files, and commit both together.
"""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

EXPECTED = Path(__file__).parent / "expected"
FROZEN_FOLDERS = ("articles", "sidecars")
SITE_DIGESTS = EXPECTED / "site.sha256"
SHOWN_DIFFERENCES = 10


# Fonts and manifest depend on the packages that set-up installs.
NOT_FROZEN = ("theme", "SHA256SUMS")


def files_below(folder: Path) -> dict[str, bytes]:
    """Return the bytes of each file below *folder* by its relative path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def group_of(name: str) -> str:
    """Return the part of a site that a file belongs to: its folder, years together."""
    folder, separator, _ = name.partition("/")
    if not separator:
        return "years" if name[:4].isdigit() else "pages"
    return "years" if folder.isdigit() else folder


def site_digests(site: Path) -> Iterator[str]:
    """Yield a line for each part of *site*: the SHA-256 of its names and bytes."""
    groups: dict[str, list[bytes]] = {}
    for name, data in files_below(site).items():
        if name.split("/")[0] in NOT_FROZEN:
            continue
        line = f"{hashlib.sha256(data).hexdigest()}  {name}\n".encode()
        groups.setdefault(group_of(name), []).append(line)
    for group, lines in sorted(groups.items()):
        digest = hashlib.sha256(b"".join(lines)).hexdigest()
        yield f"{digest}  {group}  {len(lines)} files\n"


@pytest.mark.parametrize("name", FROZEN_FOLDERS)
def test_ingest_writes_the_frozen_files(name, content, freeze):
    frozen = EXPECTED / name
    if freeze:
        shutil.rmtree(frozen, ignore_errors=True)
        shutil.copytree(content / name, frozen)
    written, expected = files_below(content / name), files_below(frozen)
    assert sorted(written) == sorted(expected)
    changed = [path for path in expected if written[path] != expected[path]]
    assert changed[:SHOWN_DIFFERENCES] == []


def test_the_site_has_the_frozen_digests(site, freeze):
    lines = list(site_digests(site))
    if freeze:
        SITE_DIGESTS.write_text("".join(lines), encoding="utf-8", newline="\n")
    assert lines == SITE_DIGESTS.read_text("utf-8").splitlines(keepends=True)
