# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names that no record knows, gathered across the archive into candidates; those that pass the gate are published."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from plugins.entities.discover.publish_threshold import GATE, Gate
from plugins.entities.discover.variants import bearers
from plugins.entities.lists.known_entity import Key, Record, entity_id, joined, words
from plugins.entities.resolve.reconcile import Unlinked


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a candidate stands: characters *start* to *end* of an article's text, as written."""

    article: str
    start: int
    end: int
    surface: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What may become an entity: the words of its name, its spellings with their frequency, and where it stands.

    *confidence* is the mean over its articles of the surest mention in each.
    """

    key: Key
    type: str
    spellings: Counter[str] = field(repr=False)
    places: tuple[Place, ...] = field(repr=False)
    confidence: float
    published: bool

    @property
    def label(self) -> str:
        """The commonest spelling of the full name."""
        return self._full()[0]

    @property
    def record(self) -> Record:
        """The entity that it is when it is published."""
        label, *others = self._full()
        return Record(
            id=entity_id(self.type, label),
            label=label,
            type=self.type,
            aliases=tuple(others),
            origin="minted",
        )

    def _full(self) -> list[str]:
        """Return the spellings with all words of the name, the commonest first."""
        full = [
            spelling
            for spelling in self.spellings
            if len(joined(words(spelling))) == len(self.key)
        ]
        return sorted(
            full or self.spellings,
            key=lambda spelling: (-self.spellings[spelling], spelling),
        )


def candidates(
    sightings: Mapping[str, Sequence[Unlinked]], gate: Gate = GATE
) -> list[Candidate]:
    """Return the names of an archive that have no record, variants as one; *sightings* are by article id.

    They come in the order of type and key, whatever that of the articles.
    """
    heads = bearers(name for names in sightings.values() for name in names)
    gathered: dict[tuple[str, Key], list[tuple[str, Unlinked]]] = {}
    for article, names in sorted(sightings.items()):
        for name in names:
            gathered.setdefault((name.type, heads[name.type, name.key]), []).append(
                (article, name)
            )
    return [
        _candidate(kind, key, found, gate)
        for (kind, key), found in sorted(gathered.items())
    ]


def _candidate(
    kind: str, key: Key, found: Sequence[tuple[str, Unlinked]], gate: Gate
) -> Candidate:
    surest: dict[str, float] = {}
    for article, name in found:
        surest[article] = max(surest.get(article, 0), name.confidence)
    confidence = sum(surest.values()) / len(surest)
    nameable = kind != "person" or len(key) > 1
    return Candidate(
        key=key,
        type=kind,
        spellings=Counter(name.surface for _, name in found),
        places=tuple(
            Place(article=article, start=name.start, end=name.end, surface=name.surface)
            for article, name in found
        ),
        confidence=confidence,
        published=nameable and confidence >= gate[kind],
    )
