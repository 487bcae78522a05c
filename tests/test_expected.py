# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole sample archive and its site, byte for byte as frozen in ``tests/expected``.

A change of output is made on purpose: read the difference, then run
``inv freeze``, which rewrites the frozen files, and commit both together.
"""

import shutil
from pathlib import Path

import pytest

EXPECTED = Path(__file__).parent / "expected"
FROZEN_FOLDERS = ("articles", "sidecars")
SHOWN_DIFFERENCES = 10


def files_below(folder: Path) -> dict[str, bytes]:
    """Return the bytes of each file below *folder* by its relative path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("name", FROZEN_FOLDERS)
def test_ingest_writes_the_frozen_files(name: str, content: Path, freeze: bool):
    frozen = EXPECTED / name
    if freeze:
        shutil.rmtree(frozen, ignore_errors=True)
        shutil.copytree(content / name, frozen)
    written, expected = files_below(content / name), files_below(frozen)
    assert sorted(written) == sorted(expected)
    changed = [path for path in expected if written[path] != expected[path]]
    assert changed[:SHOWN_DIFFERENCES] == []
