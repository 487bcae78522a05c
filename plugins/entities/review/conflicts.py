# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reasons to doubt that two entities are one: types, Wikidata ids, contexts."""

from collections.abc import Iterable, Iterator, Set

from plugins.contract import ArchiveArticle
from plugins.entities.lists.known_entity import KnownEntity

# With fewer companions a common one may be missing by chance.
FEWEST_COMPANIONS = 3


def companions_of(articles: Iterable[ArchiveArticle], entity_id: str) -> set[str]:
    """Return the ids of the other entities in *articles*."""
    ids = {entity.id for article in articles for entity in article.entities}
    return ids - {entity_id}


def find_conflicts(one: KnownEntity, other: KnownEntity) -> Iterator[str]:
    """Yield ``type``, ``wikidata`` or ``cues``: what contradicts in two entities."""
    if one.type and other.type and one.type != other.type:
        yield "type"
    if one.wikidata and other.wikidata and one.wikidata != other.wikidata:
        yield "wikidata"
    if one.cues and other.cues and set(one.cues).isdisjoint(other.cues):
        yield "cues"


def have_disjoint_contexts(one: Set[str], other: Set[str]) -> bool:
    """Return whether two entities are never mentioned in the same company."""
    has_enough = min(len(one), len(other)) >= FEWEST_COMPANIONS
    return has_enough and one.isdisjoint(other)
