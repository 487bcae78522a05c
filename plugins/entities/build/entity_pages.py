# SPDX-License-Identifier: AGPL-3.0-or-later
"""Entities as pages show them: articles, spellings, and entities mentioned together."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from heapq import nsmallest
from itertools import chain

from plugins.contract import SORT_KEYS, ArchiveArticle, ArticleList
from plugins.entities.build.archive_state import PageFacts, Spellings
from plugins.entities.build.article_row import ArticleRow
from plugins.entities.lists.known_entity import TYPES, KnownEntity

COMPANIONS = 10
OFTEN = 2  # articles that mention two entities together; one may be chance


@dataclass(slots=True, kw_only=True, eq=False)
class Entity:
    """A known entity with the articles that mention it, as templates use it."""

    known_entity: KnownEntity
    articles: list[ArchiveArticle] = field(default_factory=list)
    spellings: Spellings = ()
    url: str | None = None  # None: too few articles for a page or a part of one
    save_as: str | None = None  # None: no page of its own
    former: list[str] = field(default_factory=list)  # ids that were merged into this

    @property
    def id(self) -> str:
        """The permanent id, a part of the URL."""
        return self.known_entity.id

    @property
    def label(self) -> str:
        """The name in its usual form."""
        return self.known_entity.label

    @property
    def wikidata(self) -> str:
        """The number of the item of Wikidata; "" if unknown."""
        return self.known_entity.wikidata

    @property
    def latin(self) -> str:
        """The name in English; "" if unknown."""
        return self.known_entity.latin

    @property
    def type(self) -> str:
        """``person``, ``place``, ``org`` or ``event``."""
        return self.known_entity.type

    @property
    def count(self) -> int:
        """The number of articles that mention the entity."""
        return len(self.articles)


def group_by_type(entities: Iterable[Entity]) -> dict[str, list[Entity]]:
    """Return the entities that have a page by type, each type in Arabic order."""
    ordered = sorted(
        (entity for entity in entities if entity.url),
        key=lambda entity: (SORT_KEYS[entity.label], entity.id),
    )
    grouped: dict[str, list[Entity]] = {}
    for entity_type in TYPES:
        if members := [entity for entity in ordered if entity.type == entity_type]:
            grouped[entity_type] = members
    return grouped


def most_frequent(counts: Counter[str]) -> list[tuple[str, int]]:
    """Return pairs of key and count, the highest count first."""
    return sorted(counts.items(), key=by_count)


def by_count(pair: tuple[str, int]) -> tuple[int, str]:
    """Return the key that sorts a pair of key and count, the highest count first."""
    return -pair[1], pair[0]


def count_by_month(days: Counter[date]) -> tuple[tuple[int, int, int], ...]:
    """Return year, month and number of articles of each month of *days*, in order."""
    months: Counter[tuple[int, int]] = Counter()
    for day, count in days.items():
        months[day.year, day.month] += count
    return tuple((*month, count) for month, count in sorted(months.items()))


def page_facts(entity: Entity, rows: Mapping[str, ArticleRow]) -> PageFacts:
    """Return what the page of *entity* shows; *rows* are by article."""
    in_articles = (rows[article.slug].entities for article in entity.articles)
    together = Counter(chain.from_iterable(in_articles))
    del together[entity.id]
    often = [pair for pair in together.items() if pair[1] >= OFTEN]
    days = Counter(article.day for article in entity.articles if article.day)
    return PageFacts(
        companions=tuple(nsmallest(COMPANIONS, often, by_count)),
        months=count_by_month(days),
        first=min(days).toordinal() if days else 0,
        last=max(days).toordinal() if days else 0,
    )


def all_page_facts(
    entities: Iterable[Entity],
    rows: Mapping[str, ArticleRow],
    unchanged: Mapping[str, PageFacts],
) -> dict[str, PageFacts]:
    """Return the facts of all entities that have a page, by id.

    *unchanged* are those of the last build for entities that no changed article
    mentions.
    """
    return {
        entity.id: unchanged.get(entity.id) or page_facts(entity, rows)
        for entity in entities
        if entity.save_as
    }


def entity_list(
    entity: Entity, facts: PageFacts, entities: Mapping[str, Entity]
) -> ArticleList:
    """Return the list of an entity's articles for ``context["lists"]``.

    The entity has a page.
    """
    return {
        "kind": "entity",
        "url": entity.url or "",
        "save_as": entity.save_as or "",
        "articles": entity.articles,
        "entity": entity,
        "spellings": entity.spellings,
        "companions": [
            (entities[identity], count) for identity, count in facts.companions
        ],
        "months": [
            (date(year, month, 1), count) for year, month, count in facts.months
        ],
        "first": date.fromordinal(facts.first) if facts.first else None,
        "last": date.fromordinal(facts.last) if facts.last else None,
    }


def all_entity_lists(
    facts: Mapping[str, PageFacts], entities: Mapping[str, Entity]
) -> list[ArticleList]:
    """Return the lists of all entities that have a page."""
    return [
        entity_list(entities[identity], of_page, entities)
        for identity, of_page in facts.items()
    ]
