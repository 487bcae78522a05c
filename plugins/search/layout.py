# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which file holds what; all are scripts that hand a text over, and but for results are named by its hash.

====  ==================================================================================================
root  counts, rules of the analyser, and where all others begin and lie
d     a directory: the terms at which files begin, and their names (of shards, or of directories)
t     a shard: the name of its places, postings in bits, terms (each with what it shares with the one before)
p     the places of a shard's terms, for phrases alone
m     how long a field is, article by article, roughly; of titles it stands in the postings
l     how long it is, for a query that must know it of many articles: of a few their results say it
r     results, in folders that are named by what their files hold: an added article renames the last one
f     a facet: which articles hold which value, or the days of all
v     all terms, for patterns that no shard answers
w     suggestions, and the directory of their files
====  ==================================================================================================
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

import numpy as np

from arabic import terms
from arabic.spelling import RULES
from plugins.search import vocabulary
from plugins.search.bits import Codes, golomb, joined, orders_for, packed
from plugins.search.columns import column, magnitudes
from plugins.search.facets import FACETS, days, facet
from plugins.search.forward import Numbers
from plugins.search.index import Index
from plugins.search.postings import ORDER_BITS, Content, Row
from plugins.search.results import FILES_IN_FOLDER, Folder, files
from plugins.search.scripts import ROOT_NAME, Scripts, coded, dump, hashed_name
from plugins.search.shards import Shard, cut
from plugins.search.table import Table

Item = TypeVar("Item")

FORMAT = 5  # theme/static/js/shards.js reads this one and no other
SUGGESTIONS_BYTES = 12000  # of JSON: about 4 kB on the wire
NAMED_IN_ROOT = 256  # files; where they are more, the root names directories, each of which names some of them
NAMED_IN_DIRECTORY = 32
DIRECTORY_EVERY = 16  # files that may open a directory
LENGTHS_IN_FILE = 1 << 15  # articles
SHARDS_AT_ONCE = 256  # are coded together


