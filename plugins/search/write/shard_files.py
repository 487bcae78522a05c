# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of shards: terms with their postings, and positions in a second file."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from plugins.search.encode.front_coding import front_code
from plugins.search.encode.shard_content import ShardContent, TermEntry
from plugins.search.write.directories import NamedFile, RootPart, write_directories
from plugins.search.write.script_files import ScriptFolder, hashed_name, to_base64
from plugins.search.write.shards import Shard, cut
from plugins.search.write.term_dictionary import ShardFiles, TermDictionary

Item = TypeVar("Item")

SHARDS_AT_ONCE = 256  # encoded together


def write_shards(
    scripts: ScriptFolder, dictionary: TermDictionary, size: int
) -> RootPart:
    """Write the shards of about *size* bytes that do not exist yet.

    Return the directory that names all shards.
    """
    named: list[NamedFile] = []
    shards = cut(dictionary.entries(), describe_entry, size)
    for batch in batches(shards, SHARDS_AT_ONCE):
        for shard, files in write_batch(scripts, dictionary, batch):
            dictionary.record_shard(shard, files)
            named.append((shard.begin, files.terms))
    return write_directories(scripts, named)


def describe_entry(entry: TermEntry) -> tuple[str, int]:
    """Return the term and the size of an entry."""
    return entry.term, entry.size


def write_batch(
    scripts: ScriptFolder,
    dictionary: TermDictionary,
    shards: Sequence[Shard[TermEntry]],
) -> list[tuple[Shard[TermEntry], ShardFiles]]:
    """Return *shards* with their files; write those that do not exist yet."""
    paired = [
        (shard, keep_files(scripts, dictionary.unchanged_files(shard)))
        for shard in shards
    ]
    new = [shard for shard, files in paired if not files]
    contents = iter(dictionary.contents(new))
    return [
        (shard, files or write_shard(scripts, shard, next(contents)))
        for shard, files in paired
    ]


def keep_files(scripts: ScriptFolder, files: ShardFiles | None) -> ShardFiles | None:
    """Mark the files of a shard as used and return them, if both exist."""
    if not files:
        return None
    names = [hashed_name("t", files.terms), hashed_name("p", files.positions)]
    if not scripts.has_all(names):
        return None
    scripts.mark_used(names)
    return files


def write_shard(
    scripts: ScriptFolder, shard: Shard[TermEntry], content: ShardContent
) -> ShardFiles:
    """Write the two files of a shard.

    The one of terms is a line with the hash of the positions file, a line with the
    postings in base64, and the front-coded terms.
    """
    positions = scripts.write_hashed("p", to_base64(content.positions))
    postings = to_base64(content.postings)
    front_coded = front_code((entry.term, entry.forms) for entry in shard.rows)
    text = f"{positions.hex()}\n{postings}\n{front_coded}"
    return ShardFiles(scripts.write_hashed("t", text), positions)


def write_vocabulary(
    scripts: ScriptFolder, sorted_terms: Iterable[tuple[str, str]]
) -> str:
    """Write all terms with their forms to one file, for patterns of no one shard."""
    return scripts.write_hashed("v", front_code(sorted_terms)).hex()


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield *items* in lists of *size*, the last one shorter."""
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch
