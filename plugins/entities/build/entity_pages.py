# SPDX-License-Identifier: AGPL-3.0-or-later
"""Entities as pages show them: articles, spellings, and entities mentioned together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from heapq import nsmallest

from arabic.collation import collation_key
from plugins.contract import ArchiveArticle, ArticleList
from plugins.entities.lists.known_entity import TYPES, KnownEntity

COMPANIONS = 10
OFTEN = 2  # articles that mention two entities together; one may be chance


@dataclass(slots=True, kw_only=True, eq=False)
class Entity:
    """A known entity with the articles that mention it, as templates use it."""

    known_entity: KnownEntity
    articles: list[ArchiveArticle] = field(default_factory=list)
    spellings: Counter[str] = field(default_factory=Counter)
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
        key=lambda entity: (collation_key(entity.label), entity.id),
    )
    grouped: dict[str, list[Entity]] = {}
    for entity_type in TYPES:
        if members := [entity for entity in ordered if entity.type == entity_type]:
            grouped[entity_type] = members
    return grouped


def count_cooccurrences(
    articles: Iterable[ArchiveArticle],
) -> Mapping[str, Counter[str]]:
    """Return for each entity's id how many of its articles mention each other id."""
    together: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for article in articles:
        ids = [entity.id for entity in article.entities]
        for identity in ids:
            together[identity].update(ids)
    for identity, counts in together.items():
        del counts[identity]
    return together


def most_frequent(counts: Counter[str]) -> list[tuple[str, int]]:
    """Return pairs of key and count, the highest count first."""
    return sorted(counts.items(), key=by_count)


def by_count(pair: tuple[str, int]) -> tuple[int, str]:
    """Return the key that sorts a pair of key and count, the highest count first."""
    return -pair[1], pair[0]


def count_by_month(days: Iterable[date]) -> list[tuple[date, int]]:
    """Return the first day of each month of *days*, in order, and how many are in it.

    Many articles share a day: days are counted first.
    """
    months: Counter[date] = Counter()
    for day, count in Counter(days).items():
        months[day.replace(day=1)] += count
    return sorted(months.items())


def entity_list(
    entity: Entity, cooccurrences: Counter[str], entities: Mapping[str, Entity]
) -> ArticleList:
    """Return the list of an entity's articles for ``context["lists"]``.

    *cooccurrences* counts the ids mentioned together with it. The entity has a page.
    """
    days = [article.day for article in entity.articles if article.day]
    often = [pair for pair in cooccurrences.items() if pair[1] >= OFTEN]
    companions = nsmallest(COMPANIONS, often, by_count)
    return {
        "kind": "entity",
        "url": entity.url or "",
        "save_as": entity.save_as or "",
        "articles": entity.articles,
        "entity": entity,
        "spellings": most_frequent(entity.spellings),
        "companions": [(entities[identity], count) for identity, count in companions],
        "months": count_by_month(days),
        "first": min(days, default=None),
        "last": max(days, default=None),
    }


def all_entity_lists(
    articles: Iterable[ArchiveArticle], entities: Mapping[str, Entity]
) -> list[ArticleList]:
    """Return the lists of all entities that have a page."""
    together = count_cooccurrences(articles)
    return [
        entity_list(entity, together.get(entity.id, Counter()), entities)
        for entity in entities.values()
        if entity.save_as
    ]
