# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of an archive: all terms for patterns, and for suggestions the frequent ones as they are written."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from arabic.spelling import MARKS
from arabic.terms import terms

WORD = re.compile(r"[^\W\d_]{2,}")


class Spellings:
    """Counts how the words of an archive are written."""

    def __init__(self) -> None:
        self.chunks: Counter[str] = Counter()

    def add(self, text: str) -> None:
        """Count what stands between white space in *text*."""
        self.chunks.update(text.split())

    def by_term(self) -> dict[str, str]:
        """Return for each term the word that most often gave it, without marks."""
        written: dict[str, Counter[str]] = {}
        for chunk, count in self.chunks.items():
            for word in WORD.findall(MARKS.sub("", chunk)):
                for term in terms(word):
                    written.setdefault(term, Counter())[word] += count
        return {term: min(forms, key=lambda form: (-forms[form], form)) for term, forms in written.items()}


def suggestions(
    articles_by_term: Mapping[str, int], written: Mapping[str, str], names: Mapping[str, int], least: int
) -> list[tuple[str, bytes, bytes]]:
    """Return what a reader may be offered, sorted by term for ``shards.cut``: ``[term, text, articles],`` as JSON.

    Terms of *least* articles or more as they are *written*, and *names* under the term of each of their words.
    """
    rows: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for term, count in articles_by_term.items():
        if count >= least and term in written:
            rows[term].append((term, written[term], count))
    for name, count in names.items():
        for term in dict.fromkeys(terms(name) if " " in name else []):
            rows[term].append((term, name, count))
    return [(term, _coded(rows[term]), b"") for term in sorted(rows, key=lambda term: term.encode("utf-16-be"))]


def _coded(rows: list[tuple[str, str, int]]) -> bytes:
    frequent_first = sorted(rows, key=lambda row: (-row[2], row[1]))
    return "".join(f"{json.dumps(row, ensure_ascii=False)}," for row in frequent_first).encode()


def front_coded(sorted_terms: Iterable[str]) -> str:
    """Return *sorted_terms* as lines: how many characters to keep of the term before (one from U+0030 on), the rest."""
    return "".join(_front_coded(sorted_terms))


def _front_coded(sorted_terms: Iterable[str]) -> Iterator[str]:
    before = ""
    for term in sorted_terms:
        pairs = enumerate(zip(before, term, strict=False))
        kept = next((size for size, (a, b) in pairs if a != b), min(len(before), len(term)))
        yield f"{chr(0x30 + kept)}{term[kept:]}\n"
        before = term
