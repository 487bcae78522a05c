# SPDX-License-Identifier: AGPL-3.0-or-later
"""The term dictionary: all terms with the encoded size of their postings.

It is encoded incrementally. Postings contain no number that an added article changes
for other articles (the oldest article is number 0), so only the terms of articles that
were added, edited or removed are encoded again. Of the others the cached size suffices
to cut shards, and a shard without a changed term keeps its file. An article that is
added or removed in the middle changes the numbers of all later ones: then all terms are
encoded.

Example (measured): an archive of 2,999 articles has 418 shards. A new article with 67
distinct terms changes 60 of them. Its 67 terms are encoded, which gives their new sizes
and so the boundaries of shards; then the other 4,198 terms of the 60 shards, to write
those.
The other 358 files stay, and none of their postings is read.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import numpy as np

from plugins.search.cache import FILE_CODE, code_key, load, save
from plugins.search.encode.field_lengths import FieldLengths
from plugins.search.encode.postings import encode_block
from plugins.search.encode.shard_content import (
    NOT_ENCODED,
    ShardContent,
    TermEntry,
    encode_shards,
    term_entries,
)
from plugins.search.inverted.index import Index, terms_in_segment
from plugins.search.inverted.invert import Spellings
from plugins.search.inverted.merge import Block
from plugins.search.inverted.segments import Segment
from plugins.search.write.shards import Shard
from plugins.search.write.suggestions import Word


class TermRecord(NamedTuple):
    """A term with its forms, the size of its entry, document frequency, spellings."""

    term: str
    forms: str  # as they follow the term in its line
    size: int  # bytes
    articles: int
    spellings: Spellings


ShardKey = tuple[str, str, int]  # first and last term, number of terms
# One term in so many is encoded by itself; of more, encoding all takes less time.
MOST_CHANGED = 32


class CachedDictionary(NamedTuple):
    """The dictionary of an earlier build."""

    digests: Sequence[bytes]  # of its articles
    segments: Sequence[Segment]
    records: dict[str, TermRecord]
    shards: dict[ShardKey, bytes]  # the hashes that name its files


NOTHING_CACHED = CachedDictionary((), (), {}, {})


class TermDictionary:
    """The terms of *index*, cached in the file *path* for the next build.

    *lengths* are those that ``encode_block`` expects.
    """

    def __init__(
        self, index: Index, lengths: Sequence[FieldLengths], path: Path
    ) -> None:
        self.index, self.lengths, self.path = index, lengths, path
        self.records: list[TermRecord] = []
        self.shards: dict[ShardKey, bytes] = {}
        self.cached = self.load_cached()
        self.changed = self.find_changed_terms()
        most = len(self.cached.records) // MOST_CHANGED
        self.incremental = self.changed is not None and len(self.changed) <= most

    def load_cached(self) -> CachedDictionary:
        """Return the cached dictionary if this code has written it."""
        entry = load(self.path)
        if not entry or entry[0][0] != self.key():
            return NOTHING_CACHED
        _, digests, segments, records, shards = entry[0]
        folder = self.path.parent
        return CachedDictionary(
            list(map(bytes.fromhex, digests)),
            [Segment(first, end, folder / name) for first, end, name in segments],
            {record[0]: TermRecord(*record) for record in records},
            {tuple(shard): bytes.fromhex(name) for *shard, name in shards},
        )

    def key(self) -> str:
        """Return the cache key: a digest of the code."""
        return code_key(FILE_CODE).hex()

    def find_changed_terms(self) -> set[str] | None:
        """Return the terms of all articles that are not those of the cached dictionary.

        ``None``: they are too many, or those of the earlier articles are not cached.
        """
        pairs = zip_longest(self.cached.digests, self.index.digests)
        articles = [n for n, (former, now) in enumerate(pairs) if former != now]
        if not self.cached.records or len(articles) > self.index.count // MOST_CHANGED:
            return None
        terms = set(self.index.terms_of(articles))
        for segment in self.cached.segments:
            numbers = range(segment.first, segment.end)
            if any(number in numbers for number in articles):
                loaded = segment.load()
                if loaded is None:
                    return None
                fields = len(self.index.fields)
                terms.update(terms_in_segment(segment, loaded[0], articles, fields))
        return terms

    def save(self) -> None:
        """Write the dictionary to the cache."""
        digests = [article.hex() for article in self.index.digests]
        plan = [(part.first, part.end, part.path.name) for part in self.index.plan]
        shards = [(*key, name.hex()) for key, name in self.shards.items()]
        save(self.path, (self.key(), digests, plan, self.records, shards))

    def entries(self) -> Iterator[TermEntry]:
        """Yield the entries of all terms, and record them."""
        return self.updated_entries() if self.incremental else self.all_entries()

    def all_entries(self) -> Iterator[TermEntry]:
        """Yield the entries of all terms, encoded block by block."""
        for block in self.index.blocks():
            yield from self.recorded(block)

    def updated_entries(self) -> Iterator[TermEntry]:
        """Yield the entries of all terms; encode only those of changed articles."""
        changed = self.changed or set()
        terms = self.index.terms
        numbers = [number for number, term in enumerate(terms) if term in changed]
        encoded = self.recorded_terms(numbers)
        for number, term in enumerate(terms):
            if term in changed:
                yield next(encoded)
            else:
                record = self.cached.records[term]
                self.records.append(record)
                yield TermEntry(term, record.forms, record.size, NOT_ENCODED, number)

    def recorded_terms(self, numbers: Sequence[int]) -> Iterator[TermEntry]:
        """Encode the terms *numbers* of the index; yield their entries."""
        if numbers:
            yield from self.recorded(self.index.block(np.array(numbers)))

    def recorded(self, block: Block) -> Iterator[TermEntry]:
        """Encode a block; yield the entries of its terms, and record them."""
        encoded = encode_block(block, self.lengths)
        articles, spellings = encoded.articles.tolist(), block.spellings()
        entries = zip(term_entries(encoded), articles, spellings, strict=True)
        for entry, articles_of_term, spellings_of_term in entries:
            self.records.append(
                TermRecord(
                    entry.term,
                    entry.forms,
                    entry.size,
                    articles_of_term,
                    spellings_of_term,
                )
            )
            yield entry

    def unchanged_file(self, shard: Shard[TermEntry]) -> bytes | None:
        """Return the hashes of an earlier build's files with exactly these postings."""
        if self.changed is None:
            return None
        if any(entry.term in self.changed for entry in shard.rows):
            return None
        return self.cached.shards.get(shard_key(shard))

    def record_shard(self, shard: Shard[TermEntry], name: bytes) -> None:
        """Record the hashes that name the files of a shard."""
        self.shards[shard_key(shard)] = name

    def contents(self, shards: Sequence[Shard[TermEntry]]) -> list[ShardContent]:
        """Return the encoded content of *shards*."""
        return encode_shards(list(self.complete(shards))) if shards else []

    def complete(self, shards: Sequence[Shard[TermEntry]]) -> Iterator[list[TermEntry]]:
        """Yield the entries of *shards* (ascending), all with their postings."""
        missing = [
            entry.number
            for shard in shards
            for entry in shard.rows
            if entry.block is NOT_ENCODED
        ]
        encoded = self.encoded_terms(missing)
        for shard in shards:
            yield [
                next(encoded) if entry.block is NOT_ENCODED else entry
                for entry in shard.rows
            ]

    def encoded_terms(self, numbers: Sequence[int]) -> Iterator[TermEntry]:
        """Encode the terms *numbers* of the index; yield their entries."""
        if numbers:
            block = self.index.block(np.array(numbers))
            yield from term_entries(encode_block(block, self.lengths))

    def words(self) -> list[Word]:
        """Return the terms as words for suggestions, each in its frequent forms."""
        return [
            Word(
                record.term,
                min(times, record.articles) if number else record.articles,
                spelling,
            )
            for record in self.records
            for number, (spelling, times) in enumerate(record.spellings)
        ]


def shard_key(shard: Shard[TermEntry]) -> ShardKey:
    """Return the first and the last term of a shard, and the number of terms.

    A term between them that no article has any more changes the number.
    """
    return shard.rows[0].term, shard.rows[-1].term, len(shard.rows)
