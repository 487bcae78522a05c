# SPDX-License-Identifier: AGPL-3.0-or-later
"""The terms of Apache Lucene's ArabicAnalyzer: normalised, without stop words, light10.

Source: org.apache.lucene.analysis.ar, ArabicNormalizer and ArabicStemmer. Its stop
words are those that Jacques Savoy published; the archive's own list replaces them.
"""

import re

from arabic.spelling import MARKS, RULES

WORD = re.compile(r"[^\W_]+")
NORMALISED_LETTERS = str.maketrans("أإآىة", "ااايه")
PREFIXES = ("ال", "وال", "بال", "كال", "فال", "لل", "و")
SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي")
SHORTEST_STEM = 2  # letters that remain without an affix
SHORTEST_AFTER_WAW = 3  # letters that remain without the prefix «و»


def normalise(word: str) -> str:
    """Return *word* without hamza on alef, dotless yeh and teh marbuta."""
    return word.lower().translate(NORMALISED_LETTERS)


STOP_WORDS = {normalise(word) for word in RULES["stop"]}


def stem(word: str) -> str:
    """Return *word* without the first prefix that fits and every suffix that does."""
    word = strip_prefix(word)
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_STEM:
            word = word.removesuffix(suffix)
    return word


def strip_prefix(word: str) -> str:
    """Return *word* without the first prefix that leaves enough letters."""
    for prefix in PREFIXES:
        shortest = SHORTEST_AFTER_WAW if len(prefix) == 1 else SHORTEST_STEM
        if word.startswith(prefix) and len(word) - len(prefix) >= shortest:
            return word.removeprefix(prefix)
    return word


def analyse(text: str) -> str:
    """Return the terms of *text*, joined by spaces."""
    words = map(normalise, WORD.findall(MARKS.sub("", text)))
    return " ".join(stem(word) for word in words if word not in STOP_WORDS)
