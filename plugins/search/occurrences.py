# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the terms of one field stand in consecutive articles: gathered article by article, told term by term.

Most of the time of a build goes here; so each step is one call for many words.
"""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import chain, repeat
from operator import sub

from arabic.spelling import MARKS
from plugins.search.postings import Postings
from plugins.search.varint import VARINTS

LETTERS = re.compile(r"[^\W\d_]{2,}")
Analyse = Callable[[Sequence[str]], list[list[str]]]


class Occurrences:
    """Gathers where each term stands. Places count through all articles: those of a term are one rising array."""

    def __init__(self, analyse: Analyse) -> None:
        self.analyse = analyse
        self.lengths = array("I")
        self.where: dict[str, array[int]] = {}
        self.known: dict[str, tuple[array[int], ...]] = {}  # what stands between white space → the lists of its terms
        self.chunks: Counter[str] = Counter()
        self.end = 0

    def add(self, text: str) -> None:
        """Add the next article's text."""
        chunks = text.split()
        self.learn(list(set(chunks).difference(self.known)))
        self.chunks.update(chunks)
        before = place = self.end
        for where in chain.from_iterable(map(self.known.__getitem__, chunks)):
            where.append(place)
            place += 1
        self.end = place
        self.lengths.append(place - before)

    def learn(self, chunks: Sequence[str]) -> None:
        """Take in what was not met before."""
        where = self.where
        for chunk, terms in zip(chunks, self.analyse(chunks), strict=True):
            for term in terms:
                if term not in where:
                    where[term] = array("I")
            self.known[chunk] = tuple([where[term] for term in terms])

    def teller(self, first: int) -> Callable[[str], Postings | None]:
        """Return a function from a term to its postings; *first* is the number of the first article.

        Of a place within the article and the distance to the term's place before, the smaller one is the gap within
        the article: the place before stands either in it, or in an article before.
        """
        numbers = range(first, first + len(self.lengths))
        article = array("I", chain.from_iterable(map(repeat, numbers, self.lengths))).__getitem__
        within = array("I", chain.from_iterable(map(range, self.lengths))).__getitem__

        def postings(term: str) -> Postings | None:
            where = self.where.get(term)
            if where is None:
                return None
            frequencies = Counter(map(article, where))
            gaps = map(min, map(within, where), chain((self.end,), map(sub, where[1:], where)))
            places = b"".join(map(VARINTS.__getitem__, gaps))
            return Postings(array("I", frequencies), array("I", frequencies.values()), places)

        return postings

    def spellings(self) -> dict[str, Counter[str]]:
        """Return for each term how often which word without marks gave it, where that word stood alone."""
        written: dict[str, Counter[str]] = defaultdict(Counter)
        term_of = {id(where): term for term, where in self.where.items()}
        bare = MARKS.sub("", "\n".join(self.chunks)).split("\n")
        for (chunk, count), plain in zip(self.chunks.items(), bare if self.chunks else [], strict=True):
            words, lists = LETTERS.findall(plain), self.known[chunk]
            if len(words) == len(lists) == 1:
                written[term_of[id(lists[0])]][words[0]] += count
        return written
