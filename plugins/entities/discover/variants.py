# SPDX-License-Identifier: AGPL-3.0-or-later
"""One bearer, several names: the short name that one article also writes in full, the sound that two letters spell."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from plugins.entities.lists.known_entity import Key
from plugins.entities.resolve.reconcile import Unlinked

SHORTEST_VARIED = 5  # letters of a word that may be spelt another way
# ج ق غ ك write one foreign g or k, و and ا and ه vowels that may be left out: جوجل, غوغل, قوقل.
TRANSLITERATED = str.maketrans("قغك", "ججج", "واه")

Named = tuple[str, Key]  # type and words


def bearers(names: Iterable[Unlinked]) -> Mapping[Named, Key]:
    """Return for the words of every name, by type, the words under which its bearer is gathered."""
    seen = list(names)
    often = Counter((name.type, name.key) for name in seen)
    heads = {**_other_spellings(often), **_in_full(seen)}
    return {named: _end(named, heads)[1] for named in often}


def _in_full(names: Iterable[Unlinked]) -> dict[Named, Named]:
    """Return the full names of short ones of two words or more, as far as the articles agree on one."""
    full: dict[Named, set[Key]] = {}
    for name in names:
        if name.own != name.key and len(name.own) > 1:
            full.setdefault((name.type, name.own), set()).add(name.key)
    return {
        short: (short[0], next(iter(keys)))
        for short, keys in full.items()
        if len(keys) == 1
    }


def _other_spellings(often: Counter[Named]) -> dict[Named, Named]:
    """Return for names that differ in the spelling of one foreign sound the commonest of them."""
    alike: dict[Named, list[Named]] = {}
    for kind, key in sorted(often, key=lambda named: (-often[named], named)):
        alike.setdefault((kind, tuple(map(_sound, key))), []).append((kind, key))
    return {
        other: named
        for group in alike.values()
        for named, other in _pairs(group)
        if other != named
    }


def _pairs(group: list[Named]) -> Iterator[tuple[Named, Named]]:
    return (
        (named, other)
        for named, other in combinations(group, 2)
        if same_sound(named[1], other[1])
    )


def _sound(word: str) -> str:
    return word.translate(TRANSLITERATED) if len(word) >= SHORTEST_VARIED - 1 else word


def same_sound(one: Key, other: Key) -> bool:
    """Return whether two names of the same sound differ in long words only, and in one letter of each."""
    return len(one) == len(other) and all(
        a == b or (min(len(a), len(b)) >= SHORTEST_VARIED and _one_letter_apart(a, b))
        for a, b in zip(one, other, strict=True)
    )


def _one_letter_apart(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    at = next(
        (at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b),
        len(short),
    )
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]


def _end(named: Named, heads: Mapping[Named, Named]) -> Named:
    """Follow *heads* from name to name; every step leads to more words or to a commoner name, so there is an end."""
    while named in heads:
        named = heads[named]
    return named
