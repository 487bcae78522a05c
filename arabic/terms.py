# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text → the terms the index holds; theme/static/js/arabic.js is its twin, tests/vectors/terms.json holds both."""

import hashlib
import json
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

from arabic.spelling import RULES, fold
from arabic.stem import stem

_WORD = re.compile(r"\d+|[^\W\d_]+")
_QUERY_ONLY = {"stop"}


def words(text: str) -> list[str]:
    """Return the folded words of *text* in order; letters and digits part («2015م» is two)."""
    return _WORD.findall(fold(text))


def terms(text: str) -> list[str]:
    """Return the stems of the words of *text*, in order."""
    return [term for chunk in text.split() for term in _chunk_terms(chunk)]


def terms_of_each(chunks: Sequence[str]) -> list[list[str]]:
    """Return the terms of each of *chunks*, none of which holds white space: to fold many at once is quicker."""
    found = [_WORD.findall(chunk) for chunk in fold("\n".join(chunks)).split("\n")]
    stems = {word: stem(word) for word in set(chain.from_iterable(found))}
    return [[stems[word] for word in held] for held, _ in zip(found, chunks, strict=False)]


def version() -> str:
    """Return the analyser's name and a hash of all rules that decide what the index holds."""
    deciding = {key: rule for key, rule in RULES.items() if key not in _QUERY_ONLY}
    digest = hashlib.sha256(json.dumps(deciding, sort_keys=True).encode()).hexdigest()
    return f"{RULES['name']}-{digest[:8]}"


# Most of the time of a build went into folding the same words again; no rule reaches across white space.
@lru_cache(maxsize=1 << 18)
def _chunk_terms(chunk: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in words(chunk))
