# SPDX-License-Identifier: AGPL-3.0-or-later
"""All terms with the length of their postings: of all places, or where only newest articles were added, of those."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from plugins.search.cache import digest, load, rules, save
from plugins.search.forward import Numbers
from plugins.search.index import Index
from plugins.search.inverted import in_javascript
from plugins.search.postings import UNREAD, Content, Postings, Row, contents, in_codes
from plugins.search.shards import Shard
from plugins.search.vocabulary import Word

Ends = tuple[str, str]  # the first term of a shard, and the last
Files = tuple[
    bytes, bytes
]  # the hashes that name the file of a shard's terms, and that of their places


class Table:
    """The terms of *index*; *lengths* as ``in_codes`` takes them. A file keeps it for the next build."""

    def __init__(
        self, index: Index, lengths: Sequence[Numbers | None], path: Path
    ) -> None:
        self.index, self.lengths, self.path = index, lengths, path
        self.terms: list[
            tuple[str, int, int, str]
        ] = []  # with size, articles, spelling
        self.shards: dict[Ends, Files] = {}
        known = self.known()
        self.before: dict[str, tuple[str, int, int, str]] = (
            {row[0]: row for row in known["terms"]} if known else {}
        )
        self.shards_before: dict[Ends, Files] = known["shards"] if known else {}
        self.changed = index.terms_since(known["count"]) if known else set()

    def known(self) -> dict[str, Any] | None:
        """Return the table of the build before, if all its articles are still there under their numbers."""
        found = load(self.path)
        if not found:
            return None
        known: dict[str, Any] = found[0]
        same = known["count"] <= self.index.count and known["key"] == self.key(
            known["count"]
        )
        return known if same else None

    def key(self, count: int) -> bytes:
        """Return a digest of the first *count* articles and of what decides how they are indexed."""
        return digest(rules(), *self.index.digests[:count])

    def save(self) -> None:
        """Keep the table."""
        count = self.index.count
        save(
            self.path,
            {
                "count": count,
                "key": self.key(count),
                "terms": self.terms,
                "shards": self.shards,
            },
        )

    def rows(self) -> Iterator[Row]:
        """Yield all terms, and note them."""
        return self.updated() if self.before else self.whole()

    def whole(self) -> Iterator[Row]:
        """Yield all terms, read from their places."""
        for block in self.index.blocks():
            yield from self.noted(in_codes(block, self.lengths))

    def noted(self, held: Postings) -> Iterator[Row]:
        """Yield the terms of a block, and note them."""
        for row, articles, spelling in zip(
            held.rows(), held.articles.tolist(), held.spellings, strict=True
        ):
            self.terms.append((row.term, row.size, articles, spelling))
            yield row

    def updated(self) -> Iterator[Row]:
        """Yield all terms, but read those alone that the added articles hold."""
        for number, term in enumerate(self.index.terms):
            if term in self.changed:
                yield from self.noted(
                    in_codes(self.index.block(number, number + 1), self.lengths)
                )
            else:
                known = self.before[term]
                self.terms.append(known)
                yield Row(term, known[1], UNREAD, number)

    def files(self, shard: Shard[Row]) -> Files | None:
        """Return the files of the build before that hold just these terms, if none of them has changed."""
        if self.changed.isdisjoint(row.term for row in shard.rows):
            return self.shards_before.get(ends(shard))
        return None

    def note(self, shard: Shard[Row], files: Files) -> None:
        """Note which files hold a shard."""
        self.shards[ends(shard)] = files

    def contents(self, shards: Iterable[Shard[Row]]) -> list[Content]:
        """Return what *shards* hold."""
        rows = [self.read(shard) if self.before else shard.rows for shard in shards]
        return contents(rows) if rows else []

    def read(self, shard: Shard[Row]) -> list[Row]:
        """Return the terms of a shard with their postings."""
        first = bisect_left(
            self.index.terms, in_javascript(shard.rows[0].term), key=in_javascript
        )
        return list(
            in_codes(
                self.index.block(first, first + len(shard.rows)), self.lengths
            ).rows()
        )

    def words(self) -> list[Word]:
        """Return what a reader may be offered of the terms."""
        return [
            Word(term, articles, spelling) for term, _, articles, spelling in self.terms
        ]


def ends(shard: Shard[Row]) -> Ends:
    """Return the first and the last term of a shard."""
    return shard.rows[0].term, shard.rows[-1].term
