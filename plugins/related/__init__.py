# SPDX-License-Identifier: AGPL-3.0-or-later
"""Relates articles that share rare names and rare words of their titles.

Two articles are related if they share at least two features, of which the rarer weigh
more: the score is the sum of the inverse document frequencies (Spärck Jones 1972). A
feature of many articles relates nothing, so the work grows with the archive and not
with its square: an article meets at most ``MOST_ARTICLES`` others for each feature.

Example: of 1,000 articles three mention نادر القصبي and five have «معصرة» in the title.
Two articles with both score log(1000/3) + log(1000/5) = 11.1.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from pelican import signals
from pelican.generators import ArticlesGenerator

from arabic import terms
from arabic.spelling import RULES, fold
from plugins.contract import ArchiveArticle, RelatedArticle
from plugins.related.stored_rows import FILE, Row, read_rows, rows_key, write_rows

MOST_ARTICLES = 40  # with a feature that relates articles
MOST_SHARE = 0.2  # of a small archive
FEWEST_SHARED = 2  # features of two related articles
RELATED = 3  # articles that a page shows
REASONS = 3  # shared features that it names
SHORTEST_WORD = 3  # letters of a word of a title that counts

PUNCTUATION = "«»\"'()[]،؛:.!؟…-–"
STOP_WORDS = frozenset(map(fold, RULES["stop"]))

# A feature → its text in an article. The names come first.
Features = dict[str, str]


def features_of(article: ArchiveArticle, stems: Mapping[str, str]) -> Features:
    """Return the names in *article* and the words of its title, each as printed.

    *stems* are those of the content words of all titles.
    """
    features = {f"e {entity.id}": entity.label for entity in article.entities}
    for word in words_of_title(article):
        stem = stems.get(word)
        if stem:
            features.setdefault(f"t {stem}", word)
    return features


def words_of_title(article: ArchiveArticle) -> Iterator[str]:
    """Yield the words of the title as printed, without punctuation."""
    for word in article.title.split():
        yield word.strip(PUNCTUATION)


def stems_of_content_words(words: Iterable[str]) -> dict[str, str]:
    """Return the stem of each word that carries content.

    All words are analysed at once: one by one it takes several times as long.
    """
    content_words = [
        word
        for word in dict.fromkeys(words)
        if len(word) >= SHORTEST_WORD and fold(word) not in STOP_WORDS
    ]
    analysed = terms.analysed_lines(content_words)
    return {
        word: of_word[0].term
        for word, of_word in zip(content_words, analysed, strict=True)
        if len(of_word) == 1
    }


def group_by_feature(features: Sequence[Features]) -> Mapping[str, list[int]]:
    """Return the numbers of the articles with each feature that relates articles."""
    most = min(MOST_ARTICLES, max(2, MOST_SHARE * len(features)))
    by_feature: defaultdict[str, list[int]] = defaultdict(list)
    for number, of_article in enumerate(features):
        for feature in of_article:
            by_feature[feature].append(number)
    return {
        feature: numbers
        for feature, numbers in by_feature.items()
        if 1 < len(numbers) <= most
    }


def related_numbers(
    number: int, features: Features, by_feature: Mapping[str, list[int]], total: int
) -> list[tuple[int, list[str]]]:
    """Return the articles most related to *number*, each with the shared features."""
    groups = {
        feature: by_feature[feature] for feature in features if feature in by_feature
    }
    # Few of the articles that share a feature share a second one: scores of the others
    # are not needed.
    times = Counter(chain.from_iterable(groups.values()))
    del times[number]
    scores = {other: 0.0 for other, n in times.items() if n >= FEWEST_SHARED}
    shared: dict[int, list[str]] = {other: [] for other in scores}
    for feature, others in groups.items():
        weight = math.log(total / len(others))
        for other in scores.keys() & others:
            scores[other] += weight
            shared[other].append(feature)
    candidates = sorted(scores, key=lambda other: (-scores[other], other))
    return [(other, shared[other]) for other in candidates]


def relate_articles(
    articles: Iterable[ArchiveArticle], stored: Path | None = None
) -> None:
    """Set ``related`` of each article, the most related first.

    The rows are taken from the file *stored* if titles and names are those of the last
    build. Articles are numbered by their ids, so that equal scores are in the same
    order in every build.
    """
    ordered = sorted(articles, key=lambda article: article.slug)
    key = rows_key(ordered) if stored else ""
    rows = read_rows(stored, key) if stored else None
    if rows is None:
        rows = compute_rows(ordered)
        if stored:
            write_rows(stored, key, rows)
    for article, row in zip(ordered, rows, strict=True):
        article.related = [
            RelatedArticle(ordered[other], shared) for other, shared in row
        ]


def compute_rows(ordered: Sequence[ArchiveArticle]) -> list[Row]:
    """Return for each article the numbers of the related ones, with the reasons.

    Copies in other newspapers are left out: the page lists them already.
    """
    stems = stems_of_content_words(
        word for article in ordered for word in words_of_title(article)
    )
    features = [features_of(article, stems) for article in ordered]
    by_feature = group_by_feature(features)
    rows: list[Row] = []
    for number, article in enumerate(ordered):
        copies = {article.slug, *(copy.slug for copy in article.elsewhere)}
        related = related_numbers(number, features[number], by_feature, len(ordered))
        rows.append(
            [
                (other, reasons(features[number], shared))
                for other, shared in without_copies(related, ordered, copies)
            ]
        )
    return rows


def without_copies(
    related: Iterable[tuple[int, list[str]]],
    articles: Sequence[ArchiveArticle],
    copies: set[str],
) -> list[tuple[int, list[str]]]:
    """Return the first of *related* that are no copies, nor copies of one another."""
    kept: list[tuple[int, list[str]]] = []
    for number, shared in related:
        article = articles[number]
        if article.slug in copies:
            continue
        kept.append((number, shared))
        if len(kept) == RELATED:
            break
        copies |= {copy.slug for copy in article.elsewhere}
    return kept


def reasons(features: Features, shared: Iterable[str]) -> list[str]:
    """Return the texts of the first *shared* features, each once."""
    return list(dict.fromkeys(features[feature] for feature in shared))[:REASONS]


def relate(generator: ArticlesGenerator) -> None:
    """Relate all articles of the archive."""
    cache = generator.settings["RELATED_CACHE"]
    relate_articles(generator.articles, Path(cache, FILE) if cache else None)


def register() -> None:
    """Connect after entities and the copies of an article are known."""
    signals.article_generator_pretaxonomy.connect(relate)
