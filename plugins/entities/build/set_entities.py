# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sets the entities of articles from their rows."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set

from plugins.contract import ArchiveArticle
from plugins.entities.build.archive_state import Spellings
from plugins.entities.build.article_row import ArticleRow
from plugins.entities.build.entity_pages import Entity, most_frequent
from plugins.entities.lists.known_entity import KnownEntity


def set_entities(
    articles: Iterable[ArchiveArticle],
    rows: Mapping[str, ArticleRow],
    spellings: Mapping[str, Spellings],
    entity_of: Callable[[str], KnownEntity],
) -> dict[str, Entity]:
    """Set ``entities`` and ``named`` of each article; return all entities by id.

    ``entities`` are in the order of their first mentions. ``named`` are the first
    mentions in the body, with offsets in ``plain_text``. *entity_of* an id is the known
    or discovered entity.
    """
    entities: dict[str, Entity] = {}
    for article in articles:
        row = rows[article.slug]
        for identity in row.entities:
            if identity not in entities:
                entities[identity] = Entity(
                    known_entity=entity_of(identity), spellings=spellings[identity]
                )
        in_article = [entities[identity] for identity in row.entities]
        for entity in in_article:
            entity.articles.append(article)
        article.entities = in_article
        article.named = [
            (start, end, entities[identity])
            for start, end, identity in row.first_mentions()
        ]
    return entities


def count_spellings(
    rows: Iterable[ArticleRow], former: Mapping[str, Spellings], changed: Set[str]
) -> dict[str, Spellings]:
    """Return the spellings of each entity; *former* are those of the last build.

    Those of the entities *changed* are counted in all articles.
    """
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        if changed.isdisjoint(row.entities):
            continue
        for identity, spelling in row.spelling_pairs():
            if identity in changed:
                counts.setdefault(identity, Counter())[spelling] += 1
    unchanged = {
        identity: spellings
        for identity, spellings in former.items()
        if identity not in changed
    }
    return unchanged | {
        identity: tuple(most_frequent(of_entity))
        for identity, of_entity in counts.items()
    }
