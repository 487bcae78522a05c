# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text → the terms the index holds; theme/static/js/arabic.js is its twin, tests/vectors/terms.json holds both."""

import hashlib
import json
import re
from functools import lru_cache

from arabic.spelling import RULES, fold
from arabic.stem import stem

_WORD = re.compile(r"\d+|[^\W\d_]+")
_WORD_OR_END = re.compile(rf"{_WORD.pattern}|\n")
_QUERY_ONLY = {"stop"}


def words(text: str) -> list[str]:
    """Return the folded words of *text* in order; letters and digits part («2015م» is two)."""
    return _WORD.findall(fold(text))


def terms(text: str) -> list[str]:
    """Return the stems of the words of *text*, in order."""
    return [term for chunk in text.split() for term in _chunk_terms(chunk)]


def terms_of_lines(text: str) -> list[str]:
    """Return the terms of *text* in order, and the end of each line between them: to fold much at once is quicker."""
    found = _WORD_OR_END.findall(fold(text))
    stems = {word: stem(word) for word in set(found)}
    return [stems[word] for word in found]


def version() -> str:
    """Return the analyser's name and a hash of all rules that decide what the index holds."""
    deciding = {key: rule for key, rule in RULES.items() if key not in _QUERY_ONLY}
    digest = hashlib.sha256(json.dumps(deciding, sort_keys=True).encode()).hexdigest()
    return f"{RULES['name']}-{digest[:8]}"


# Most of the time of a build went into folding the same words again; no rule reaches across white space.
@lru_cache(maxsize=1 << 18)
def _chunk_terms(chunk: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in words(chunk))
