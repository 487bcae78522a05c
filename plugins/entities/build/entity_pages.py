# SPDX-License-Identifier: AGPL-3.0-or-later
"""The entities of an archive: which articles name them, how they are written, who is named beside them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

from arabic.collation import collation_key
from plugins.entities.lists.known_entity import TYPES, Record

COMPANIONS = 10


@dataclass(slots=True, kw_only=True, eq=False)
class Entity:
    """A name with the articles that hold it, as templates see it."""

    record: Record
    articles: list[Any] = field(default_factory=list)
    spellings: Counter[str] = field(default_factory=Counter)
    url: str | None = None  # None: too few articles for a page
    save_as: str | None = None
    former: list[str] = field(default_factory=list)  # ids whose pages lead here now

    @property
    def id(self) -> str:
        """The permanent id, of which the address is made."""
        return self.record.id

    @property
    def label(self) -> str:
        """The name in its usual form."""
        return self.record.label

    @property
    def type(self) -> str:
        """``person``, ``place``, ``org`` or ``event``."""
        return self.record.type

    @property
    def count(self) -> int:
        """The articles that name the entity."""
        return len(self.articles)


def by_type(entities: Iterable[Entity]) -> dict[str, list[Entity]]:
    """Return the entities that have a page by type, each in the order of an Arabic index."""
    ordered = sorted(
        (entity for entity in entities if entity.url),
        key=lambda entity: (collation_key(entity.label), entity.id),
    )
    grouped = {
        kind: [entity for entity in ordered if entity.type == kind] for kind in TYPES
    }
    return {kind: members for kind, members in grouped.items() if members}


def companions(articles: Iterable[Any]) -> Mapping[str, Counter[str]]:
    """Return for each entity's id how often each other id stands in an article with it."""
    together: dict[str, Counter[str]] = {}
    for article in articles:
        for one, other in permutations(article.entities, 2):
            together.setdefault(one.id, Counter())[other.id] += 1
    return together


def listing(
    entity: Entity, beside: Counter[str], entities: Mapping[str, Entity]
) -> dict[str, Any]:
    """Return the page of *entity* for ``context["lists"]``; *beside* counts the ids named together with it."""
    days = [article.day for article in entity.articles if article.day]
    nearest = sorted(beside.items(), key=lambda item: (-item[1], item[0]))[:COMPANIONS]
    return {
        "kind": "entity",
        "url": entity.url,
        "save_as": entity.save_as,
        "articles": entity.articles,
        "entity": entity,
        "spellings": sorted(
            entity.spellings.items(), key=lambda item: (-item[1], item[0])
        ),
        "companions": [(entities[identity], count) for identity, count in nearest],
        "months": sorted(Counter(day.replace(day=1) for day in days).items()),
        "first": min(days, default=None),
        "last": max(days, default=None),
    }
