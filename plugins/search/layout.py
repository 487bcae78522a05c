# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which file holds what: term shards, places, result records, texts, facets, and the root that names them all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from arabic import terms
from arabic.spelling import RULES
from plugins.search import vocabulary
from plugins.search.columns import column
from plugins.search.facets import FACETS, days, facet
from plugins.search.index import Index
from plugins.search.scripts import coded, dump, fingerprint, write, write_hashed
from plugins.search.shards import cut

FORMAT = 2  # theme/static/js/shards.js reads this one and no other
SUGGESTIONS_BYTES = 12000  # of JSON: about 4 kB on the wire
RECORDS_HASH = 3  # bytes, beside the number of the file


@dataclass(frozen=True, slots=True)
class Layout:
    """Writes the files of an index below a folder; each method returns what the root says of its files."""

    folder: Path

    def terms(self, index: Index, size: int) -> dict[str, str]:
        """Write the shards: the hash of the file that holds a shard's places, then its term records."""
        begins, names = [], []
        for shard in cut(index.records(), size):
            places = write_hashed(self.folder, "p", coded(shard.places))
            names.append(write_hashed(self.folder, "t", coded(places + shard.content)))
            begins.append(shard.begin)
        return {"begins": " ".join(begins), "shards": coded(b"".join(names))}

    def text(self, text: str) -> str:
        """Write the text from which passages are taken, and return its name."""
        return write_hashed(self.folder, "x", text).hex()

    def records(self, records: Iterable[Sequence[Any]], per_file: int) -> dict[str, Any]:
        """Write what a result shows of each article, oldest first: an added one then changes the last file only."""
        names = []
        for number, rows in enumerate(batches(records, per_file)):
            text = dump(rows)
            name = fingerprint(text, RECORDS_HASH)
            write(self.folder, f"r/{number >> 8}/{number & 255}-{name.hex()}", text)
            names.append(name)
        return {"perFile": per_file, "records": coded(b"".join(names))}

    def facets(self, articles: Sequence[Any], most: int) -> dict[str, str]:
        """Write a file for each facet of *articles*, oldest first."""
        texts = {"days": dump(days(articles))} | {
            name: dump(facet(values, articles, most)) for name, values in FACETS.items()
        }
        return {name: write_hashed(self.folder, "f", text).hex() for name, text in texts.items()}

    def vocabulary(self, sorted_terms: Iterable[str]) -> str:
        """Write all terms in one file, for patterns that no shard answers."""
        return write_hashed(self.folder, "v", vocabulary.front_coded(sorted_terms)).hex()

    def suggestions(self, rows: Iterable[tuple[str, bytes, bytes]]) -> str:
        """Write sorted rows of suggestions in files, and one that says which holds what."""
        begins, names = [], []
        for shard in cut(rows, SUGGESTIONS_BYTES):
            names.append(write_hashed(self.folder, "w", f"[{shard.content.decode().removesuffix(',')}]"))
            begins.append(shard.begin)
        return write_hashed(self.folder, "w", dump({"begins": begins, "shards": coded(b"".join(names))})).hex()

    def root(self, index: Index, boosts: Sequence[float], parts: dict[str, Any]) -> None:
        """Write what the browser must know of the whole archive before it asks for anything else."""
        known = {
            "format": FORMAT,
            "analyser": terms.version(),
            "rules": RULES,
            "count": len(index),
            "fields": index.fields,
            "boosts": boosts,
            "lengths": [column(lengths) for lengths in index.lengths],
        }
        write(self.folder, "root", dump(known | parts))


def batches(rows: Iterable[Sequence[Any]], size: int) -> Iterator[list[Sequence[Any]]]:
    """Yield *rows* in lists of *size*, the last one shorter."""
    source = iter(rows)
    while batch := list(islice(source, size)):
        yield batch
