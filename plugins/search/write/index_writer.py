# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which file contains what. All are scripts that pass a text on; all but the records of
results are named by the hash of their text.

====  ===============================================================================
root  counts, constants of the format, rules of the analyser, and the names of others
d     a directory: the first terms and the names of shards, or of other directories
t     a shard: the name of its positions file, postings, front-coded terms
p     the positions of a shard's terms, loaded for phrases only
m     the quantised length of a field, article by article (of titles: in the postings)
l     its exact length, if needed for many articles (for a few, results contain it)
r     records of results, in folders named by the content of their files: an added
      article renames the last one
f     a facet: which articles have which value, or the days of all
v     all terms, for patterns that no shard answers
w     suggestions, and the directory of their files
====  ===============================================================================
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from arabic import terms
from arabic.spelling import RULES
from plugins.contract import ArchiveArticle
from plugins.search.arrays import IntArray
from plugins.search.encode.bits import (
    ORDER_BITS,
    concat_codes,
    golomb,
    golomb_orders,
    order_codes,
    pack_bits,
)
from plugins.search.encode.char_columns import (
    BUCKET_FACTOR,
    FIRST_CHARACTER,
    encode_characters,
    quantise_lengths,
)
from plugins.search.encode.front_coding import FIRST_PREFIX_CHARACTER, front_code
from plugins.search.encode.postings import (
    LENGTH_ORDER,
    SIZE_ORDER,
    ShardContent,
    TermEntry,
)
from plugins.search.inverted.index import Index
from plugins.search.write.facets import FACETS, encode_days, facet_rows
from plugins.search.write.results import FILES_PER_FOLDER, ResultFolder
from plugins.search.write.script_files import (
    HASH_BYTES,
    ROOT_NAME,
    ScriptFolder,
    hashed_name,
    to_base64,
    to_json,
)
from plugins.search.write.shards import Shard, cut
from plugins.search.write.term_dictionary import ShardFiles, TermDictionary

Item = TypeVar("Item")
RootPart = dict[str, object]  # key → JSON value in the root

FORMAT = 6  # theme/static/js/shards.js reads this one only
SUGGESTION_FILE_BYTES = 12000  # of JSON: about 4 kB compressed
MOST_IN_ROOT = 256  # file names; the root names directories of files if there are more
NAMES_PER_DIRECTORY = 32
FILES_PER_DIRECTORY_BOUNDARY = 16  # one file in so many may begin a directory
LENGTHS_PER_FILE = 1 << 15  # articles
SHARDS_AT_ONCE = 256  # encoded together

# The browser reads the constants of the format from the root.
CONSTANTS = {
    "hashBytes": HASH_BYTES,
    "lengthsPerFile": LENGTHS_PER_FILE,
    "orderBits": ORDER_BITS,
    "lengthOrder": LENGTH_ORDER,
    "sizeOrder": SIZE_ORDER,
    "bucketFactor": BUCKET_FACTOR,
    "firstCharacter": FIRST_CHARACTER,
    "firstPrefixCharacter": FIRST_PREFIX_CHARACTER,
}


