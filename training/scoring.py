# SPDX-License-Identifier: AGPL-3.0-or-later
"""Scores the tags of an article against the labels of a person.

A tag is right, wrong or a duplicate of a right one; a label may be missed. Names that
the labelling guideline leaves open are optional and not counted.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from plugins.entities.lists.clitics import segmentations
from plugins.entities.lists.word_keys import NameKey, word_keys
from plugins.entities.match.finder import Mention
from training.labels import EntityLabel

OPTIONAL = frozenset(
    word_keys(name)
    for name in (
        *("المملكة", "الاحتلال", "المقاومة", "المعارضة"),
        *("الانتخابات الرئاسية", "الانتخابات التشريعية"),
        *("تويتر", "فيسبوك", "يوتيوب", "إنستغرام", "انستقرام", "سناب شات"),
        *("واتساب", "تلغرام", "تليغرام"),
        *("رمضان", "شهر رمضان", "عيد الفطر", "عيد الفطر المبارك"),
        *("عيد الأضحى", "عيد الأضحى المبارك"),
    )
)
OPTIONAL_HEADS = frozenset(word_keys("الجيش جيش الشرطة شرطة"))  # of a country

Verdict = Literal["right", "wrong", "twice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag or a label of an article, with the comparison keys of its spellings.

    Of a tag, *id* is that of its entity.
    """

    id: str = ""
    type: str
    keys: frozenset[NameKey]
    optional: bool


class ArticleScore(NamedTuple):
    """The verdict on each tag of an article, and the labels it misses."""

    verdicts: list[tuple[Tag, Verdict]]
    missed: list[Tag]


def comparison_keys(surfaces: Iterable[str]) -> frozenset[NameKey]:
    """Return the keys by which tags and labels match.

    For «للرياض» also the key with its swallowed article restored.
    """
    keys: set[NameKey] = set()
    for key in map(word_keys, surfaces):
        if key:
            keys.add(key)
            if key[0].startswith("لل"):
                keys.add((f"ال{key[0][2:]}", *key[1:]))
    return frozenset(keys)


def is_optional(surfaces: Iterable[str]) -> bool:
    """Return whether the guideline leaves all *surfaces* open."""
    keys = filter(None, map(word_keys, surfaces))
    return all(key in OPTIONAL or key[0] in OPTIONAL_HEADS for key in keys)


def tags_from_labels(entities: Iterable[EntityLabel]) -> list[Tag]:
    """Return the labels of an article."""
    return [
        Tag(
            type=entity["type"],
            keys=comparison_keys([entity["label"], *entity["mentions"]]),
            optional=is_optional(entity["mentions"]),
        )
        for entity in entities
    ]


def tags_from_mentions(mentions: Iterable[Mention]) -> list[Tag]:
    """Return the tags that *mentions* give their article, one for each entity."""
    by_entity: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_entity.setdefault(mention.entity.id, []).append(mention)
    tags: list[Tag] = []
    for identity, entity_mentions in by_entity.items():
        entity = entity_mentions[-1].entity
        surfaces = [mention.surface for mention in entity_mentions]
        tags.append(
            Tag(
                id=identity,
                type=entity.type,
                keys=comparison_keys([entity.label, *surfaces]),
                optional=is_optional(surfaces),
            )
        )
    return tags


def share_spelling(ours: frozenset[NameKey], theirs: frozenset[NameKey]) -> bool:
    """Return whether a tag and a label share a spelling, apart from proclitics."""
    if ours & theirs:
        return True
    first_words = {name[0] for name in theirs}
    return any(
        (stem, *key[1:]) in theirs
        for key in ours
        for _, stem in segmentations(key[0], first_words)
    )


def score_article(tags: Sequence[Tag], labels: Sequence[Tag]) -> ArticleScore:
    """Return the verdict on each of *tags*, and the missed ones of *labels*.

    Optional ones are left out.
    """
    matched: set[int] = set()
    verdicts: list[tuple[Tag, Verdict]] = []
    for tag in tags:
        number = match_label(tag, labels)
        if number is None:
            if not tag.optional:
                verdicts.append((tag, "wrong"))
            continue
        if not labels[number].optional:
            verdicts.append((tag, "twice" if number in matched else "right"))
        matched.add(number)
    missed = [
        label
        for number, label in enumerate(labels)
        if number not in matched and not label.optional
    ]
    return ArticleScore(verdicts, missed)


def match_label(tag: Tag, labels: Sequence[Tag]) -> int | None:
    """Return the number of the first label that *tag* agrees with."""
    for number, label in enumerate(labels):
        if label.type == tag.type and share_spelling(tag.keys, label.keys):
            return number
    return None


def count_verdicts(scores: Iterable[ArticleScore]) -> Counter[str]:
    """Return counts by type and verdict: "person right", "place missed"."""
    counts: Counter[str] = Counter()
    for score in scores:
        counts.update(f"{tag.type} {verdict}" for tag, verdict in score.verdicts)
        counts.update(f"{label.type} missed" for label in score.missed)
    return counts
