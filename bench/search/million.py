# SPDX-License-Identifier: AGPL-3.0-or-later
"""Search over a synthetic archive as large as asked for: build time, memory, files, and the bytes of a query.

python -m bench million [--articles 1000000]

Words follow Zipf's law, and the vocabulary grows by Heaps' law, with the figures of 31,030 real articles (8.8 million
words of 118,498 terms; 57,432 terms in the first 5,000 articles). The articles show openings, not passages.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import accumulate, chain
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pelican.settings import read_settings

from bench.search.query_cost import asked
from bench.search.search import report_files
from bench.tools.meter import metered
from plugins.search import write_index
from upkeep import ROOT

LETTERS = "بتثجحخدذرزسشصضطظعغفق"  # none that the analyser folds or takes off
LETTERS_A_WORD = 5
TERMS, ARTICLES, GROWTH = 118_498, 31_030, 0.397
HEAD = 12_000  # words that follow Zipf's law; rarer ones fall off faster, as Heaps' law wants it
TELLING = 150  # rank from which a word is one that readers look for
BLOCK = 10_000  # articles that share a vocabulary
POOL = 800_000  # words drawn for a block, of which its articles take runs
BODY, TITLE = (40, 130, 190, 260, 800), 9  # words
TITLES = 40  # looked at for three words
FIRST_DAY = date(1990, 1, 1)


@cache
def word(rank: int) -> str:
    """Return the word of a rank; neighbours in rank are none in spelling."""
    number, letters = rank * 1_234_567 % len(LETTERS) ** LETTERS_A_WORD, ""
    for _ in range(LETTERS_A_WORD):
        number, digit = divmod(number, len(LETTERS))
        letters += LETTERS[digit]
    return letters


@lru_cache(maxsize=2)
def pool(block: int) -> list[str]:
    """Return words in the order in which they stand in the articles of a block."""
    terms = int(TERMS * ((block + 1) * BLOCK / ARTICLES) ** GROWTH)
    weights = (
        1 / (rank + 2.7) if rank < HEAD else HEAD**1.5 / rank**2.5
        for rank in range(terms)
    )
    ranks = random.Random(block).choices(
        range(terms), cum_weights=list(accumulate(weights)), k=POOL
    )
    return [word(rank) for rank in ranks]


class Article(SimpleNamespace):
    """An article whose text is made when it is asked for."""

    number: int

    def run(self, purpose: str, size: int) -> str:
        """Return so many words in a row of the block's pool."""
        start = random.Random(f"{self.number} {purpose}").randrange(POOL - size)
        return " ".join(pool(self.number // BLOCK)[start : start + size])

    @property
    def title(self) -> str:
        """Return the title."""
        return self.run("title", TITLE)

    @property
    def plain_text(self) -> str:
        """Return the body."""
        return self.run("body", BODY[self.number % len(BODY)])


class Archive(Sequence[Any]):
    """Articles by number, oldest first, none of them held in memory."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __len__(self) -> int:
        """Return the number of articles."""
        return self.count

    def __getitem__(self, number: Any) -> Any:
        """Return an article."""
        if number >= self.count:
            raise IndexError(number)
        day = FIRST_DAY + timedelta(days=number * 13_000 // self.count)
        return Article(
            number=number,
            url=f"a/{number:07d}.html",
            day=day,
            locale_date=day.isoformat(),
            source=f"صحيفة {number % 14}",
            category=SimpleNamespace(name="بلا قسم"),
            metadata={},
            authors=[],
            entities=[],
        )


def queries(archive: Archive, count: int) -> Iterator[str]:
    """Yield three words, each of another title, none among the most frequent."""
    chance = random.Random(9)
    frequent = {word(rank) for rank in range(TELLING)}
    drawn = [
        [chance.randrange(len(archive)) for _ in range(TITLES)] for _ in range(count)
    ]
    # Block by block, for the words of a block take a second to draw.
    titles = {
        number: archive[number].title.split()
        for number in sorted(chain.from_iterable(drawn))
    }
    for numbers in drawn:
        telling = [
            chosen
            for number in numbers
            if (chosen := chance.choice(titles[number])) not in frequent
        ]
        yield " ".join(telling[:3])


def main() -> None:
    """Build, count, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=60)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    settings = read_settings(str(ROOT / "pelicanconf.py")) | {
        "SEARCH_PASSAGES": False,
        "SEARCH_CACHE": "",
    }
    archive = Archive(options.articles)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with metered(f"{len(archive):,} articles"):
            write_index(folder, archive, settings)
        report_files(folder)
        asked(folder, list(queries(archive, options.queries)))