@dataclass(frozen=True, slots=True)
class Layout:
    """Writes the files of an index below a folder; each method returns what the root says of its files."""

    scripts: Scripts

    def terms(self, table: Table, size: int) -> dict[str, Any]:
        """Write the shards that do not lie there, and the directories that name all."""
        named: list[tuple[str, bytes]] = []
        for shards in batches(
            cut(table.rows(), lambda row: row[:2], size), SHARDS_AT_ONCE
        ):
            known = [self.kept(table.files(shard)) for shard in shards]
            new = iter(
                table.contents(
                    [
                        shard
                        for shard, file in zip(shards, known, strict=True)
                        if not file
                    ]
                )
            )
            for shard, file in zip(shards, known, strict=True):
                held = file or self.shard(shard, next(new))
                table.note(shard, held)
                named.append((shard.begin, held[0]))
        return self.directory(named)

    def kept(self, held: tuple[bytes, bytes] | None) -> tuple[bytes, bytes] | None:
        """Keep the files of a shard, of terms and of places, if they are known and lie there."""
        paths = held and [
            hashed_name(kind, name) for kind, name in zip("tp", held, strict=True)
        ]
        if not paths or not self.scripts.hold(paths):
            return None
        self.scripts.name(paths)
        return held

    def shard(self, shard: Shard[Row], content: Content) -> tuple[bytes, bytes]:
        """Write terms: the file that holds their places, their postings in bits, themselves; return both names."""
        places = self.scripts.write_hashed("p", coded(content.places))
        texts = vocabulary.front_coded(row.term for row in shard.rows)
        text = f"{places.hex()}\n{coded(content.postings)}\n{texts}"
        return self.scripts.write_hashed("t", text), places

    def directory(self, named: Sequence[tuple[str, bytes]]) -> dict[str, Any]:
        """Return where each file begins and its name; where they are many, of files that say so of some of them."""
        depth = 0
        while len(named) > NAMED_IN_ROOT:
            some = cut(
                named, lambda one: (one[0], 1), NAMED_IN_DIRECTORY, DIRECTORY_EVERY
            )
            named = [
                (
                    one.rows[0][0],
                    self.scripts.write_hashed("d", dump(listing(one.rows))),
                )
                for one in some
            ]
            depth += 1
        return {"depth": depth, **listing(named)}

    def lengths(self, lengths: Numbers) -> str:
        """Write the length of a field in every article, oldest first."""
        return self.in_parts("l", lengths, lambda part: coded(numbers(part)))

    def magnitudes(self, lengths: Numbers) -> str:
        """Write how long a field roughly is in every article, oldest first: a letter each."""
        return self.in_parts(
            "m", lengths, lambda part: column(magnitudes(part).tolist())
        )

    def in_parts(
        self, kind: str, lengths: Numbers, written: Callable[[Numbers], str]
    ) -> str:
        """Write a table of *lengths* in files that do not change when articles are added, but for the last."""
        parts = (
            lengths[first : first + LENGTHS_IN_FILE]
            for first in range(0, len(lengths), LENGTHS_IN_FILE)
        )
        return coded(
            b"".join(self.scripts.write_hashed(kind, written(part)) for part in parts)
        )

    def results(self, folders: Sequence[Folder], per_file: int) -> dict[str, Any]:
        """Name the files of results, which are written."""
        for _, name, count in folders:
            self.scripts.name(files(name, count))
        names = b"".join(bytes.fromhex(name) for _, name, _ in folders)
        return {
            "perFile": per_file,
            "perFolder": FILES_IN_FOLDER,
            "folders": coded(names),
        }

    def facets(self, articles: Sequence[Any], most: int) -> dict[str, bytes]:
        """Write a file for each facet of *articles*, oldest first."""
        texts = {"days": dump(days(articles))} | {
            name: dump(facet(values, articles, most)) for name, values in FACETS.items()
        }
        return {
            name: self.scripts.write_hashed("f", text) for name, text in texts.items()
        }

    def named(self, kind: str, hashes: dict[str, bytes]) -> dict[str, str]:
        """Keep files that another process has written, and return their names."""
        self.scripts.name(hashed_name(kind, hashed) for hashed in hashes.values())
        return {name: hashed.hex() for name, hashed in hashes.items()}

    def vocabulary(self, sorted_terms: Iterable[str]) -> str:
        """Write all terms in one file, for patterns that no shard answers."""
        return self.scripts.write_hashed(
            "v", vocabulary.front_coded(sorted_terms)
        ).hex()

    def suggestions(self, rows: Iterable[tuple[str, str]]) -> str:
        """Write sorted rows of suggestions in files, and one that says which holds what."""
        shards = cut(
            rows, lambda row: (row[0], len(row[1].encode())), SUGGESTIONS_BYTES
        )
        named = [
            (
                one.begin,
                self.scripts.write_hashed(
                    "w", f"[{','.join(text for _, text in one.rows)}]"
                ),
            )
            for one in shards
        ]
        return self.scripts.write_hashed("w", dump(listing(named))).hex()

    def root(
        self, index: Index, boosts: Sequence[float], parts: dict[str, Any]
    ) -> None:
        """Write what the browser must know of the whole archive before it asks for anything else."""
        known = {
            "format": FORMAT,
            "analyser": terms.version(),
            "rules": RULES,
            "count": index.count,
            "fields": index.fields,
            "boosts": boosts,
            "totals": index.lengths.sum(axis=0).tolist(),
        }
        self.scripts.write(ROOT_NAME, dump(known | parts))
        self.scripts.sweep()


def listing(named: Sequence[tuple[str, bytes]]) -> dict[str, Any]:
    """Return the beginnings and the names of files."""
    return {
        "begins": " ".join(begin for begin, _ in named),
        "names": coded(b"".join(name for _, name in named)),
    }


def numbers(values: Numbers) -> bytes:
    """Return *values* in bits: the order of their codes, then each."""
    order = orders_for(values.mean(keepdims=True))
    codes = joined([Codes(order, np.array([ORDER_BITS])), golomb(values, order)])
    [content] = packed(codes, np.array([0, len(values) + 1]))
    return content


def batches(rows: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield *rows* in lists of *size*, the last one shorter."""
    source = iter(rows)
    while batch := list(islice(source, size)):
        yield batch
