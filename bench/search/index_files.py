# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of a search index by kind: their number and size."""

import gzip
import re
from collections.abc import Sequence
from pathlib import Path

from bench.tools.meter import gzip_size

# First part of a file's path in the index → what is in it
KINDS = {
    "root": "root",
    "t": "terms",
    "p": "positions",
    "d": "directories",
    "l": "lengths",
    "r": "results",
    "f": "facets",
    "v": "vocabulary",
    "w": "suggestions",
}


# The second line of a shard's text, as the script contains it
POSITIONS = re.compile(r"(?<=\\n)[A-Za-z0-9+/=]*(?=\\n)")


def kind_of(folder: Path, file: Path) -> str:
    """Return the kind of a *file* of the index in *folder*."""
    first_part = file.relative_to(folder).with_suffix("").parts[0]
    return KINDS[first_part]


def files_by_kind(folder: Path) -> dict[str, list[Path]]:
    """Return the files of the index in *folder*; every kind is a key."""
    files: dict[str, list[Path]] = {kind: [] for kind in KINDS.values()}
    for file in sorted(folder.rglob("*.js")):
        files[kind_of(folder, file)].append(file)
    return files


def size_without_positions(shards: Sequence[Path]) -> int:
    """Return the compressed size of *shards* without the positions of their terms."""
    texts = [path.read_text(encoding="utf-8") for path in shards]
    return sum(
        len(gzip.compress(POSITIONS.sub("", text, count=1).encode(), 6))
        for text in texts
    )


def print_index_files(folder: Path) -> None:
    """Print number, size and compressed size of the index's files by kind."""
    print_kinds(folder)
    shards = files_by_kind(folder)["terms"]
    without = size_without_positions(shards) / 1e6
    print(f"terms without positions {without:.3f} MB gzip", flush=True)


def print_kinds(folder: Path) -> None:
    """Print number, size and compressed size of the files of each kind."""
    for kind, files in files_by_kind(folder).items():
        megabytes = sum(file.stat().st_size for file in files) / 1e6
        compressed = sum(map(gzip_size, files)) / 1e6
        print(
            f"{kind:11} {len(files):6,} files {megabytes:8.2f} MB"
            f" {compressed:8.3f} MB gzip",
            flush=True,
        )
