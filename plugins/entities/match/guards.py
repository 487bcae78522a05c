# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the neighbouring words say against a name: part of a longer one, or another spelling altogether."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import zip_longest

from arabic.spelling import MARKS, name_key
from plugins.entities.lists.known_entity import Alias

ALIF = "ا"
ARTICLE = re.compile("(?:[وفبك]|[وف]ب)?ال|[وف]?لل")
CACHED_PAIRS = 20_000  # of a spelling in a text and one of a record: most recur


@lru_cache(maxsize=CACHED_PAIRS)
def agreement(surface: str, alias: str) -> int:
    """Return how many marks *surface* and *alias* share at the same letter, or -1 if their marks contradict."""
    if not (MARKS.search(surface) and MARKS.search(alias)):
        return 0
    nothing: tuple[str, frozenset[str]] = ("", frozenset())
    pairs = list(
        zip_longest(_marked_letters(surface), _marked_letters(alias), fillvalue=nothing)
    )
    if any(ours and theirs and not ours & theirs for (_, ours), (_, theirs) in pairs):
        return -1
    return sum(len(ours & theirs) for (_, ours), (_, theirs) in pairs)


def _marked_letters(text: str) -> list[tuple[str, frozenset[str]]]:
    letters: list[tuple[str, frozenset[str]]] = []
    for sign in text:
        if not MARKS.fullmatch(sign):
            letters.append((sign, frozenset()))
        elif letters and sign != "\N{ARABIC TATWEEL}":
            letters[-1] = (letters[-1][0], letters[-1][1] | {sign})
    return letters


@lru_cache(maxsize=CACHED_PAIRS)
def same_letters(surface: str, alias: str) -> bool:
    """Return whether the two differ in nothing but marks and tatweel."""
    return MARKS.sub("", surface) == MARKS.sub("", alias)


@lru_cache(maxsize=CACHED_PAIRS)
def plausible_letters(surface: str, alias: str) -> bool:
    """Return whether *surface* may be a careless spelling of the one-word *alias*.

    A bare alif may stand for any hamza, but أ is not إ; ه is not ة in a word without article: جده is «his grandfather».
    """
    ours, theirs = MARKS.sub("", surface), MARKS.sub("", alias)
    if len(ours) != len(theirs):
        return True  # the swallowed article of «للرياض»
    return all(
        a == b or ALIF in (a, b) or {a, b} <= set("أآ") or _same_end(a, b, theirs)
        for a, b in zip(ours, theirs, strict=True)
    )


def _same_end(ours: str, theirs: str, alias: str) -> bool:
    if {ours, theirs} == {"ه", "ة"}:
        return alias.startswith("ال")
    return name_key(ours) == name_key(theirs) and theirs not in "ىةأإآ"


def refused(
    alias: Alias, before: str, after: str, words: Mapping[str, frozenset[str]]
) -> bool:
    """Return whether the word key *before* or *after* shows that *alias* is a piece of a longer name.

    The two are empty where punctuation stands between.
    """
    kind = alias.record.type
    if len(alias.words) == 1 and before in words["link"]:
        return True
    if kind == "person":
        return _not_this_person(alias.words, before, after, words)
    if (
        kind == "place"
        and alias.words[0] in words["adjective"]
        and ARTICLE.match(before)
    ):
        return True
    return kind == "place" and before in words["named-after"]


def _not_this_person(
    name: Sequence[str], before: str, after: str, words: Mapping[str, frozenset[str]]
) -> bool:
    if (
        before in words["link"]
        or before in words["given"]
        or before in words["facility"]
    ):
        return True
    return after in words["continues"] or (len(name) == 1 and after in words["given"])
