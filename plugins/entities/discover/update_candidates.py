# SPDX-License-Identifier: AGPL-3.0-or-later
"""Updates the candidates of an archive after some of its articles changed.

Which names are variants depends on all articles, and is computed from the beginning in
each build: that is counting, and comparing the few names of equal sound. What costs is
to weigh the evidence of fifty thousand candidates. A candidate depends on the evidence
for the names of its cluster only, so it stays as it is unless

1. a changed, added or deleted article has or had a name of its cluster;
2. or a name joined its cluster or left it.

Example: an editor deletes the only article with «رامي بن سالم الحوراني». It had the
name «رامي سالم» as a short form, so that of another article was a variant of it and
is a head itself now. Changed are (1) «رامي بن سالم الحوراني», of which no evidence is
left, and (2) «رامي سالم», which left that cluster. Both are computed again, from all
articles that have one of the two; no other candidate is.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from itertools import chain
from typing import NamedTuple, Protocol

from plugins.entities.discover.candidates import (
    Candidate,
    Evidence,
    candidate_from_evidence,
)
from plugins.entities.discover.id_lock import normalise_label
from plugins.entities.discover.variants import ShortForm, TypedKey, merge_variants
from plugins.entities.lists.known_entity import DISCOVERED, KnownEntity, entity_id
from plugins.entities.lists.word_keys import NameKey

Heads = Mapping[TypedKey, TypedKey]  # of the names that are not the head themselves


class Contribution(Protocol):
    """The unlinked names of an article."""

    @property
    def unlinked(self) -> tuple[TypedKey, ...]:
        """Type and full key of each."""

    @property
    def short_forms(self) -> Iterable[ShortForm]:
        """The short forms among them."""

    def evidence(self, article: str) -> Iterable[Evidence]:
        """Return what each of them contributes to its candidate."""


Contributions = Mapping[str, Contribution]  # by article


class CandidateRow(NamedTuple):
    """What identifies and publishes a candidate. Rows sort by type and key."""

    type: str
    key: NameKey
    names: tuple[str, ...]  # the label first
    normal_names: tuple[str, ...]
    published: bool

    @property
    def label(self) -> str:
        """The most frequent surface form of the full name."""
        return self.names[0]

    @property
    def typed_key(self) -> TypedKey:
        """Type and words of the name."""
        return self.type, self.key

    @property
    def entity(self) -> KnownEntity:
        """The entity that it is when it is published."""
        return KnownEntity(
            id=entity_id(self.type, self.label),
            label=self.label,
            type=self.type,
            aliases=self.names[1:],
            origin=DISCOVERED,
        )


class Candidates(NamedTuple):
    """The candidates of an archive by type and key, and the variants of their names.

    The rows are in order.
    """

    heads: Heads
    rows: Mapping[TypedKey, CandidateRow]


def update_candidates(
    former: Candidates, contributions: Contributions, changed: Iterable[TypedKey]
) -> Candidates:
    """Return the candidates of all *contributions*.

    *changed* are the names in articles that are not those of *former*, as they were
    and as they are.
    """
    heads = find_heads(contributions.values())
    moved = (name for name, _ in former.heads.items() ^ heads.items())
    affected = {
        of_build.get(name, name)
        for name in chain(changed, moved)
        for of_build in (former.heads, heads)
    }
    rows = {key: row for key, row in former.rows.items() if key not in affected}
    for key, evidence in gather_evidence(contributions, heads, affected).items():
        rows[key] = row_of_candidate(candidate_from_evidence(key, evidence))
    # Nearly all are in order already, in which case sorting takes next to no time.
    return Candidates(heads, dict(sorted(rows.items())))


def find_heads(contributions: Collection[Contribution]) -> Heads:
    """Return the head of every name that is a variant."""
    names = chain.from_iterable(article.unlinked for article in contributions)
    short_forms = chain.from_iterable(article.short_forms for article in contributions)
    return merge_variants(Counter(names), short_forms)


def names_of_heads(affected: Set[TypedKey], heads: Heads) -> Set[TypedKey]:
    """Return the *affected* heads with their variants."""
    return affected | {name for name, head in heads.items() if head in affected}


def gather_evidence(
    contributions: Contributions, heads: Heads, affected: Set[TypedKey]
) -> Mapping[TypedKey, list[Evidence]]:
    """Return the evidence for each of the *affected* heads, by article."""
    gathered: dict[TypedKey, list[Evidence]] = {}
    names = names_of_heads(affected, heads)
    for article in sorted(articles_with_names(contributions, names)):
        contribution = contributions[article]
        evidence = contribution.evidence(article)
        for name, of_name in zip(contribution.unlinked, evidence, strict=True):
            if name in names:
                gathered.setdefault(heads.get(name, name), []).append(of_name)
    return gathered


def articles_with_names(
    contributions: Contributions, names: Set[TypedKey]
) -> Iterator[str]:
    """Yield the articles that have one of *names*."""
    for article, contribution in contributions.items():
        if not names.isdisjoint(contribution.unlinked):
            yield article


def row_of_candidate(candidate: Candidate) -> CandidateRow:
    """Return what is stored of a candidate."""
    names = tuple(candidate.full_forms)
    normal_names = tuple(dict.fromkeys(map(normalise_label, names)))
    return CandidateRow(
        candidate.type, candidate.key, names, normal_names, candidate.published
    )
