# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a desk must know of a new name to decide about it: how often, since when, in which words, who it may be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import yaml

from plugins.entities.build.archive_run import Reading, text_of
from plugins.entities.build.entity_pages import Entity
from plugins.entities.discover.candidates import Candidate, Place
from plugins.entities.lists.known_entity import TYPES, Record, words

CONTEXTS = 3  # articles quoted for each name
AROUND = 60  # characters of a context on either side of the name
HEAD = """\
# أسماء رُصدت في الأرشيف وتنتظر قرار التحرير. اكتب القرار في decision ثم نفّذ: inv entities-apply
# Names found in the archive that wait for a decision. Write it, mend label, type or aliases, then: inv entities-apply
#   decision   later (nothing happens) | accept | ignore (its spellings are no names) | merge (it is the one in into)
#   into       for merge: the id that the name belongs to; one that looks alike stands there already
"""


class Context(NamedTuple):
    """A name with the words around it, and the article they are from."""

    before: str
    name: str
    after: str
    article: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A name that waits for a decision."""

    record: Record
    count: int  # articles
    confidence: float
    published: bool  # whether readers see it already
    first: date | None
    last: date | None
    contexts: tuple[Context, ...]
    into: Entity | None  # an entity that it looks like


def proposal(
    record: Record, candidate: Candidate, articles: Mapping[str, Any], alike: "Alike"
) -> Proposal:
    """Return what is known of *candidate*, which would be *record*; *articles* are by id."""
    first_place: dict[str, Place] = {}
    for place in candidate.places:
        first_place.setdefault(place.article, place)
    days = sorted(
        articles[identity].day for identity in first_place if articles[identity].day
    )
    spread = list(first_place.values())[:: max(1, len(first_place) // CONTEXTS)][
        :CONTEXTS
    ]
    return Proposal(
        record=record,
        count=len(first_place),
        confidence=candidate.confidence,
        published=candidate.published,
        first=days[0] if days else None,
        last=days[-1] if days else None,
        contexts=tuple(context(articles[place.article], place) for place in spread),
        into=alike.to(record),
    )


def context(article: Any, place: Place) -> Context:
    """Return the name at *place* with the words of its line around it."""
    text = text_of(article)
    before = text[: place.start].rpartition("\n")[2]
    after = text[place.end :].partition("\n")[0]
    if len(before) > AROUND:
        before = before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0]
    return Context(before, text[place.start : place.end], after, article)


def proposals(reading: Reading, articles: Iterable[Any], least: int) -> list[Proposal]:
    """Return the names in at least *least* articles that wait for a decision: by type, the most frequent first."""
    by_id = {article.slug: article for article in articles}
    alike = Alike(reading.known.values())
    found = [
        proposal(record, candidate, by_id, alike)
        for record, candidate in reading.candidates
    ]
    waiting = [proposal for proposal in found if proposal.count >= least]
    return sorted(
        waiting,
        key=lambda one: (
            TYPES.index(one.record.type),
            -one.count,
            one.record.label,
            one.record.id,
        ),
    )


class Alike:
    """Finds the entity that a new name may be: of its type and last word, all words of one in the other."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.by_last: dict[tuple[str, str], list[tuple[frozenset[str], Entity]]] = {}
        for entity in entities:
            for name in filter(None, map(words, entity.record.names)):
                self.by_last.setdefault((entity.type, name[-1]), []).append(
                    (frozenset(name), entity)
                )

    def to(self, record: Record) -> Entity | None:
        """Return the entity with most articles that *record* looks like."""
        found = [
            entity
            for name in filter(None, map(words, record.names))
            for known, entity in self.by_last.get((record.type, name[-1]), ())
            if entity.id != record.id and (known <= set(name) or known >= set(name))
        ]
        return max(found, key=lambda entity: (entity.count, entity.id), default=None)


def as_yaml(proposals: Sequence[Proposal]) -> str:
    """Return *proposals* as the file that an editor fills in."""
    rows = "\n".join(
        yaml.safe_dump(
            [_row(proposal)],
            allow_unicode=True,
            sort_keys=False,
            default_flow_style=False,
            width=10**6,
        )
        for proposal in proposals
    )
    return f"{HEAD}\n{rows}" if rows else f"{HEAD}[]\n"


def _row(proposal: Proposal) -> dict[str, Any]:
    record = proposal.record
    return {
        "id": record.id,
        "decision": "later",
        "label": record.label,
        "type": record.type,
        "aliases": list(record.names[1:]),
        "into": proposal.into.id if proposal.into else "",
        "looks_like": proposal.into.label if proposal.into else "",
        "published": proposal.published,
        "articles": proposal.count,
        "first": proposal.first.isoformat() if proposal.first else "",
        "last": proposal.last.isoformat() if proposal.last else "",
        "confidence": round(proposal.confidence, 2),
        "contexts": [
            f"{before}[{name}]{after}".strip()
            for before, name, after, _ in proposal.contexts
        ],
    }
