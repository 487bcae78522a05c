# SPDX-License-Identifier: AGPL-3.0-or-later
"""Light stemming (light10c): removes the affixes of a word.

Affixes are the article, conjunctions, prepositions and endings. The tables are in
rules.json; the twin in the browser is theme/static/js/arabic.js.
"""

import re

from arabic.spelling import RULES, fold


def _affixes_at_start(affixes: list[tuple[str, int]]) -> re.Pattern[str]:
    """Return a pattern of prefixes, each with the least number of letters after it."""
    return re.compile("|".join(f"{affix}(?=.{{{least}}})" for affix, least in affixes))


_PREFIX = _affixes_at_start(RULES["prefixes"])
_JOINED = _affixes_at_start(RULES["joined"])
# suffix, length of the shortest word from which it is removed
_SUFFIXES: list[tuple[str, int]] = [
    (affix, len(affix) + least) for affix, least in RULES["suffixes"]
]
_LAST_LETTERS = {affix[-1] for affix, _ in _SUFFIXES}


def _remove_start(pattern: re.Pattern[str], word: str) -> str:
    match = pattern.match(word)
    return word[match.end() :] if match else word


def without_prefix(word: str) -> str:
    """Return the folded *word* without the first prefix that matches."""
    return _remove_start(_PREFIX, word)


def _without_affixes(word: str) -> str:
    """Return the folded *word* without one prefix and every suffix that matches."""
    word = without_prefix(word)
    if word[-1:] not in _LAST_LETTERS:
        return word
    for affix, shortest in _SUFFIXES:
        if word.endswith(affix) and len(word) >= shortest:
            word = word[: -len(affix)]
    return word


_ROOTED = {_without_affixes(fold(word)) for word in RULES["rooted"]}


def stem(word: str) -> str:
    """Return the stem of a folded *word*.

    At most one prefix is removed, then every suffix that matches, in the table's order:
    «والمكتبات» gives «مكتب». Last, a ب or ل joined to the word is removed, unless the
    table lists the word as one whose root begins with it. Suffixes are removed before,
    so that in the shortest words, where the letter mostly belongs to the root, it
    stays.

    Source: Larkey, Ballesteros, Connell, Light Stemming for Arabic Information
    Retrieval (light10). What goes beyond it was chosen on three development sets:
    MRR@10 .801 → .807 (ARCD), .934 → .945 (XQuAD), .879 → .897 (ANT titles).
    """
    word = _without_affixes(word)
    return word if word in _ROOTED else _remove_start(_JOINED, word)
