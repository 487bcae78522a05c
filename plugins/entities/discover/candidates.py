# SPDX-License-Identifier: AGPL-3.0-or-later
"""Candidates for new entities: unlinked names gathered from all articles.

A candidate whose confidence reaches the publish threshold of its type is published;
others wait for an editor.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from plugins.entities.discover.publish_threshold import (
    ALONE,
    HEADED,
    QUOTED,
    THRESHOLDS,
    Thresholds,
)
from plugins.entities.discover.variants import ShortForm, TypedKey, merge_variants
from plugins.entities.lists.gazetteer import word_lists
from plugins.entities.lists.known_entity import DISCOVERED, KnownEntity, entity_id
from plugins.entities.lists.lexicon import lexicon
from plugins.entities.lists.word_keys import (
    NameKey,
    join_compounds,
    plain_spelling,
    word_keys,
)
from plugins.entities.models.features import NISBA
from plugins.entities.resolve.reconcile import UnlinkedName


class CandidateMention(NamedTuple):
    """A mention of a candidate: characters *start* to *end* of an article's text."""

    article: str
    start: int
    end: int
    surface: str


class Evidence(NamedTuple):
    """What a name in an article contributes to its candidate."""

    article: str
    spelling: str
    confidence: float
    quoted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A possible new entity: its name, surface forms with frequency, and mentions.

    *confidence* is the mean over its articles of the most certain mention in each.
    A name that recurs is published whatever the mean: see ``recurs``.
    """

    key: NameKey
    type: str
    spellings: Counter[str] = field(repr=False)
    mentions: tuple[CandidateMention, ...] = field(repr=False)
    confidence: float
    published: bool
    support: str = ALONE

    @property
    def kind(self) -> str:
        """Type and support, which have one publish threshold."""
        return f"{self.type} {self.support}"

    @property
    def label(self) -> str:
        """The most frequent surface form of the full name."""
        return self.full_forms[0]

    @property
    def entity(self) -> KnownEntity:
        """The entity that it is when it is published."""
        label, *aliases = self.full_forms
        return KnownEntity(
            id=entity_id(self.type, label),
            label=label,
            type=self.type,
            aliases=tuple(aliases),
            origin=DISCOVERED,
        )

    @property
    def full_forms(self) -> list[str]:
        """The surface forms with all words of the name, by frequency."""
        if len(self.spellings) == 1:  # three in four candidates
            return list(self.spellings)
        full = [
            spelling
            for spelling in self.spellings
            if len(join_compounds(word_keys(spelling))) == len(self.key)
        ]
        return sorted(
            full or self.spellings,
            key=lambda spelling: (-self.spellings[spelling], spelling),
        )


def gather_candidates(
    unlinked: Mapping[str, Sequence[UnlinkedName]], thresholds: Thresholds = THRESHOLDS
) -> list[Candidate]:
    """Return an archive's candidates, variants merged; *unlinked* is by article id.

    They are sorted by type and key, whatever the order of the articles.
    """
    all_names = [name for names in unlinked.values() for name in names]
    heads = merge_variants(
        Counter(map(typed_key, all_names)), filter(None, map(short_form, all_names))
    )
    clusters: dict[TypedKey, list[tuple[str, UnlinkedName]]] = {}
    for article, names in sorted(unlinked.items()):
        for name in names:
            key = typed_key(name)
            clusters.setdefault(heads.get(key, key), []).append((article, name))
    return [
        candidate_from_cluster(key, cluster, thresholds)
        for key, cluster in sorted(clusters.items())
    ]


def candidate_from_cluster(
    key: TypedKey, cluster: Iterable[tuple[str, UnlinkedName]], thresholds: Thresholds
) -> Candidate:
    """Return the candidate that *cluster* supports: pairs of article id and name."""
    evidence: list[Evidence] = []
    mentions: list[CandidateMention] = []
    for article, name in cluster:
        evidence.append(evidence_of(article, name))
        mentions.append(CandidateMention(article, name.start, name.end, name.surface))
    candidate = candidate_from_evidence(key, evidence, thresholds)
    return replace(candidate, mentions=tuple(mentions))


def typed_key(name: UnlinkedName) -> TypedKey:
    """Return type and words of the full name."""
    return name.type, name.full_key


def short_form(name: UnlinkedName) -> ShortForm | None:
    """Return a short form of two words or more with its full name, else ``None``."""
    if name.written_key == name.full_key or len(name.written_key) <= 1:
        return None
    return (name.type, name.written_key), name.full_key


def evidence_of(article: str, name: UnlinkedName) -> Evidence:
    """Return the evidence that *name* in an article is for its candidate."""
    spelling = plain_spelling(name.label or name.surface)
    return Evidence(article, spelling, name.confidence, name.quoted)


def candidate_from_evidence(
    name: TypedKey, evidence: Sequence[Evidence], thresholds: Thresholds = THRESHOLDS
) -> Candidate:
    """Return the candidate that *evidence* supports, without its mentions.

    The evidence of one article follows on one another.
    """
    entity_type, key = name
    highest: dict[str, float] = {}  # confidence by article
    for of_name in evidence:
        article = of_name.article
        highest[article] = max(highest.get(article, 0), of_name.confidence)
    confidence = sum(highest.values()) / len(highest)
    quoted = any(of_name.quoted for of_name in evidence)
    support = support_of(entity_type, key, quoted=quoted)
    if len(evidence) >= REPEATED * len(highest):
        support = f"{support} repeated"
    first_name_only = entity_type == "person" and len(key) == 1
    return Candidate(
        key=key,
        type=entity_type,
        spellings=Counter(of_name.spelling for of_name in evidence),
        mentions=(),
        confidence=confidence,
        support=support,
        published=not first_name_only
        and word_lists()["no-part"].isdisjoint(key)
        and (
            confidence >= thresholds[f"{entity_type} {support}"]
            or recurs(key, list(highest.values()))
        ),
    )


REPEATED = 2  # mentions in an article, on average, of a name that its articles repeat
CERTAIN = 0.9  # confidence of a mention that counts as evidence by itself
CERTAIN_ARTICLES = 3  # with such a mention, from which a name recurs
CERTAIN_SHARE = 0.5  # of all its articles


def recurs(key: NameKey, confidences: Sequence[float]) -> bool:
    """Return whether the confidences in a name's articles are evidence together.

    Single words are none: «الشباب» is a club and the young. A systematic error of the
    recogniser recurs too, but is seldom certain in half of its articles.
    """
    certain = sum(confidence >= CERTAIN for confidence in confidences)
    is_frequent = certain >= max(CERTAIN_ARTICLES, CERTAIN_SHARE * len(confidences))
    return len(key) > 1 and is_frequent


HEADS_OF_TYPE = {
    "person": "given",
    "place": "place-head",
    "org": "org-head",
    "event": "event-head",
}


def support_of(entity_type: str, key: NameKey, *, quoted: bool) -> str:
    """Return what supports a name besides the recogniser."""
    if quoted:
        return QUOTED
    has_head = len(key) > 1 and key[0] in lexicon()[HEADS_OF_TYPE[entity_type]]
    return HEADED if has_head and not may_be_phrase(key) else ALONE


def may_be_phrase(key: NameKey) -> bool:
    """Return whether words that look like a person's name may be common nouns.

    «حسن النية» is good faith. A family name is listed, or has the form of an adjective.
    """
    if len(key) != 2 or key[0] not in word_lists()["noun-name"]:  # noqa: PLR2004 a pair
        return False
    is_family_name = key[1] in lexicon()["family"] or NISBA.fullmatch(key[1])
    return key[1].startswith("ال") and not is_family_name
