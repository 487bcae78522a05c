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


def find_conflicts(first: KnownEntity, second: KnownEntity) -> Iterator[str]:
    """Yield ``type``, ``wikidata`` or ``cues``: what contradicts in two entities."""
    if first.type and second.type and first.type != second.type:
        yield "type"
    if first.wikidata and second.wikidata and first.wikidata != second.wikidata:
        yield "wikidata"
    if first.cues and second.cues and set(first.cues).isdisjoint(second.cues):
        yield "cues"


def have_disjoint_contexts(first: Set[str], second: Set[str]) -> bool:
    """Return whether two entities are never mentioned in the same company."""
    has_enough = min(len(first), len(second)) >= FEWEST_COMPANIONS
    return has_enough and first.isdisjoint(second)
