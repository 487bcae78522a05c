# SPDX-License-Identifier: AGPL-3.0-or-later
"""The index of a large synthetic archive: build time, memory, files, bytes of a query.

python -m bench million [--articles 1000000]

Words follow Zipf's law, and the vocabulary grows by Heaps' law, with the figures of
31,030 real articles (8.8 million words of 118,498 terms; 57,432 terms in the first
5,000 articles). The articles show openings, not passages.
"""

import argparse
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from bench.search.index_files import print_index_files
from bench.search.query_cost import print_query_cost
from bench.search.site import read_search_settings
from bench.tools.meter import print_cost
from plugins.search import write_index
from tests.article_builder import BuiltName

LETTERS = "بتثجحخدذرزسشصضطظعغفق"  # none that the analyser folds or strips
WORD_LENGTH = 5  # letters
TERMS, ARTICLES, HEAPS_EXPONENT = 118_498, 31_030, 0.397
ZIPF_RANKS = 12_000  # words that follow Zipf's law; Heaps' law makes rarer ones rarer
FREQUENT_RANKS = 150  # words too frequent for a reader to search for
BLOCK = 10_000  # articles that share a vocabulary
POOL = 800_000  # words drawn for a block; its articles are excerpts of them
BODY_LENGTHS, TITLE_LENGTH = (40, 130, 190, 260, 800), 9  # words
TITLES = 40  # searched for three words that are not frequent
FIRST_DAY, DAYS = date(1990, 1, 1), 13_000
SEED = 9


@cache
def word_of_rank(rank: int) -> str:
    """Return the word of a rank; words of adjacent ranks are spelled differently."""
    number = rank * 1_234_567 % len(LETTERS) ** WORD_LENGTH
    letters = ""
    for _ in range(WORD_LENGTH):
        number, digit = divmod(number, len(LETTERS))
        letters += LETTERS[digit]
    return letters


def weight_of_rank(rank: int) -> float:
    """Return the relative frequency of the word of a rank, starting at 0."""
    if rank < ZIPF_RANKS:
        return 1 / (rank + 2.7)
    return float(ZIPF_RANKS**1.5 / rank**2.5)


@lru_cache(maxsize=2)
def word_pool(block: int) -> list[str]:
    """Return the words of a block in the order in which its articles contain them."""
    articles = (block + 1) * BLOCK
    ranks = range(int(TERMS * (articles / ARTICLES) ** HEAPS_EXPONENT))
    weights = list(accumulate(map(weight_of_rank, ranks)))
    drawn = random.Random(block).choices(ranks, cum_weights=weights, k=POOL)
    return [word_of_rank(rank) for rank in drawn]


@dataclass(frozen=True, slots=True)
class SyntheticArticle:
    """An article whose text is generated each time it is read, to save memory."""

    number: int
    day: date
    category = BuiltName("بلا قسم")
    metadata: dict[str, str]
    authors = ()
    entities = ()

    @property
    def url(self) -> str:
        """Return the URL."""
        return f"a/{self.number:07d}.html"

    @property
    def locale_date(self) -> str:
        """Return the date as shown."""
        return self.day.isoformat()

    @property
    def source(self) -> str:
        """Return the newspaper."""
        return f"صحيفة {self.number % 14}"

    @property
    def title(self) -> str:
        """Return the title."""
        return self.excerpt("title", TITLE_LENGTH)

    @property
    def plain_text(self) -> str:
        """Return the body."""
        return self.excerpt("body", BODY_LENGTHS[self.number % len(BODY_LENGTHS)])

    def excerpt(self, purpose: str, length: int) -> str:
        """Return *length* consecutive words of the block's pool."""
        generator = random.Random(f"{self.number} {purpose}")
        start = generator.randrange(POOL - length)
        return " ".join(word_pool(self.number // BLOCK)[start : start + length])


class Archive(Sequence[Any]):
    """Articles by number, the oldest first; none is kept in memory."""

    def __init__(self, size: int) -> None:
        self.size = size

    def __len__(self) -> int:
        """Return the number of articles."""
        return self.size

    def __getitem__(self, number: Any) -> Any:
        """Return an article."""
        if number >= self.size:
            raise IndexError(number)
        day = FIRST_DAY + timedelta(days=number * DAYS // self.size)
        return SyntheticArticle(number, day, {})


def draw_queries(archive: Archive, count: int) -> Iterator[str]:
    """Yield queries of three words that are not frequent, each of another title."""
    generator = random.Random(SEED)
    frequent = {word_of_rank(rank) for rank in range(FREQUENT_RANKS)}
    all_numbers = [generator.randrange(len(archive)) for _ in range(TITLES * count)]
    titles = read_titles(archive, set(all_numbers))
    for first in range(0, len(all_numbers), TITLES):
        numbers = all_numbers[first : first + TITLES]
        words = [generator.choice(titles[number]) for number in numbers]
        rare_words = [word for word in words if word not in frequent]
        yield " ".join(rare_words[:3])


def read_titles(archive: Archive, numbers: set[int]) -> dict[int, list[str]]:
    """Return the words of the titles of some articles.

    They are read block by block: drawing the words of a block takes a second.
    """
    return {number: archive[number].title.split() for number in sorted(numbers)}


def main() -> None:
    """Build the index and print all figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=60)
    options = parser.parse_args()
    archive = Archive(options.articles)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with print_cost(f"{len(archive):,} articles"):
            write_index(folder, archive, read_search_settings(SEARCH_PASSAGES=False))
        print_index_files(folder)
        print_query_cost(folder, list(draw_queries(archive, options.queries)))
