# SPDX-License-Identifier: AGPL-3.0-or-later
"""The review queue: candidates that wait for an editor, with evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import yaml

from plugins.contract import ArchiveArticle
from plugins.entities.build.article_text import text_of
from plugins.entities.build.entity_pages import Entity
from plugins.entities.discover.candidates import Candidate, CandidateMention
from plugins.entities.lists.known_entity import TYPES, KnownEntity
from plugins.entities.lists.word_keys import NameKey, word_keys
from plugins.entities.review.conflicts import companions_of, have_disjoint_contexts

ONE_WORD = 0.25  # weight of a name of one word
CONTEXTS = 3  # articles quoted for each name
CONTEXT_CHARACTERS = 60  # quoted on either side of the name
HEAD = """\
# أسماء رُصدت في الأرشيف وتنتظر قرار التحرير. اكتب القرار في decision ثم نفّذ: inv entities-apply
# Names discovered in the archive that wait for a decision. Write it, correct label, type or aliases, then: inv entities-apply
#   decision   later (nothing happens) | accept | ignore (its spellings are no names) | merge (it is the entity in into)
#   into       for merge: the id of the entity that has this name; a similar one is filled in
"""  # noqa: E501 - a line of the file is a line here


class Context(NamedTuple):
    """A name with the words around it, and the article that it is quoted from."""

    before: str
    name: str
    after: str
    article: ArchiveArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A candidate that waits for a decision."""

    entity: KnownEntity  # that it would become
    count: int  # articles
    confidence: float
    published: bool
    first: date | None
    last: date | None
    contexts: tuple[Context, ...]
    into: Entity | None  # a similar entity
    is_disjoint: bool  # the two are never mentioned in the same company

    @property
    def gain(self) -> float:
        """Return how many articles gain from a decision, weighed by its likelihood.

        A published name is on their pages already. A name of one word is mostly a
        part of another name, or a common noun.
        """
        if self.published:
            return 0.0
        weight = 1.0 if " " in self.entity.label else ONE_WORD
        return self.count * self.confidence * weight


class SimilarEntities:
    """Finds entities of the same type and last word whose other words are compatible.

    All words of one name must be words of the other.
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.by_last: dict[tuple[str, str], list[tuple[frozenset[str], Entity]]] = {}
        for entity in entities:
            for name in name_keys(entity.known_entity):
                same_last_word = self.by_last.setdefault((entity.type, name[-1]), [])
                same_last_word.append((frozenset(name), entity))

    def most_frequent(self, candidate: KnownEntity) -> Entity | None:
        """Return the similar entity that most articles mention."""
        similar = [
            entity
            for name in name_keys(candidate)
            for words, entity in self.by_last.get((candidate.type, name[-1]), ())
            if entity.id != candidate.id and is_compatible(words, name)
        ]
        return max(similar, key=lambda entity: (entity.count, entity.id), default=None)


def name_keys(entity: KnownEntity) -> list[NameKey]:
    """Return the comparison keys of all names of *entity*, empty ones left out."""
    return [key for key in map(word_keys, entity.names) if key]


def is_compatible(words: frozenset[str], name: NameKey) -> bool:
    """Return whether one name has all words of the other."""
    return words.issubset(name) or words.issuperset(name)


def propose(
    entity: KnownEntity,
    candidate: Candidate,
    articles: Mapping[str, ArchiveArticle],
    similar: SimilarEntities,
) -> Proposal:
    """Return *candidate*, which would become *entity*, with evidence.

    *articles* are by id.
    """
    by_article: dict[str, CandidateMention] = {}
    for mention in candidate.mentions:
        by_article.setdefault(mention.article, mention)
    days = sorted(
        day for identity in by_article if (day := articles[identity].day) is not None
    )
    into = similar.most_frequent(entity)
    step = max(1, len(by_article) // CONTEXTS)
    quoted = list(by_article.values())[::step][:CONTEXTS]
    return Proposal(
        entity=entity,
        count=len(by_article),
        confidence=candidate.confidence,
        published=candidate.published,
        first=days[0] if days else None,
        last=days[-1] if days else None,
        contexts=tuple(
            quote_context(articles[mention.article], mention) for mention in quoted
        ),
        into=into,
        is_disjoint=into is not None
        and have_disjoint_contexts(
            companions_of((articles[identity] for identity in by_article), entity.id),
            companions_of(into.articles, into.id),
        ),
    )


def quote_context(article: ArchiveArticle, mention: CandidateMention) -> Context:
    """Return a mention with the words around it on the same line."""
    text = text_of(article)
    start, end = mention.start, mention.end
    _, _, before = text[:start].rpartition("\n")
    after, _, _ = text[end:].partition("\n")
    if len(before) > CONTEXT_CHARACTERS:
        _, _, before = before[-CONTEXT_CHARACTERS:].partition(" ")
    if len(after) > CONTEXT_CHARACTERS:
        after, _, _ = after[:CONTEXT_CHARACTERS].rpartition(" ")
    return Context(before, text[start:end], after, article)


def build_queue(
    candidates: Iterable[tuple[KnownEntity, Candidate]],
    entities: Iterable[Entity],
    articles: Iterable[ArchiveArticle],
    min_articles: int,
) -> list[Proposal]:
    """Return the *candidates* in at least *min_articles*, by what articles gain.

    Each is with the entity that it would become. *entities* are those of the archive.
    """
    by_id = {article.slug: article for article in articles}
    similar = SimilarEntities(entities)
    proposals = [
        propose(entity, candidate, by_id, similar) for entity, candidate in candidates
    ]
    return sorted(
        (proposal for proposal in proposals if proposal.count >= min_articles),
        key=lambda proposal: (
            -proposal.gain,
            -proposal.count,
            TYPES.index(proposal.entity.type),
            proposal.entity.label,
            proposal.entity.id,
        ),
    )


def serialise_queue(proposals: Sequence[Proposal]) -> str:
    """Return *proposals* as candidates.yml, the file that an editor fills in."""
    rows = "\n".join(
        yaml.safe_dump(
            [row_of(proposal)],
            allow_unicode=True,
            sort_keys=False,
            default_flow_style=False,
            width=10**6,
        )
        for proposal in proposals
    )
    return f"{HEAD}\n{rows}" if rows else f"{HEAD}[]\n"


def row_of(proposal: Proposal) -> dict[str, object]:
    """Return a proposal as a row of candidates.yml."""
    entity, into = proposal.entity, proposal.into
    return {
        "id": entity.id,
        "decision": "later",
        "label": entity.label,
        "type": entity.type,
        "aliases": list(entity.names[1:]),
        "into": into.id if into else "",
        "looks_like": into.label if into else "",
        "published": proposal.published,
        "articles": proposal.count,
        "first": proposal.first.isoformat() if proposal.first else "",
        "last": proposal.last.isoformat() if proposal.last else "",
        "confidence": round(proposal.confidence, 2),
        "contexts": [
            f"{context.before}[{context.name}]{context.after}".strip()
            for context in proposal.contexts
        ],
    }
