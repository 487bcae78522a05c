# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of an archive: all terms for patterns, and for suggestions the frequent ones as they are written."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

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
