# SPDX-License-Identifier: AGPL-3.0-or-later
"""The analyser of the search index: text → terms.

The twin in the browser is theme/static/js/arabic.js; tests/vectors/terms.json has the
expected terms for both.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from functools import lru_cache

from arabic.search_spelling import WORD, final_spelling, fold_for_search, split_word
from arabic.spelling import RULES
from arabic.stem import Analysed, analyse_word

_WORD = re.compile(WORD)
_WORD_OR_NEWLINE = re.compile(rf"{WORD}|\n")
_QUERY_ONLY_RULES = {"stop", "question", "plurals"}
NEWLINE = "\n"
FORM_SIGN = "\t"  # between the term and the form of a token


def _split(text: str) -> list[str]:
    """Return the folded words of *text*, with the letters that carry context."""
    tokens = _WORD.findall(fold_for_search(text))
    return [word for token in tokens for word in split_word(token)]


def words(text: str) -> list[str]:
    """Return the folded words of *text* in order.

    Letters and digits are separate words: «2015م» gives 2015 and م. A joined name is
    two words: «عبدالله» gives عبد and الله.
    """
    return list(map(final_spelling, _split(text)))


def terms(text: str) -> list[str]:
    """Return the stems of the words of *text*, in order."""
    return [word.term for word in analysed(text)]


def analysed(text: str) -> list[Analysed]:
    """Return the stem and the form of each word of *text*, in order."""
    return [word for chunk in text.split() for word in _analysed_chunk(chunk)]


def analysed_lines(lines: Iterable[str]) -> list[list[Analysed]]:
    r"""Return the stem and the form of each word of each line, in order.

    All lines are folded at once, which is several times faster for many short ones.
    """
    text = "".join(f"{line.replace(NEWLINE, ' ')}{NEWLINE}" for line in lines)
    words_and_breaks = _WORD_OR_NEWLINE.findall(fold_for_search(text))
    words = {
        token: [analyse_word(part) for part in split_word(token)]
        for token in set(words_and_breaks) - {NEWLINE}
    }
    of_lines: list[list[Analysed]] = []
    line: list[Analysed] = []
    for token in words_and_breaks:
        if token == NEWLINE:
            of_lines.append(line)
            line = []
        else:
            line += words[token]
    return of_lines


def tokens_of_lines(text: str) -> list[str]:
    r"""Return a token for each word of *text*, and "\n" for each end of a line.

    A token is the term and the form of a word with FORM_SIGN between them. For many
    short texts it is faster to join them with newlines and fold them at once.
    """
    words_and_breaks = _WORD_OR_NEWLINE.findall(fold_for_search(text))
    tokens = {token: _tokens(token) for token in set(words_and_breaks)}
    return [token for word in words_and_breaks for token in tokens[word]]


def _tokens(word: str) -> list[str]:
    if word == NEWLINE:
        return [word]
    return [FORM_SIGN.join(analyse_word(part)) for part in split_word(word)]


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
def _analysed_chunk(chunk: str) -> tuple[Analysed, ...]:
    return tuple(map(analyse_word, _split(chunk)))
