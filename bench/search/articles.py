# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real articles to build an index of, and queries of three words of their titles."""

import random
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice

from arabic.terms import words
from bench.tools.datasets import DATA, SAUDINEWSNET, Record, read_records
from plugins.contract import ArchiveArticle
from tests.article_builder import BuiltName, build_article

SEED = 9
SHORTEST_WORD = 3  # letters


def read_articles(count: int) -> list[ArchiveArticle]:
    """Return the first *count* articles of SaudiNewsNet, newest first."""
    return articles_of(islice(read_records(DATA / SAUDINEWSNET), count))


def articles_of(records: Iterable[Record]) -> list[ArchiveArticle]:
    """Return dataset records as articles, newest first.

    Their URLs are numbered from the oldest, number 0, as the index numbers them.
    """
    oldest_first = sorted(records, key=lambda record: record["date"])
    articles = [article_of(number, each) for number, each in enumerate(oldest_first)]
    return articles[::-1]


def article_of(number: int, record: Record) -> ArchiveArticle:
    """Return a record as the plugins before search leave an article.

    Entities are left out: recognising them takes longer than indexing.
    """
    author = record["author"]
    return build_article(
        title=record["title"] or "",
        url=f"a/{number:07d}.html",
        day=date.fromisoformat(record["date"][:10]),
        locale_date=record["date"][:10],
        source=record["source"],
        metadata={"authors": author} if author else {},
        authors=[BuiltName(author)],
        plain_text=record["content"],
    )


def draw_three_word_queries(
    articles: Sequence[ArchiveArticle], count: int
) -> list[str]:
    """Return *count* queries of three words, each word of another title."""
    generator = random.Random(SEED)
    titles = [long_words(article.title) for article in articles]
    titles = [title for title in titles if title]
    queries = []
    for _ in range(count):
        chosen = generator.sample(titles, 3)
        queries.append(" ".join(generator.choice(title) for title in chosen))
    return queries


def long_words(text: str, shortest: int = SHORTEST_WORD) -> list[str]:
    """Return the words of *text* with at least *shortest* letters."""
    return [word for word in words(text) if len(word) >= shortest]
