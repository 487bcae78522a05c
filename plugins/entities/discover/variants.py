# SPDX-License-Identifier: AGPL-3.0-or-later
"""Clusters the surface forms of one entity: short forms, and transliteration variants.

A short form joins the full name that an article gives with it. Transliterations of one
foreign sound (ج, غ, ق for g) join the most frequent of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from plugins.entities.lists.word_keys import NameKey, WordCache

SHORTEST_VARIANT = 5  # letters of a word that may have a transliteration variant
# ج ق غ ك write a foreign g or k; و and ا and ه write vowels that may be omitted:
# جوجل, غوغل, قوقل (Google).
TRANSLITERATION = str.maketrans("قغك", "ججج", "واه")

TypedKey = tuple[str, NameKey]  # type and words of a name
ShortForm = tuple[TypedKey, NameKey]  # a name as written, and the full one


def merge_variants(
    frequency: Mapping[TypedKey, int], short_forms: Iterable[ShortForm]
) -> dict[TypedKey, TypedKey]:
    """Return the head of its cluster for every name that is not the head itself.

    *frequency* is that of each name, *short_forms* those of all articles.
    """
    heads = {**transliteration_heads(frequency), **full_names(short_forms)}
    return {name: follow_heads(name, heads) for name in heads if name in frequency}


def full_names(short_forms: Iterable[ShortForm]) -> dict[TypedKey, TypedKey]:
    """Return the full names of short forms of two words or more.

    Only where all articles that give a full name give the same one.
    """
    candidates: dict[TypedKey, set[NameKey]] = {}
    for short, full in short_forms:
        candidates.setdefault(short, set()).add(full)
    return {
        short: (short[0], next(iter(full)))
        for short, full in candidates.items()
        if len(full) == 1
    }


def transliteration_heads(
    frequency: Mapping[TypedKey, int],
) -> dict[TypedKey, TypedKey]:
    """Return for each transliteration variant the most frequent one."""
    sounds = WordCache(sound_of)
    by_sound: dict[TypedKey, list[TypedKey]] = {}
    for name in frequency:
        sound = name[0], tuple([sounds[word] for word in name[1]])
        by_sound.setdefault(sound, []).append(name)
    return {
        variant: head
        for cluster in by_sound.values()
        if len(cluster) > 1
        for head, variant in variant_pairs(
            sorted(cluster, key=lambda name: (-frequency[name], name))
        )
    }


def variant_pairs(cluster: Iterable[TypedKey]) -> Iterator[tuple[TypedKey, TypedKey]]:
    """Yield pairs of a more and a less frequent variant; *cluster* is in that order."""
    for head, variant in combinations(cluster, 2):
        if are_variants(head[1], variant[1]):
            yield head, variant


def sound_of(word: str) -> str:
    """Return *word* without the letters by which transliterations differ."""
    if len(word) < SHORTEST_VARIANT - 1:
        return word
    return word.translate(TRANSLITERATION)


def are_variants(first: NameKey, second: NameKey) -> bool:
    """Return whether names of one sound differ in long words only, by one letter."""
    if len(first) != len(second):
        return False
    for word, other in zip(first, second, strict=True):
        if word == other:
            continue
        if min(len(word), len(other)) < SHORTEST_VARIANT:
            return False
        if not differ_by_one_letter(word, other):
            return False
    return True


def differ_by_one_letter(word: str, other: str) -> bool:
    """Return whether one letter is replaced or inserted between two words."""
    short, long = sorted((word, other), key=len)
    prefix = 0
    while prefix < len(short) and short[prefix] == long[prefix]:
        prefix += 1
    if len(short) == len(long):
        return short[prefix + 1 :] == long[prefix + 1 :]
    return short[prefix:] == long[prefix + 1 :]


def follow_heads(name: TypedKey, heads: Mapping[TypedKey, TypedKey]) -> TypedKey:
    """Return the head of heads.

    There is one: every step leads to a name of more words or a more frequent one.
    """
    while name in heads:
        name = heads[name]
    return name
