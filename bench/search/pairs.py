# SPDX-License-Identifier: AGPL-3.0-or-later
"""Share of words with the same top ten in two spellings: clitics, vowel marks, hamza.

python -m bench pairs [--articles 5000] [--misses]

The words are those of five articles or more. The second spelling is, for a third of the
pairs, the word with a clitic, if five articles contain that too; for a third, the word
with vowel marks and tatweel inserted; for a third, the word with another letter that
writers use in its place (hamza forms, alef, yeh, teh marbuta). What only looks like a
clitic makes another word (والد, الد): such pairs count as misses.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from arabic.spelling import MARKS
from bench.search.articles import read_articles
from bench.search.rankers import rank_articles
from plugins.contract import ArchiveArticle

WORD = re.compile(r"[^\W\d_]{3,}")
PROCLITICS = (
    *("ال", "و", "ف", "ب", "ل", "ك"),
    *("وال", "فال", "بال", "كال", "لل", "وب", "ول", "وبال", "ولل"),
)
ENCLITICS = ("ه", "ها", "هم", "هما", "نا", "كم", "ي")
# Fatha, damma, kasra, sukun, shadda with fatha, tatweel
INSERTED_MARKS = ("\u064e", "\u064f", "\u0650", "\u0652", "\u0651\u064e", "\u0640")
SPELLINGS = (
    *(("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ى", "ي"), ("ي", "ى")),
    *(("ة", "ه"), ("ئ", "ؤ"), ("ؤ", "ئ")),
)
FINAL_LETTERS = "يى"  # interchanged only at the end of a word
MIN_ARTICLES = 5  # that contain a word
PAIRS_OF_KIND = 100
SEED = 11


class Pair(NamedTuple):
    """Two spellings of a word."""

    kind: str
    word: str
    variant: str


def frequent_words(articles: Sequence[ArchiveArticle]) -> list[str]:
    """Return the words, without marks, that enough articles contain."""
    counts: Counter[str] = Counter()
    for article in articles:
        text = MARKS.sub("", f"{article.title} {article.plain_text}")
        counts.update(set(WORD.findall(text)))
    return sorted(word for word, count in counts.items() if count >= MIN_ARTICLES)


def clitic_variants(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each word with each of its forms with a clitic that is a word too."""
    known_words = set(words)
    for word in words:
        stem = f"{word[:-1]}ت" if word.endswith("ة") else word  # before an enclitic
        forms = [f"{clitic}{word}" for clitic in PROCLITICS]
        forms += [f"{stem}{clitic}" for clitic in ENCLITICS]
        for form in forms:
            if form in known_words:
                yield word, form


def insert_marks(word: str, generator: random.Random) -> str:
    """Return *word* with a mark on its first letter and on about half of the others."""
    marked = ""
    for position, letter in enumerate(word):
        marked += letter
        if position == 0 or generator.random() < 0.5:
            marked += generator.choice(INSERTED_MARKS)
    return marked


def letter_variants(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each word with each spelling in which one letter is another."""
    for word in words:
        for letter, other in SPELLINGS:
            position = word.rfind(letter)
            is_final = position == len(word) - 1
            if position >= 0 and (is_final or letter not in FINAL_LETTERS):
                yield word, f"{word[:position]}{other}{word[position + 1 :]}"


def draw_pairs(words: Sequence[str], count: int) -> list[Pair]:
    """Return *count* pairs of each kind, drawn at random with a fixed seed."""
    generator = random.Random(SEED)
    clitics = generator.sample(list(clitic_variants(words)), count)
    marked_words = generator.sample(words, count)
    marks = [(word, insert_marks(word, generator)) for word in marked_words]
    letters = generator.sample(list(letter_variants(words)), count)
    drawn = {"clitics": clitics, "marks": marks, "letters": letters}
    return [Pair(kind, *pair) for kind, pairs in drawn.items() for pair in pairs]


def split_misses(
    articles: Sequence[ArchiveArticle], pairs: Sequence[Pair]
) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs with the same top ten in the same order, and the other pairs."""
    queries = [query for pair in pairs for query in (pair.word, pair.variant)]
    rankings = rank_articles(articles, queries, any_word=True)
    hits, misses = [], []
    for pair, first, second in zip(pairs, rankings[::2], rankings[1::2], strict=True):
        if first == second:
            hits.append(pair)
        else:
            misses.append(pair)
    return hits, misses


def main() -> None:
    """Print the share of pairs with the same top ten, by kind."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument(
        "--misses", action="store_true", help="list the pairs that differ"
    )
    options = parser.parse_args()
    articles = read_articles(options.articles)
    pairs = draw_pairs(frequent_words(articles), PAIRS_OF_KIND)
    hits, misses = split_misses(articles, pairs)
    for kind in dict.fromkeys(pair.kind for pair in pairs):
        count = sum(pair.kind == kind for pair in hits)
        print(f"{kind:8} {count} of {PAIRS_OF_KIND}")
    print(f"{'all':8} {len(hits) / len(pairs):.1%}")
    if options.misses:
        print(" ".join(f"{miss.word}/{miss.variant}" for miss in misses))
