# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which file holds what: term shards, result records, and the root that names them all."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from arabic import terms
from arabic.spelling import RULES
from plugins.search.index import Index
from plugins.search.postings import lengths
from plugins.search.scripts import coded, dump, fingerprint, write
from plugins.search.shards import cut

FORMAT = 1  # theme/static/js/shards.js reads this one and no other
SHARD_HASH = 5  # bytes: among 60,000 shards two are named alike with probability .0016
RECORDS_HASH = 3  # bytes, beside the number of the file


def write_shards(folder: Path, index: Index, size: int) -> tuple[list[str], bytes]:
    """Write the terms of *index* and return the first term of each shard and the names of all, run together.

    Raises ``ValueError`` where two shards would bear one name.
    """
    first, names = [], []
    for shard in cut(index.records(), size):
        text = coded(shard.content)
        name = fingerprint(text, SHARD_HASH)
        write(folder, f"t/{name.hex()[:2]}/{name.hex()[2:]}", text)
        first.append(shard.first)
        names.append(name)
    if len(set(names)) < len(names):
        raise ValueError("two term shards hash alike: raise SHARD_HASH")
    return first, b"".join(names)


def write_records(folder: Path, records: Iterable[Sequence[Any]], per_file: int) -> bytes:
    """Write what a result shows of each article, oldest first, and return the hashes of the files, run together.

    Files are filled from the oldest article on, so that an added one changes the last file only.
    """
    names = []
    for number, rows in enumerate(batches(records, per_file)):
        text = dump(rows)
        name = fingerprint(text, RECORDS_HASH)
        write(folder, f"r/{number >> 8}/{number & 255}-{name.hex()}", text)
        names.append(name)
    return b"".join(names)


def batches(rows: Iterable[Sequence[Any]], size: int) -> Iterator[list[Sequence[Any]]]:
    """Yield *rows* in lists of *size*, the last one shorter."""
    source = iter(rows)
    while batch := list(islice(source, size)):
        yield batch


def root(index: Index, boosts: Sequence[float], shards: tuple[list[str], bytes], records: tuple[int, bytes]) -> str:
    """Return the root file's text: what the browser must know of the whole archive before it asks for a shard."""
    first, names = shards
    per_file, hashes = records
    return dump(
        {
            "format": FORMAT,
            "analyser": terms.version(),
            "rules": RULES,
            "count": len(index),
            "fields": index.fields,
            "boosts": boosts,
            "lengths": coded(b"".join(map(lengths, index.lengths))),
            "first": " ".join(first),
            "shards": coded(names),
            "perFile": per_file,
            "records": coded(hashes),
        }
    )
