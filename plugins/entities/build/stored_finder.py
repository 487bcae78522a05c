# SPDX-License-Identifier: AGPL-3.0-or-later
"""The finder of an archive in a file beside the cached names, for the next build.

To apply the lock and the editors' file to the gazetteer and to prepare seventy thousand
aliases takes half a second; an edited article has a few hundred words. A stored finder
has the same tables, and creates an entity or the aliases with a first word when a text
asks for them. The file may be deleted at any time.
"""

import hashlib
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from plugins.entities.discover.id_lock import Lock, locked_of_origin, reuse_ids
from plugins.entities.editors.apply_file import apply_editors_file
from plugins.entities.editors.file import EMPTY, EditorsFile
from plugins.entities.lists.countries import country_words
from plugins.entities.lists.gazetteer import (
    load_gazetteer,
    phrases_without_names,
    word_lists,
)
from plugins.entities.lists.known_entity import KnownEntity
from plugins.entities.lists.word_keys import WordCache
from plugins.entities.match.alias import Alias
from plugins.entities.match.country import CountryVotes
from plugins.entities.match.finder import AliasesByTail, Finder
from plugins.entities.models.crf import CrfRecogniser
from plugins.entities.models.recogniser import Recogniser
from storage.code_digest import ROOT, code_digest
from storage.computed_file import read_computed, write_computed
from storage.plain_pickle import PROTOCOL, load_values

ENTITIES = Path(__file__).parents[1]
GAZETTEER = ROOT / ".cache" / "gazetteer-finder"
FILE = "finder"
DECIDING = (
    *(ENTITIES / stage for stage in ("lists", "match", "discover", "editors")),
    Path(__file__),
)
FIELDS = tuple(field.name for field in fields(KnownEntity))
fields_of = attrgetter(*FIELDS)
Value = TypeVar("Value")
NOTHING = KnownEntity(id="", label="", type="")  # of the aliases of ignored phrases


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The finder of an archive.

    *unedited* are the gazetteer's entities by locked id, without the editors' changes.
    """

    finder: Finder
    unedited: Mapping[str, KnownEntity]


class CreatedOnDemand(Mapping[str, Value]):
    """A mapping whose values are created from *rows* when they are asked for."""

    def __init__(
        self, rows: Mapping[str, Any], create: Callable[[str, Any], Value]
    ) -> None:
        self.rows, self.create = rows, create
        self.created: dict[str, Value] = {}

    def __getitem__(self, key: str) -> Value:
        value = self.created.get(key)
        if value is None:
            value = self.created[key] = self.create(key, self.rows[key])
        return value

    def __contains__(self, key: object) -> bool:
        return key in self.rows

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def stored_entities(
    rows: Mapping[str, tuple[Any, ...]],
) -> CreatedOnDemand[KnownEntity]:
    """Return entities by id, from the rows of their fields."""
    return CreatedOnDemand(
        rows,
        lambda _, values: KnownEntity(**dict(zip(FIELDS, values, strict=True))),
    )


def stored_aliases(
    rows: Mapping[str, Any], entities: Mapping[str, KnownEntity]
) -> CreatedOnDemand[AliasesByTail]:
    """Return aliases by their first word; *rows* are those of ``tables_of``."""

    def create_alias(
        words: tuple[str, ...], text: str, identity: str, *signs: bool
    ) -> Alias:
        entity = entities[identity] if identity else NOTHING
        return Alias(text, words, entity, *signs)

    def create_aliases(first: str, by_tail: Any) -> AliasesByTail:
        return {
            tail: tuple([create_alias((first, *tail), *row) for row in of_tail])
            for tail, of_tail in by_tail
        }

    return CreatedOnDemand(rows, create_aliases)


class StoredFinder(Finder):
    """A finder with the tables that ``tables_of`` returned."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self.fingerprint = tables["fingerprint"]
        # A finder only reads them.
        self.entities = stored_entities(tables["entities"])  # type: ignore[assignment]
        self.word_lists = word_lists()
        self.ignored = set(tables["ignored"])
        self.ambiguous = frozenset(tables["ambiguous"])
        self.national = frozenset(tables["national"])
        self.countries = CountryVotes(tables["countries"])
        self.by_first_word = stored_aliases(tables["aliases"], self.entities)
        self.first_tokens = WordCache(self._first_token)


def load_known_names(path: Path, lock: Lock, editors: EditorsFile) -> KnownNames:
    """Return the finder of an archive with this *lock* and editors' file.

    It is read from *path* if the last build stored it there with the same of both.
    Raises ``BadEditorsFile`` for a merge into an unknown id.
    """
    key = finder_key(lock, editors)
    stored = read_computed(path, key)
    if stored is not None:
        tables = load_values(stored)
        return KnownNames(StoredFinder(tables), stored_entities(tables["unedited"]))
    gazetteer = reuse_ids(load_gazetteer(), lock)
    known = KnownNames(
        make_finder(gazetteer, editors), {entity.id: entity for entity in gazetteer}
    )
    write_computed(path, key, pickle.dumps(tables_of(known), PROTOCOL))
    return known


def finder_key(lock: Lock, editors: EditorsFile) -> str:
    """Return the digest of what decides the finder and the ids of its entities."""
    locked = locked_of_origin(lock, "gazetteer")
    rows = [
        (identity, entry.type, entry.labels, entry.merged_into)
        for identity, entry in locked.items()
    ]
    inputs = repr((code_digest(DECIDING, ("Babel",)), rows, editors))
    return hashlib.sha256(inputs.encode()).hexdigest()


def make_finder(gazetteer: Iterable[KnownEntity], editors: EditorsFile) -> Finder:
    """Return the finder of the gazetteer's entities, as the editors changed them."""
    entities, ignored = apply_editors_file(gazetteer, editors)
    return Finder(entities, [*phrases_without_names(), *ignored], word_lists())


def tables_of(known: KnownNames) -> dict[str, Any]:
    """Return the tables of a finder as texts, numbers, lists and mappings."""
    finder = known.finder
    unedited = {
        identity: fields_of(entity) for identity, entity in known.unedited.items()
    }
    return {
        "fingerprint": finder.fingerprint,
        "unedited": unedited,
        "entities": {
            identity: unedited[identity]
            if entity is known.unedited.get(identity)
            else fields_of(entity)
            for identity, entity in finder.entities.items()
        },
        "ignored": list(finder.ignored),
        "ambiguous": list(finder.ambiguous),
        "national": list(finder.national),
        "countries": dict(country_words()),
        "aliases": {
            first: [
                (tail, list(map(row_of, aliases))) for tail, aliases in by_tail.items()
            ]
            for first, by_tail in finder.by_first_word.items()
        },
    }


def row_of(alias: Alias) -> tuple[Any, ...]:
    """Return the fields of an alias, with the id of its entity."""
    return (alias.text, alias.entity.id, alias.exact, alias.quoted, alias.national)


def use_stored_finder(recogniser: Recogniser) -> None:
    """Give the built-in recogniser a stored finder of the gazetteer.

    It is the same as the one that it would prepare itself, for its features.
    """
    if isinstance(recogniser, CrfRecogniser) and "finder" not in vars(recogniser):
        recogniser.finder = load_known_names(GAZETTEER, {}, EMPTY).finder
