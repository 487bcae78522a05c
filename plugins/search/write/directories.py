# SPDX-License-Identifier: AGPL-3.0-or-later
"""Directories: the first terms of files and their names, so that a term is found in few
steps."""

from collections.abc import Sequence

from plugins.search.encode.front_coding import front_code
from plugins.search.encode.letters import swap_letters
from plugins.search.write.script_files import (
    ScriptFolder,
    key_of,
    to_base64,
    to_json,
)
from plugins.search.write.shards import cut

# File names in the root, 5 bytes each: with more of them it names directories of files,
# and each word of a query costs another request, after which its own file follows.
MOST_IN_ROOT = 4096
NAMES_PER_DIRECTORY = 32
FILES_PER_DIRECTORY_BOUNDARY = 16  # one file in so many may begin a directory

# The first term, or a separator before it; what follows its key in the name.
NamedFile = tuple[str, bytes]
RootPart = dict[str, object]  # key → JSON value in the root


def directory_of(named: Sequence[NamedFile]) -> RootPart:
    """Return the front-coded first terms of files, and their hashes.

    A name is the key of the first term and the hash.
    """
    return {
        "begins": swap_letters(front_code((begin, "") for begin, _ in named)),
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
    first_term = named[0][0]
    text = to_json(directory_of(named))
    return first_term, scripts.write_hashed("d", text, key_of(first_term))
