# SPDX-License-Identifier: AGPL-3.0-or-later
"""What Apache Lucene's ArabicAnalyzer makes of a text: normalised letters, its stop words left out, light10 stems.

Source: org.apache.lucene.analysis.ar, ArabicNormalizer and ArabicStemmer. Its list of stop words is the one that
Jacques Savoy published; the archive's own list stands in for it.
"""

import re

from arabic.spelling import MARKS, RULES

WORD = re.compile(r"[^\W_]+")
NORMAL = str.maketrans("أإآىة", "ااايه")
PREFIXES = ("ال", "وال", "بال", "كال", "فال", "لل", "و")
SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي")


def normal(word: str) -> str:
    """Return *word* without marks, hamza on alef, dotless yeh, teh marbuta."""
    return word.lower().translate(NORMAL)


STOP = {normal(word) for word in RULES["stop"]}


def stem(word: str) -> str:
    """Return *word* without the first prefix that fits and every suffix that does."""
    for prefix in PREFIXES:
        if word.startswith(prefix) and len(word) >= (
            4 if len(prefix) == 1 else len(prefix) + 2
        ):
            word = word[len(prefix) :]
            break
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + 2:
            word = word[: -len(suffix)]
    return word


def analysed(text: str) -> str:
    """Return the terms of *text*, a space between."""
    words = (normal(word) for word in WORD.findall(MARKS.sub("", text)))
    return " ".join(stem(word) for word in words if word not in STOP)
