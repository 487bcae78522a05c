# SPDX-License-Identifier: AGPL-3.0-or-later
"""The index of an archive while its articles pass, oldest first: postings by term, lengths by field."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from plugins.search.postings import Postings, places, record


class Index:
    """Holds frequencies, never weights: those change with each article that is added, and the reader's browser
    works them out from the numbers in the root file.
    """

    def __init__(self, fields: Sequence[str], analyse: Callable[[str], list[str]]) -> None:
        self.fields = tuple(fields)
        self.analyse = analyse
        self.lengths: list[list[int]] = [[] for _ in self.fields]
        self.postings: list[dict[str, Postings]] = [{} for _ in self.fields]

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self.lengths[0])

    def add(self, *texts: str) -> None:
        """Add an article: a text for each field."""
        number = len(self)
        for lengths, postings, text in zip(self.lengths, self.postings, texts, strict=True):
            found = self.analyse(text)
            lengths.append(len(found))
            held: dict[str, list[int]] = defaultdict(list)
            for place, term in enumerate(found):
                held[term].append(place)
            for term, at in held.items():
                if term not in postings:
                    postings[term] = Postings()
                postings[term].add(number, at)

    def sorted_terms(self) -> list[str]:
        """Return all terms in the order in which JavaScript compares strings: by UTF-16 units."""
        return sorted(set().union(*self.postings), key=lambda term: term.encode("utf-16-be"))

    def articles_by_term(self) -> dict[str, int]:
        """Return in how many articles each term is, counting the field where it is in most."""
        counts: Counter[str] = Counter()
        for postings in self.postings:
            counts |= Counter({term: held.count for term, held in postings.items()})
        return dict(counts)

    def records(self) -> Iterator[tuple[str, bytes, bytes]]:
        """Yield each term in that order, with its record and its places."""
        for term in self.sorted_terms():
            held = [postings.get(term) for postings in self.postings]
            yield term, record(term, held), places(held)
