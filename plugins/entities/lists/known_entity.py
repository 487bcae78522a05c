# SPDX-License-Identifier: AGPL-3.0-or-later
"""A known entity with its aliases, and the permanent id that it has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from storage.ids import short_id

TYPES = ("person", "place", "org", "event")
ID_LENGTH = 8

Origin = Literal["editor", "gazetteer", "minted"]
DISCOVERED: Origin = "minted"  # the word in lock files


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntity:
    """One person, place, organisation or event, with all its aliases.

    *cues* disambiguate a homograph: an article must contain one of these words.
    An alias in guillemets («الرياض») matches only where the text quotes it; one after
    an equals sign (=جدة) matches only exactly these letters; one after a tilde
    (~وزارة الصحة) matches only in a text about *country*.
    """

    id: str
    label: str
    type: str
    aliases: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    origin: Origin = "gazetteer"
    wikidata: str = ""
    latin: str = ""  # the name in English, where CLDR has it
    country: str = ""  # its label in the gazetteer; "" for none or unknown
    line: int = 0  # of the editors' file

    @property
    def names(self) -> tuple[str, ...]:
        """The label and the aliases in order, without duplicates."""
        return tuple(dict.fromkeys((self.label, *self.aliases)))


def entity_id(entity_type: str, label: str) -> str:
    """Return the permanent id of an entity: opaque, and the same on every machine.

    The label is not normalised: only its marks distinguish عُمان (Oman) from عمّان
    (Amman).
    """
    return short_id("entity", f"{entity_type}\n{label}", ID_LENGTH)


class Mergeable(Protocol):
    """An entry of the editors' file or of the lock."""

    @property
    def merged_into(self) -> str:
        """The id that has taken over the names of this one, "" for none."""


def merge_path(identity: str, entries: Mapping[str, Mergeable]) -> list[str]:
    """Return *identity* and the ids that it was merged into, one after the other.

    The last id may be none of *entries*. In a cycle every id is listed once.
    """
    path = [identity]
    while path[-1] in entries:
        target = entries[path[-1]].merged_into
        if not target or target in path:
            break
        path.append(target)
    return path


def follow_merges(identity: str, entries: Mapping[str, Mergeable]) -> str:
    """Return the id that *identity* was finally merged into, itself if into none."""
    return merge_path(identity, entries)[-1]
