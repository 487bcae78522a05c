# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which texts a change of the known entities can affect.

An editor who renames one entity changes the names in few texts, but to reconcile the
names of all texts takes as long as half a build. A text is affected only if

1. it has all words of an alias that was added, removed or changed: every rule that
   links a name compares it with the words of an alias. One rule adds the head of an
   organisation that the text lacks («سبق» for «صحيفة سبق»), so a head is not required;
2. or it has a word with which aliases begin now, and none began before, or the reverse:
   such a word is never divided into proclitic and stem.

Example: the label «سد الوادي» becomes «جسر الوادي», and no other alias begins with سد.
Texts that contain the letters of الوادي (rule 1), سد or جسر (rule 2) are reconciled
again, and no others.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import chain
from typing import NamedTuple

from plugins.entities.lists.known_entity import KnownEntity
from plugins.entities.lists.word_keys import WORD, NameKey, word_key
from plugins.entities.match.alias import aliases_of
from plugins.entities.match.finder import Finder, deciding_fields
from plugins.entities.resolve.reconcile import ORGANISATION_HEADS

MOST_CHANGED = 100  # entities, above which all texts are reconciled again
ARTICLE = "ال"  # which «لل» swallows: «للرياض» contains رياض


class EntityState(NamedTuple):
    """The digest of what decides where an entity is found, and its aliases."""

    digest: str
    aliases: Sequence[NameKey]


def describe_finder(finder: Finder) -> str:
    """Return as JSON what ``words_of_changes`` compares with the next finder."""
    return json.dumps(
        [digest_lists(finder), sorted(finder.ignored), entity_states(finder)],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def words_of_changes(described: str, finder: Finder) -> frozenset[str] | None:
    """Return the words of which an affected text contains one, without the article.

    *described* is the former finder. ``None``: any text may be affected.
    """
    lists, phrases, rows = json.loads(described)
    if lists != digest_lists(finder):
        return None
    ignored = set(map(tuple, phrases))
    former = {
        identity: EntityState(digest, tuple(map(tuple, aliases)))
        for identity, (digest, aliases) in rows.items()
    }
    states = entity_states(finder)
    changed = former.items() ^ states.items()
    if len(changed) > MOST_CHANGED:
        return None
    aliases = {alias for _, state in changed for alias in state.aliases}
    aliases |= finder.ignored ^ ignored
    first_words = first_words_of(former, ignored) ^ first_words_of(
        states, finder.ignored
    )
    words = {required_word(alias) for alias in aliases if alias} | first_words
    return frozenset(word.removeprefix(ARTICLE) for word in words)


def may_be_affected(text: str, words: Set[str]) -> bool:
    """Return whether *text* contains one of *words*, also within a word."""
    keys = " ".join(map(word_key, WORD.findall(text)))
    return any(word in keys for word in words)


def entity_states(finder: Finder) -> dict[str, EntityState]:
    """Return the state of each entity by its id."""
    return {
        identity: EntityState(digest_entity(entity), alias_words(entity))
        for identity, entity in finder.entities.items()
    }


def alias_words(entity: KnownEntity) -> tuple[NameKey, ...]:
    """Return the words of each alias of *entity*."""
    return tuple(dict.fromkeys(alias.words for alias in aliases_of(entity)))


def first_words_of(
    states: Mapping[str, EntityState], ignored: Iterable[NameKey]
) -> set[str]:
    """Return the words with which aliases and *ignored* phrases begin."""
    aliases = chain.from_iterable(state.aliases for state in states.values())
    return {alias[0] for alias in chain(aliases, ignored) if alias}


def required_word(alias: NameKey) -> str:
    """Return the longest of the words that a text with this alias has."""
    has_head = len(alias) > 1 and alias[0] in ORGANISATION_HEADS
    return max(alias[1:] if has_head else alias, key=len)


def digest_entity(entity: KnownEntity) -> str:
    """Return the digest of what decides where an entity is found."""
    fields = repr(deciding_fields(entity)).encode()
    return hashlib.blake2b(fields, digest_size=16).hexdigest()


def digest_lists(finder: Finder) -> str:
    """Return the digest of the word lists."""
    lists = [(kind, sorted(keys)) for kind, keys in sorted(finder.word_lists.items())]
    return hashlib.blake2b(repr(lists).encode(), digest_size=16).hexdigest()
