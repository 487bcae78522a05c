# SPDX-License-Identifier: AGPL-3.0-or-later
"""Light stemming (light10b): the article, conjunctions and endings of a word taken off, its root left alone."""

from arabic.spelling import RULES

_PREFIXES: list[tuple[str, int]] = [(affix, len(affix) + rest) for affix, rest in RULES["prefixes"]]
_SUFFIXES: list[tuple[str, int]] = [(affix, len(affix) + rest) for affix, rest in RULES["suffixes"]]


def without_prefix(word: str) -> str:
    """Return the folded *word* without the first prefix that fits."""
    for affix, shortest in _PREFIXES:
        if word.startswith(affix) and len(word) >= shortest:
            return word[len(affix) :]
    return word


def stem(word: str) -> str:
    """Return the stem of a folded *word*: at most one prefix off, then every suffix that fits, in the table's order.

    Source: Larkey, Ballesteros, Connell, Light Stemming for Arabic Information Retrieval (light10), and three
    prefixes more.
    """
    word = without_prefix(word)
    for affix, shortest in _SUFFIXES:
        if word.endswith(affix) and len(word) >= shortest:
            word = word[: -len(affix)]
    return word
