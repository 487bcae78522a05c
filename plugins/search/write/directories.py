# SPDX-License-Identifier: AGPL-3.0-or-later
"""Directories: the first terms of files and their names, so that a term is found in few
steps."""

from collections.abc import Sequence

from plugins.search.encode.front_coding import front_code
from plugins.search.write.script_files import ScriptFolder, to_base64, to_json
from plugins.search.write.shards import cut

# File names in the root, 7 bytes each: with more of them it names directories of files,
# and each word of a query costs another request, after which its own file follows.
MOST_IN_ROOT = 4096
NAMES_PER_DIRECTORY = 32
FILES_PER_DIRECTORY_BOUNDARY = 16  # one file in so many may begin a directory

NamedFile = tuple[str, bytes]  # the first term, or a separator before it; the hash
RootPart = dict[str, object]  # key → JSON value in the root


def directory_of(named: Sequence[NamedFile]) -> RootPart:
    """Return the front-coded first terms and the hashes of files."""
    return {
        "begins": front_code((begin, "") for begin, _ in named),
        "names": to_base64(b"".join(name for _, name in named)),
    }


def write_directories(scripts: ScriptFolder, named: Sequence[NamedFile]) -> RootPart:
    """Return the first terms and the names of files.

    If they are many, write directories of files (and directories of those, until they
    are few enough) and return the first terms and the names of directories. 20,000
    shards are in some 600 directories: depth 1.
    """
    depth = 0
    while len(named) > MOST_IN_ROOT:
        groups = cut(
            named,
            lambda file: (file[0], 1),
            NAMES_PER_DIRECTORY,
            FILES_PER_DIRECTORY_BOUNDARY,
        )
        named = [write_directory(scripts, group.rows) for group in groups]
        depth += 1
    return {"depth": depth, **directory_of(named)}


def write_directory(scripts: ScriptFolder, named: Sequence[NamedFile]) -> NamedFile:
    """Write a directory of files; return its first term and its hash."""
    text = to_json(directory_of(named))
    return named[0][0], scripts.write_hashed("d", text)
