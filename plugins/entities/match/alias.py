# SPDX-License-Identifier: AGPL-3.0-or-later
"""The aliases of a known entity, prepared for matching."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from plugins.entities.lists.known_entity import KnownEntity
from plugins.entities.lists.word_keys import NameKey, spacing_variants, word_keys

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
    for text, words, *signs in surface_forms(entity.names):
        yield Alias(text, words, entity, *signs)


@cache  # two finders have the names of the gazetteer
def surface_forms(
    names: tuple[str, ...],
) -> list[tuple[str, NameKey, bool, bool, bool]]:
    """Return text and words of each of *names*, and which sign it has."""
    forms: list[tuple[str, NameKey, bool, bool, bool]] = []
    for name in names:
        text, sign = name.strip("=«»~"), name[:1]
        signs = (sign == EXACT, sign == QUOTED, sign == NATIONAL)
        forms += [(text, words, *signs) for words in spacing_variants(word_keys(text))]
    return forms
