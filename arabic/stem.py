# SPDX-License-Identifier: AGPL-3.0-or-later
"""Light stemming (light10b): the article, conjunctions and endings of a word taken off, its root left alone."""

import re

from arabic.spelling import RULES

_PREFIX = re.compile("|".join(f"{affix}(?=.{{{rest}}})" for affix, rest in RULES["prefixes"]))
_SUFFIXES: list[tuple[str, int]] = [(affix, len(affix) + rest) for affix, rest in RULES["suffixes"]]
_LAST_LETTERS = {affix[-1] for affix, _ in _SUFFIXES}


def without_prefix(word: str) -> str:
    """Return the folded *word* without the first prefix that fits."""
    prefix = _PREFIX.match(word)
    return word[prefix.end() :] if prefix else word


def stem(word: str) -> str:
    """Return the stem of a folded *word*: at most one prefix off, then every suffix that fits, in the table's order.

    Source: Larkey, Ballesteros, Connell, Light Stemming for Arabic Information Retrieval (light10), and three
    prefixes more.
    """
    word = without_prefix(word)
    if word[-1:] not in _LAST_LETTERS:
        return word
    for affix, shortest in _SUFFIXES:
        if word.endswith(affix) and len(word) >= shortest:
            word = word[: -len(affix)]
    return word