@dataclass(frozen=True, slots=True)
class IndexWriter:
    """Writes the files of an index; methods return what the root says of the files."""

    scripts: ScriptFolder

    def write_terms(self, dictionary: TermDictionary, size: int) -> RootPart:
        """Write the shards that do not exist yet, and directories that name all."""
        named: list[tuple[str, bytes]] = []
        shards = cut(dictionary.entries(), describe_entry, size)
        for batch in batches(shards, SHARDS_AT_ONCE):
            for shard, files in self.write_shards(dictionary, batch):
                dictionary.record_shard(shard, files)
                named.append((shard.begin, files.terms))
        return self.write_directories(named)

    def write_shards(
        self, dictionary: TermDictionary, shards: Sequence[Shard[TermEntry]]
    ) -> list[tuple[Shard[TermEntry], ShardFiles]]:
        """Return *shards* with their files; write those that do not exist yet."""
        paired = [
            (shard, self.keep_files(dictionary.unchanged_files(shard)))
            for shard in shards
        ]
        new = [shard for shard, files in paired if not files]
        contents = iter(dictionary.contents(new))
        return [
            (shard, files or self.write_shard(shard, next(contents)))
            for shard, files in paired
        ]

    def keep_files(self, files: ShardFiles | None) -> ShardFiles | None:
        """Mark the files of a shard as used and return them, if both exist."""
        if not files:
            return None
        names = [hashed_name("t", files.terms), hashed_name("p", files.positions)]
        if not self.scripts.has_all(names):
            return None
        self.scripts.mark_used(names)
        return files

    def write_shard(self, shard: Shard[TermEntry], content: ShardContent) -> ShardFiles:
        """Write the two files of a shard.

        The one of terms is a line with the hash of the positions file, a line with the
        postings in base64, and the front-coded terms.
        """
        positions = self.scripts.write_hashed("p", to_base64(content.positions))
        postings = to_base64(content.postings)
        front_coded = front_code(entry.term for entry in shard.rows)
        text = f"{positions.hex()}\n{postings}\n{front_coded}"
        return ShardFiles(self.scripts.write_hashed("t", text), positions)

    def write_directories(self, named: Sequence[tuple[str, bytes]]) -> RootPart:
        """Return the first terms and the names of files.

        If they are many, write directories of files (and directories of those, until
        they are few enough) and return the first terms and the names of directories.
        """
        depth = 0
        while len(named) > MOST_IN_ROOT:
            groups = cut(
                named,
                lambda name: (name[0], 1),
                NAMES_PER_DIRECTORY,
                FILES_PER_DIRECTORY_BOUNDARY,
            )
            named = [self.write_directory(group.rows) for group in groups]
            depth += 1
        return {"depth": depth, **name_list(named)}

    def write_directory(self, named: Sequence[tuple[str, bytes]]) -> tuple[str, bytes]:
        """Write a directory of files; return its first term and its hash."""
        hashed = self.scripts.write_hashed("d", to_json(name_list(named)))
        return named[0][0], hashed

    def write_lengths(self, lengths: IntArray) -> str:
        """Write the length of a field in every article, oldest first."""
        return self.write_in_parts(
            "l", lengths, lambda part: to_base64(encode_numbers(part))
        )

    def write_length_buckets(self, lengths: IntArray) -> str:
        """Write the quantised length of a field in every article, oldest first."""
        return self.write_in_parts(
            "m",
            lengths,
            lambda part: encode_characters(quantise_lengths(part).tolist()),
        )

    def write_in_parts(
        self, kind: str, lengths: IntArray, encode: Callable[[IntArray], str]
    ) -> str:
        """Write *lengths* in files of which an added article changes only the last.

        Return their names in base64.
        """
        hashes = []
        for first in range(0, len(lengths), LENGTHS_PER_FILE):
            part = lengths[first : first + LENGTHS_PER_FILE]
            hashes.append(self.scripts.write_hashed(kind, encode(part)))
        return to_base64(b"".join(hashes))

    def keep_results(self, folders: Sequence[ResultFolder], per_file: int) -> RootPart:
        """Mark the written files of results as used."""
        for folder in folders:
            self.scripts.mark_used(folder.script_names())
        names = b"".join(bytes.fromhex(folder.name) for folder in folders)
        return {
            "perFile": per_file,
            "perFolder": FILES_PER_FOLDER,
            "folders": to_base64(names),
        }

    def write_facets(
        self, articles: Sequence[ArchiveArticle], limit: int
    ) -> dict[str, bytes]:
        """Write a file per facet of *articles*, oldest first; return their hashes."""
        contents: dict[str, object] = {"days": encode_days(articles)}
        for name, values_of in FACETS.items():
            contents[name] = facet_rows(values_of, articles, limit)
        return {
            name: self.scripts.write_hashed("f", to_json(content))
            for name, content in contents.items()
        }

    def keep_facets(self, hashes: Mapping[str, bytes]) -> dict[str, str]:
        """Mark facet files as used that another process has written."""
        self.scripts.mark_used(hashed_name("f", hashed) for hashed in hashes.values())
        return {name: hashed.hex() for name, hashed in hashes.items()}

    def write_vocabulary(self, sorted_terms: Iterable[str]) -> str:
        """Write all terms to one file, for patterns that no shard answers."""
        return self.scripts.write_hashed("v", front_code(sorted_terms)).hex()

    def write_suggestions(self, rows: Iterable[tuple[str, str]]) -> str:
        """Write suggestions (term, JSON rows; sorted) to files, and their directory."""
        named = []
        for shard in cut(rows, describe_suggestions, SUGGESTION_FILE_BYTES):
            text = ",".join(json_rows for _, json_rows in shard.rows)
            hashed = self.scripts.write_hashed("w", f"[{text}]")
            named.append((shard.begin, hashed))
        directory = to_json(name_list(named))
        return self.scripts.write_hashed("w", directory).hex()

    def write_root(
        self, index: Index, boosts: Sequence[float], parts: Mapping[str, object]
    ) -> None:
        """Write what the browser needs before all else; delete files no longer used."""
        root = {
            "format": FORMAT,
            "constants": CONSTANTS,
            "analyser": terms.version(),
            "rules": RULES,
            "count": index.count,
            "fields": index.fields,
            "boosts": boosts,
            "totals": index.lengths.sum(axis=0).tolist(),
            **parts,
        }
        self.scripts.write(ROOT_NAME, to_json(root))
        self.scripts.remove_unused()


def describe_entry(entry: TermEntry) -> tuple[str, int]:
    """Return the term and the size of an entry."""
    return entry.term, entry.size


def describe_suggestions(row: tuple[str, str]) -> tuple[str, int]:
    """Return the term of a row of suggestions, and the size of its JSON in bytes."""
    term, json_rows = row
    return term, len(json_rows.encode())


def name_list(named: Sequence[tuple[str, bytes]]) -> RootPart:
    """Return the first terms and the hashes of files."""
    return {
        "begins": " ".join(begin for begin, _ in named),
        "names": to_base64(b"".join(name for _, name in named)),
    }


def encode_numbers(numbers: IntArray) -> bytes:
    """Return *numbers* as Golomb codes of one order, which comes first."""
    order = golomb_orders(numbers.mean(keepdims=True))
    codes = concat_codes([order_codes(order), golomb(numbers, order)])
    [content] = pack_bits([codes])
    return content


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield *items* in lists of *size*, the last one shorter."""
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch
