# SPDX-License-Identifier: AGPL-3.0-or-later
"""The aliases of a known entity, prepared for matching."""

from collections.abc import Iterator
from typing import NamedTuple

from plugins.entities.lists.known_entity import KnownEntity
from plugins.entities.lists.word_keys import spacing_variants, word_keys

EXACT, QUOTED, NATIONAL = "=", "«", "~"  # first characters of an alias


class Alias(NamedTuple):
    """One surface form of a known entity, with the comparison keys of its words."""

    text: str
    words: tuple[str, ...]
    entity: KnownEntity
    exact: bool = False
    quoted: bool = False
    national: bool = False  # a name that bodies of other countries have as well


def aliases_of(entity: KnownEntity) -> Iterator[Alias]:
    """Yield the label and aliases of *entity*, with compound words split and joined."""
    for name in entity.names:
        text = name.strip("=«»~")
        for words in spacing_variants(word_keys(text)):
            sign = name[:1]
            yield Alias(
                text, words, entity, sign == EXACT, sign == QUOTED, sign == NATIONAL
            )
