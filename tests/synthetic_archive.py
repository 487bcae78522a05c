# SPDX-License-Identifier: AGPL-3.0-or-later
"""A synthetic archive of random words, for tests that need many articles.

The same seed gives the same articles and queries.
"""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from article_builder import BuiltEntity, BuiltName, build_article

from plugins.contract import ArchiveArticle
from plugins.search import write_index
from plugins.search.fields import field_texts
from plugins.search.write import directories

directories.MOST_IN_ROOT = 16  # so that a small archive has directories
SETTINGS = {
    "SEARCH_SHARD_BYTES": 120,
    "SEARCH_RECORDS_PER_FILE": 8,
    "SEARCH_PARTITION_ARTICLES": 120,
    "SEARCH_SNIPPET_WORDS": 35,
    "SEARCH_PASSAGES": True,
    "SEARCH_FACET_VALUES": 500,
    "SEARCH_SUGGESTION_ARTICLES": 3,
    "SEARCH_TITLE_BOOST": 3,
    "SEARCH_CACHE": "",
}
ROOTS = [
    "كتب",
    "درس",
    "علم",
    "فتح",
    "سد",
    "نهر",
    "مطر",
    "زيت",
    "قمح",
    "مدرسة",
    "مكتبة",
    "بلدية",
    "طريق",
    "جسر",
    "سوق",
    "حصاد",
    "مهرجان",
    "شاعر",
    "طبيب",
    "ملعب",
    "بئر",
    "حديقة",
]
PREFIXES = ("", "", "", "ال", "وال", "بال", "لل", "و", "وبال")
INFIXES = ("", "", "ي", "ا", "م")
SUFFIXES = ("", "", "", "ات", "ين", "ها", "ي", "ون")
OTHER_WORDS = [
    "في",
    "من",
    "على",
    "2015",
    "١٩٩٨",
    "Reuters",
    "B2B",
    "سدّ",
    "«عين»",
    "𐤀𐤁",
    "مُدُن",
]
SOURCES, SECTIONS = ("الوادي", "المنبر", "الصدى"), ("محليات", "رياضة")
AUTHORS, PLACES = ("سلمى", "نجيب"), ("عجلون", "الأردن")
FIRST_DAY = datetime(1995, 1, 1, 9, tzinfo=UTC)
UNKNOWN_WORD = "قسطنطينيوبوليس"
TITLE_WORDS, BODY_WORDS = 9, 120  # fewer than so many


def random_word(rng: random.Random) -> str:
    """Return a word: frequent ones far more often than rare ones."""
    if rng.random() < 0.25:
        return rng.choice(OTHER_WORDS)
    if rng.random() < 0.1:
        return str(rng.randrange(3000))
    root = ROOTS[min(int(rng.expovariate(0.2)), len(ROOTS) - 1)]
    prefix, infix = rng.choice(PREFIXES), rng.choice(INFIXES)
    return prefix + root + infix + rng.choice(SUFFIXES)


def random_text(rng: random.Random, below: int) -> str:
    """Return fewer than *below* words."""
    return " ".join(random_word(rng) for _ in range(rng.randrange(below)))


def random_articles(count: int, seed: int = 7) -> list[ArchiveArticle]:
    """Return *count* articles, newest first."""
    rng = random.Random(seed)
    return [random_article(number, rng) for number in range(count)][::-1]


def random_article(number: int, rng: random.Random) -> ArchiveArticle:
    """Return the article of that number; some bodies and some titles are empty.

    The oldest article is undated; every third has no author.
    """
    day = None if number == 0 else (FIRST_DAY + timedelta(days=number)).date()
    section, author = rng.choice(SECTIONS), rng.choice(AUTHORS)
    title, source = random_text(rng, TITLE_WORDS), rng.choice(SOURCES)
    body = random_text(rng, BODY_WORDS) if rng.random() < 0.95 else ""
    return build_article(
        title=title,
        url=f"a/{number}.html",
        day=day,
        locale_date=f"اليوم {number}" if day else "",
        source=source,
        category=BuiltName(section),
        metadata={"authors": [author]} if number % 3 else {},
        authors=[BuiltName(author)],
        entities=[
            BuiltEntity(id=f"id{place}", label=label)
            for place, label in enumerate(PLACES[: number % 3])
        ],
        plain_text=body,
    )


def write_for_judge(folder: Path, articles: Sequence[ArchiveArticle]) -> None:
    """Write the index of *articles* (newest first), and their texts for judge.js."""
    oldest_first = articles[::-1]
    write_index(folder, oldest_first, SETTINGS)
    rows = [field_texts(article) for article in oldest_first]
    (folder / "articles.json").write_text(json.dumps(rows), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class RandomQueries:
    """Parts of queries: words that occur in *articles*, and some that do not."""

    rng: random.Random
    articles: Sequence[ArchiveArticle]
    words: Sequence[str]

    def word(self) -> str:
        """Return a word, nearly always one that occurs."""
        return self.rng.choice(self.words) if self.rng.random() < 0.95 else UNKNOWN_WORD

    def prefix(self) -> str:
        """Return a pattern of words that begin with some letters of a root."""
        prefix, root = self.rng.choice(PREFIXES), self.root()
        return f"{prefix}{root[: self.rng.randrange(2, 5)]}*"

    def root(self) -> str:
        """Return a frequent word without affixes."""
        return self.rng.choice(ROOTS)

    def infix(self) -> str:
        """Return a pattern with the first and the last letter of a root."""
        first, last = self.root(), self.root()
        return f"{first[:1]}*{last[-1:]}"

    def phrase(self) -> str:
        """Return two or three consecutive words of an article."""
        words = self.rng.choice(self.articles).plain_text.split() or ["كتب"]
        start = self.rng.randrange(len(words))
        return " ".join(words[start : start + self.rng.randrange(2, 4)])

    def kinds(self) -> Sequence[Callable[[], str]]:
        """Return a function for each kind of query."""
        word, prefix, root = self.word, self.prefix, self.root
        phrase, infix = self.phrase, self.infix
        return (
            word,
            lambda: f"{word()} {word()}",
            lambda: f"{word()} {word()} {word()}",
            lambda: f"{word()} {word()} {word()} في من",
            lambda: f"+{word()} +{word()}",
            lambda: f"+{word()} {word()} -{word()}",
            lambda: f"{word()} -{word()}",
            lambda: f"-{word()}",
            lambda: f"-{word()} -{word()}",
            lambda: f"{prefix()} {word()}",
            lambda: f"+{prefix()} -{word()}",
            lambda: f"{word()}^4 {word()}",
            lambda: f"title:{word()} {word()}^2",
            lambda: f"+title:{word()} -body:{word()}",
            lambda: f"«{word()}، {word()}/{word()}»",
            lambda: f"{word()}، {word()}",
            lambda: f"10:30 {word()}",
            lambda: f'"{phrase()}"',
            lambda: f'{word()} -"{phrase()}"',
            lambda: f'title:"{phrase()}" {word()}',
            lambda: f"{root()}~1 {word()}",
            lambda: f"+{root()}~1 -{word()}",
            infix,
        )


def random_queries(
    articles: Sequence[ArchiveArticle], each: int, seed: int = 11
) -> Iterator[str]:
    """Yield *each* queries of every kind."""
    words = [
        word
        for article in articles
        for word in f"{article.title} {article.plain_text}".split()
    ]
    parts = RandomQueries(random.Random(seed), articles, words or ["كتب"])
    for kind in parts.kinds():
        for _ in range(each):
            yield kind()
