# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of shards: terms with their postings and positions."""

from collections.abc import Iterable, Iterator, Sequence

from plugins.search.encode.front_coding import front_code
from plugins.search.encode.letters import swap_letters
from plugins.search.encode.shard_content import ShardContent, TermEntry
from plugins.search.write.directories import NamedFile, RootPart, write_directories
from plugins.search.write.script_files import (
    HASH_BYTES,
    KEY_BYTES,
    ScriptFolder,
    hashed_name,
    key_of,
    to_base64,
)
from plugins.search.write.shards import Shard, cut
from plugins.search.write.term_dictionary import TermDictionary

SHARDS_AT_ONCE = 256  # encoded together
# A shard, and the hash that names its file; ``None`` if it has to be written.
ShardFile = tuple[Shard[TermEntry], bytes | None]


def write_shards(
    scripts: ScriptFolder, dictionary: TermDictionary, size: int
) -> RootPart:
    """Write the shards of about *size* bytes that do not exist yet.

    Return the directory that names all shards.
    """
    named: list[NamedFile] = []
    for batch in batches(find_files(scripts, dictionary, size)):
        for shard, name in write_batch(scripts, dictionary, batch):
            dictionary.record_shard(shard, name)
            named.append((shard.begin, split_hash(name)[0]))
    return write_directories(scripts, named)


def find_files(
    scripts: ScriptFolder, dictionary: TermDictionary, size: int
) -> Iterator[ShardFile]:
    """Yield all shards, each with the hash that names its file, if that exists."""
    for shard in cut(dictionary.entries(), describe_entry, size):
        yield shard, keep_file(scripts, shard, dictionary.unchanged_file(shard))


def batches(files: Iterable[ShardFile]) -> Iterator[list[ShardFile]]:
    """Yield *files* in lists with as many new ones as are encoded together."""
    batch: list[ShardFile] = []
    new = 0
    for file in files:
        batch.append(file)
        new += file[1] is None
        if new == SHARDS_AT_ONCE:
            yield batch
            batch, new = [], 0
    yield batch


def describe_entry(entry: TermEntry) -> tuple[str, int]:
    """Return the term and the size of an entry."""
    return entry.term, entry.size


def write_batch(
    scripts: ScriptFolder, dictionary: TermDictionary, files: Sequence[ShardFile]
) -> list[tuple[Shard[TermEntry], bytes]]:
    """Return shards with the hashes that name them; write those that do not exist."""
    contents = iter(dictionary.contents([shard for shard, name in files if not name]))
    return [
        (shard, name or write_shard(scripts, shard, next(contents)))
        for shard, name in files
    ]


def keep_file(
    scripts: ScriptFolder, shard: Shard[TermEntry], hashed: bytes | None
) -> bytes | None:
    """Mark the files of a shard as used and return their hashes, if they exist."""
    if not hashed:
        return None
    of_shard, of_positions = split_hash(hashed)
    names = [hashed_name("t", key_of(shard.begin) + of_shard)]
    if of_positions:
        names.append(hashed_name("p", of_positions))
    if not scripts.has_all(names):
        return None
    scripts.mark_used(names)
    return hashed


def write_shard(
    scripts: ScriptFolder, shard: Shard[TermEntry], content: ShardContent
) -> bytes:
    """Write the files of a shard and return their hashes, one after the other.

    That of its terms is a line with the name of the file with the full positions of
    long lists ("" without any), a line with the positions in base64, a line with the
    postings, and the front-coded terms.
    """
    full, hashed_full = to_base64(content.full_positions), b""
    if full:
        hashed_full = scripts.write_hashed("p", full)
    positions, postings = map(to_base64, (content.positions, content.postings))
    front_coded = front_code((entry.term, entry.forms) for entry in shard.rows)
    text = "\n".join(
        [hashed_full.hex(), positions, postings, swap_letters(front_coded)]
    )
    return scripts.write_hashed("t", text, key_of(shard.begin)) + hashed_full


def split_hash(hashed: bytes) -> tuple[bytes, bytes]:
    """Return the hashes of a shard's files, the second empty if there is only one."""
    return hashed[: HASH_BYTES - KEY_BYTES], hashed[HASH_BYTES - KEY_BYTES :]


def write_vocabulary(
    scripts: ScriptFolder, sorted_terms: Iterable[tuple[str, str]]
) -> str:
    """Write all terms with their forms to one file, for patterns of no one shard."""
    text = swap_letters(front_code(sorted_terms))
    return scripts.write_hashed("v", text).hex()
