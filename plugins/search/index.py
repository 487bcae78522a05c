# SPDX-License-Identifier: AGPL-3.0-or-later
"""The index of an archive, oldest article first: the lengths of its articles, and its terms one after another."""

import heapq
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from plugins.search import runs
from plugins.search.occurrences import Analyse
from plugins.search.partition import Partition
from plugins.search.postings import Term, joined

Texts = Callable[[Any], Sequence[str]]


class Index:
    """Holds frequencies, never weights: those change with each article that is added, and the reader's browser
    works them out from the numbers in the root file.
    """

    def __init__(
        self, fields: Sequence[str], analyse: Analyse, articles: Sequence[Any], texts: Texts, size: int
    ) -> None:
        """Index *articles*, of which *texts* gives a text for each field, in partitions of *size*."""
        self.fields = tuple(fields)
        self.count = len(articles)

        def partition(first: int) -> Partition:
            part = map(articles.__getitem__, range(first, min(first + size, len(articles))))
            return Partition(first, len(fields), analyse, map(texts, part))

        if self.count <= size:
            only = partition(0)
            self.lengths, self.sources = only.lengths(), [only.terms()]
        else:
            files = runs.gathered(partial(partition, first) for first in range(0, len(articles), size))
            self.lengths = [sum(parts, array("I")) for parts in zip(*map(runs.read_lengths, files), strict=True)]
            self.sources = list(map(runs.read_terms, files))

    def terms(self) -> Iterator[Term]:
        """Yield all terms, once, in the order in which JavaScript compares strings."""
        for _, group in groupby(heapq.merge(*self.sources, key=Term.key), key=lambda term: term.text):
            parts = list(group)
            yield joined(parts) if len(parts) > 1 else parts[0]
