# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consecutive articles, gathered in memory and told term by term."""

from array import array
from collections.abc import Iterable, Iterator, Sequence

from plugins.search.occurrences import Analyse, Occurrences
from plugins.search.postings import Term, in_javascript


class Partition:
    """The articles from number *first* on: the texts of each, a text for each field."""

    def __init__(self, first: int, fields: int, analyse: Analyse, articles: Iterable[Sequence[str]]) -> None:
        self.first = first
        self.fields = [Occurrences(analyse) for _ in range(fields)]
        for texts in articles:
            for field, text in zip(self.fields, texts, strict=True):
                field.add(text)

    def lengths(self) -> list["array[int]"]:
        """Return field by field how many terms each article holds."""
        return [field.lengths for field in self.fields]

    def terms(self) -> Iterator[Term]:
        """Yield the terms, sorted."""
        tellers = [field.teller(self.first) for field in self.fields]
        spellings = [field.spellings() for field in self.fields]
        texts = set().union(*(field.where for field in self.fields))
        for text in sorted(texts, key=in_javascript):
            written = sum((held[text] for held in spellings[1:] if text in held), spellings[0][text])
            yield Term(text, [tell(text) for tell in tellers], written)
