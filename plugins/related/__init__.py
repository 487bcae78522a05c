# SPDX-License-Identifier: AGPL-3.0-or-later
"""Relates articles that share rare names and rare words of their titles.

Two articles are related if they share at least two features, of which the rarer weigh
more: the score is the sum of the inverse document frequencies (Spärck Jones 1972). A
feature of many articles relates nothing, so the work grows with the archive and not
with its square: an article meets at most ``MOST_ARTICLES`` others for each feature.

Example: of 1,000 articles three mention نادر القصبي and five have «معصرة» in the title.
Two articles with both score log(1000/3) + log(1000/5) = 11.1.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pelican import signals
from pelican.generators import ArticlesGenerator

from plugins.contract import ArchiveArticle, RelatedArticle
from plugins.related.features import find_features
from plugins.related.neighbours import Candidate, find_candidates
from plugins.related.stored_stems import FILE

RELATED = 3  # articles that a page shows
REASONS = 3  # shared features that it names


def relate_articles(
    articles: Iterable[ArchiveArticle], stored: Path | None = None
) -> None:
    """Set ``related`` of each article, the most related first.

    Articles are numbered by their ids, so that equal scores are in the same order in
    every build. The stems of titles are taken from the file *stored* and added to it.
    """
    ordered = sorted(articles, key=lambda article: article.slug)
    for article in ordered:
        article.related = []
    features = find_features(ordered, stored)
    for number, candidates in find_candidates(features, len(ordered)):
        article = ordered[number]
        article.related = [
            RelatedArticle(ordered[other], reasons(features.texts, places))
            for other, places in without_copies(article, candidates, ordered)
        ]


def without_copies(
    article: ArchiveArticle,
    candidates: Iterator[Candidate],
    articles: Sequence[ArchiveArticle],
) -> list[Candidate]:
    """Return the first of *candidates* that are no copies, nor copies of one another.

    The page of *article* lists its copies in other newspapers already.
    """
    kept: list[Candidate] = []
    copies = {copy.slug for copy in article.elsewhere}
    for number, places in candidates:
        other = articles[number]
        if other.slug in copies:
            continue
        kept.append((number, places))
        if len(kept) == RELATED:
            break
        if other.elsewhere:
            copies.update(copy.slug for copy in other.elsewhere)
    return kept


def reasons(texts: Sequence[str], places: Iterable[int]) -> list[str]:
    """Return the first of the *texts* at *places*, each once."""
    return list(dict.fromkeys(map(texts.__getitem__, places)))[:REASONS]


def relate(generator: ArticlesGenerator) -> None:
    """Relate all articles of the archive."""
    cache = generator.settings["RELATED_CACHE"]
    relate_articles(generator.articles, Path(cache, FILE) if cache else None)


def register() -> None:
    """Connect after entities and the copies of an article are known."""
    signals.article_generator_pretaxonomy.connect(relate)
