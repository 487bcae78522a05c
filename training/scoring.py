# SPDX-License-Identifier: AGPL-3.0-or-later
"""An article's tags beside the labels of a careful reader: right, wrong, twice, missed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plugins.entities.lists.clitics import readings
from plugins.entities.lists.known_entity import Key, words
from plugins.entities.match.finder import Mention

# What the guideline calls neither right nor wrong, where it is a matter of the name alone.
OPTIONAL = frozenset(
    words(name)
    for name in (
        *(
            "المملكة",
            "الاحتلال",
            "المقاومة",
            "المعارضة",
            "الانتخابات الرئاسية",
            "الانتخابات التشريعية",
        ),
        *(
            "تويتر",
            "فيسبوك",
            "يوتيوب",
            "إنستغرام",
            "انستقرام",
            "سناب شات",
            "واتساب",
            "تلغرام",
            "تليغرام",
        ),
        *(
            "رمضان",
            "شهر رمضان",
            "عيد الفطر",
            "عيد الأضحى",
            "عيد الأضحى المبارك",
            "عيد الفطر المبارك",
        ),
    )
)
OPTIONAL_HEADS = frozenset(words("الجيش جيش الشرطة شرطة"))  # of a country


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag of an article, with its spellings in it and, for ours, its label and the id of its record."""

    id: str = ""
    type: str
    keys: frozenset[Key]
    optional: bool


def keys(surfaces: Iterable[str]) -> frozenset[Key]:
    """Return the spellings by which a tag and a label are compared: letters folded, the article of «للرياض» back."""
    plain = [words(surface) for surface in surfaces]
    swallowed = [
        (f"ال{key[0][2:]}", *key[1:])
        for key in plain
        if key and key[0].startswith("لل")
    ]
    return frozenset(key for key in (*plain, *swallowed) if key)


def optional(surfaces: Iterable[str]) -> bool:
    """Return whether all *surfaces* are what the guideline leaves open."""
    return all(
        key in OPTIONAL or key[0] in OPTIONAL_HEADS
        for surface in surfaces
        if (key := words(surface))
    )


def labels(entities: Iterable[Mapping[str, Any]]) -> list[Tag]:
    """Return the tags of a labelled article."""
    return [
        Tag(
            type=entity["type"],
            keys=keys([entity["label"], *entity["mentions"]]),
            optional=optional(entity["mentions"]),
        )
        for entity in entities
    ]


def tags(mentions: Iterable[Mention]) -> list[Tag]:
    """Return the tags that *mentions* give their article, one for each record."""
    surfaces: dict[str, list[str]] = {}
    records = {mention.record.id: mention.record for mention in mentions}
    for mention in mentions:
        surfaces.setdefault(mention.record.id, []).append(mention.surface)
    return [
        Tag(
            id=at,
            type=records[at].type,
            keys=keys([records[at].label, *written]),
            optional=optional(written),
        )
        for at, written in surfaces.items()
    ]


def agree(ours: frozenset[Key], theirs: frozenset[Key]) -> bool:
    """Return whether a tag and a label share a spelling, proclitics read off."""
    return bool(ours & theirs) or any(
        (rest, *key[1:]) in theirs
        for key in ours
        for _, rest in readings(key[0], {name[0] for name in theirs})
    )


def compare(
    ours: Sequence[Tag], theirs: Sequence[Tag]
) -> tuple[list[tuple[Tag, str]], list[Tag]]:
    """Return each tag of an article as right, wrong or twice, and the labels that none agrees with; none optional."""
    hit: set[int] = set()
    verdicts: list[tuple[Tag, str]] = []
    for tag in ours:
        match = next(
            (
                at
                for at, one in enumerate(theirs)
                if one.type == tag.type and agree(tag.keys, one.keys)
            ),
            None,
        )
        if match is None:
            verdicts += [] if tag.optional else [(tag, "wrong")]
        else:
            verdicts += (
                []
                if theirs[match].optional
                else [(tag, "twice" if match in hit else "right")]
            )
            hit.add(match)
    return verdicts, [
        label for at, label in enumerate(theirs) if at not in hit and not label.optional
    ]
