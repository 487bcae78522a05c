# SPDX-License-Identifier: AGPL-3.0-or-later
"""The analyser of the search index: text → terms.

The twin in the browser is theme/static/js/arabic.js; tests/vectors/terms.json has the
expected terms for both.
"""

import hashlib
import json
import re
from functools import lru_cache

from arabic.spelling import RULES, fold
from arabic.stem import stem

_WORD = re.compile(r"\d+|[^\W\d_]+")
_WORD_OR_NEWLINE = re.compile(rf"{_WORD.pattern}|\n")
_QUERY_ONLY_RULES = {"stop"}


def words(text: str) -> list[str]:
    """Return the folded words of *text* in order.

    Letters and digits are separate words: «2015م» gives 2015 and م.
    """
    return _WORD.findall(fold(text))


def terms(text: str) -> list[str]:
    """Return the stems of the words of *text*, in order."""
    return [term for chunk in text.split() for term in _chunk_terms(chunk)]


def terms_of_lines(text: str) -> list[str]:
    r"""Return the terms of *text* in order, with each "\n" as an element of its own.

    For many short texts it is faster to join them with newlines and fold them at once.
    """
    tokens = _WORD_OR_NEWLINE.findall(fold(text))
    stems = {token: stem(token) for token in set(tokens)}
    return [stems[token] for token in tokens]


def version() -> str:
    """Return the analyser's name and a digest of the rules that decide its terms."""
    deciding = {
        key: rule for key, rule in RULES.items() if key not in _QUERY_ONLY_RULES
    }
    digest = hashlib.sha256(json.dumps(deciding, sort_keys=True).encode()).hexdigest()
    return f"{RULES['name']}-{digest[:8]}"


# Most of the time of a build was spent on folding the same words again. No rule
# reaches across white space, so chunks between it can be cached.
@lru_cache(maxsize=1 << 18)
def _chunk_terms(chunk: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in words(chunk))
