# SPDX-License-Identifier: AGPL-3.0-or-later
"""Folding for search: it goes further than ``arabic.spelling``, whose keys are frozen.

Letters of loanwords, Latin accents and the alef of tanween are folded, a number is one
word whatever groups its digits, and joined names are split. The tables are in
rules.json under "search"; the twin in the browser is theme/static/js/arabic.js.

Two characters carry what folding would lose, until a word is stemmed: KEPT_ALEF begins
a word whose «ال» is no article («ألمع»); KEPT_YEH ends the particle «على», which is
another word than the name «علي».
"""

import re
import unicodedata
from collections.abc import Iterator

from arabic.spelling import RULES, fold

SEARCH = RULES["search"]
KEPT_ALEF, KEPT_YEH = "\u0674", "\u0678"
_FINAL_SPELLING = str.maketrans(KEPT_ALEF + KEPT_YEH, "اى")

_MARK = "[\u0640\u064b-\u065f\u0670\u06d6-\u06ed]"
_IN_WORD = "[\u0621-\u065f\u0670-\u06d3\u06d5-\u06ed]"
# What follows replaces letters in the text as written, one character by one.
_TANWEEN = re.compile(
    f"(?<={_IN_WORD}{{2}})(?:ا(?=\u064b)|(?<=\u064b)ا)(?!\u064b?{_IN_WORD}(?<!\u064b))"
)
_HAMZA_AFTER_YEH = re.compile(f"(?<=ي)أ(?={_IN_WORD})")
# «بدأوا» is «بدؤوا», «يقرأون» is «يقرؤون».
_HAMZA_BEFORE_WAW = re.compile(
    f"(?<={_IN_WORD}{{2}})أ(?={_MARK}*و{_MARK}*[ان]{_MARK}*(?!{_IN_WORD}))"
)
_HAMZA_BEFORE_LAM = re.compile(
    f"(?<!{_IN_WORD})((?:[وفبكل]{_MARK}*)?)(?:[أإآ]|ا(?=[\u0653-\u0655]))(?={_MARK}*ل)"
)
_PARTICLE = re.compile(
    f"(?<!{_IN_WORD})((?:[وف]{_MARK}*)?ع{_MARK}*ل{_MARK}*)ى(?!{_IN_WORD})"
)
_DROPPED = re.compile(f"[{SEARCH['dropped']}{RULES['invisible']}]+")
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_LETTERS: tuple[tuple[str, str], ...] = tuple(SEARCH["letters"].items())

# Three digits after a sign of grouping, as in «1,500,000». A full stop groups only
# where there are two: «1.500» may be a fraction.
_NUMBER = r"\d{1,3}(?:(?:[,٬،]\d{3})+|(?:\.\d{3}){2,})(?!\d)|\d+"
# An emoji is a word, whatever its skin.
_EMOJI = "[\u2600-\u27bf\U0001f300-\U0001f3fa\U0001f400-\U0001faff]"
WORD = rf"{_NUMBER}|[^\W\d_]+|{_EMOJI}"
_GROUP_SIGNS = re.compile("[,٬،.]")
_AL_OF_ROOT = re.compile(SEARCH["al_of_root"])
# «لله» is ل and «الله», written with one lam less.
_FOR_GOD = re.compile("^([وف]?)لله$")
_JOINED_NAMES = tuple(map(re.compile, SEARCH["joined_names"]))


def keep_context(text: str) -> str:
    """Return *text* with the letters replaced that only their neighbours explain.

    The alef of tanween becomes a tatweel, which folding drops: «تقريراً» is «تقرير».
    No replacement changes the length.
    """
    text = text.replace(KEPT_ALEF, "\u0640").replace(KEPT_YEH, "ي")
    text = _TANWEEN.sub("\u0640", text)
    text = _HAMZA_AFTER_YEH.sub("ئ", text)
    text = _HAMZA_BEFORE_WAW.sub("ئ", text)
    text = _HAMZA_BEFORE_LAM.sub(rf"\1{KEPT_ALEF}", text)
    return _PARTICLE.sub(rf"\1{KEPT_YEH}", text)


def fold_for_search(text: str) -> str:
    """Return *text* in the spelling of the index, with the two kept characters."""
    text = fold(keep_context(_DROPPED.sub("", text)))
    return fold_loan_letters(_ACCENTED.sub(_without_accents, text))


def fold_loan_letters(text: str) -> str:
    """Return *text* with letters of loanwords as those they replace: ڤ is ف."""
    for letter, folded in _LETTERS:
        text = text.replace(letter, folded)
    return text


def _without_accents(letter: re.Match[str]) -> str:
    return _ACCENTS.sub("", unicodedata.normalize("NFD", letter[0]))


def final_spelling(word: str) -> str:
    """Return *word* without the characters that only carry its context."""
    return word.translate(_FINAL_SPELLING)


def split_word(token: str) -> Iterator[str]:
    """Yield the words of a folded *token*: two of a joined name, else one.

    «عبدالله» is «عبد» and «الله», «1,500» is «1500».
    """
    if token[0].isdecimal():
        yield _GROUP_SIGNS.sub("", token)
        return
    for pattern in _JOINED_NAMES:
        if match := pattern.match(token):
            yield token[: match.end(1)]
            token = token[match.end(1) :]
            break
    yield keep_al_of_root(token)


def keep_al_of_root(word: str) -> str:
    """Return *word*; if its first «ال» belongs to the root, the alef is kept."""
    word = _FOR_GOD.sub(r"\1لالله", word)
    match = _AL_OF_ROOT.match(word)
    return f"{match[1]}{KEPT_ALEF}{word[match.end() :]}" if match else word
