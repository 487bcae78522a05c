# SPDX-License-Identifier: AGPL-3.0-or-later
"""Light stemming (light11): removes the affixes of a word.

Affixes are the article, conjunctions, prepositions and endings. The tables are in
rules.json; the twin in the browser is theme/static/js/arabic.js.
"""

import re
from typing import NamedTuple

from arabic.search_spelling import (
    KEPT_ALEF,
    SEARCH,
    final_spelling,
    fold_for_search,
    split_word,
)
from arabic.spelling import RULES


class Analysed(NamedTuple):
    """What the index has of a word: its stem, and the word with its endings."""

    term: str
    form: str  # the word with its article and its endings, but nothing else before it


def _affixes_at_start(affixes: list[tuple[str, int]]) -> re.Pattern[str]:
    """Return a pattern of prefixes, each with the least number of letters after it."""
    return re.compile("|".join(f"{affix}(?=.{{{least}}})" for affix, least in affixes))


_PREFIX = _affixes_at_start(RULES["prefixes"])
_JOINED = _affixes_at_start(RULES["joined"])
ARTICLE = "ال"
_JOINED_LETTERS = "وفبكل"  # conjunctions and prepositions
PARTICLE_SIGN = "\u0640"  # ends the term of a particle: folding removes it elsewhere
LONGEST_ALONE = 2  # a word of so few letters with one before it is another word
# Prefixes with the article: in «للنهر» its alef is not written.
_WITH_ARTICLE = ("ال", "لل")
# suffix, length of the shortest word from which it is removed
_SUFFIXES: list[tuple[str, int]] = [
    (affix, len(affix) + least) for affix, least in RULES["suffixes"]
]
_LAST_LETTERS = {affix[-1] for affix, _ in _SUFFIXES}
_SPELLINGS: list[tuple[str, str]] = SEARCH["spellings"]
_SPELT_OTHERWISE = re.compile("|".join(other for other, _ in _SPELLINGS))
_YEH_BEFORE_HAMZA = re.compile("يء$")
_LONG_LOANWORD = re.compile(SEARCH["long_loanword"])


def _remove_start(pattern: re.Pattern[str], word: str) -> str:
    match = pattern.match(word)
    return word[match.end() :] if match else word


def without_prefix(word: str) -> str:
    """Return the folded *word* without the first prefix that matches."""
    return _remove_start(_PREFIX, word)


def _usual_spelling(word: str) -> str:
    """Return *word* in one of the spellings that the press has for it."""
    if _SPELT_OTHERWISE.search(word):
        for other, usual in _SPELLINGS:
            word = word.replace(other, usual)
    return word


def _without_suffixes(word: str) -> str:
    """Return *word* without every suffix that matches, in the table's order."""
    if word[-1:] in _LAST_LETTERS:
        for affix, shortest in _SUFFIXES:
            if word.endswith(affix) and len(word) >= shortest:
                word = word[: -len(affix)]
    return _YEH_BEFORE_HAMZA.sub("ء", word)


def _light_stem(base: str) -> str:
    return _without_suffixes(_usual_spelling(base))


def spell_loanword(term: str) -> str:
    """Return a stem with ج for the غ of a long loanword: «غوانتانامو» as «جوانتانامو».

    Egypt writes a foreign g as ج, the Levant as غ. Short Arabic words differ by these
    letters («إجراء», «إغراء»), long ones hardly ever: of 486 pairs of such stems in
    42,000 articles of 16 papers, 8 are two words.
    """
    is_spelt_otherwise = "غ" in term and _LONG_LOANWORD.match(term)
    return term.replace("غ", "ج") if is_spelt_otherwise else term


def _words(text: str) -> list[str]:
    tokens = fold_for_search(text).split()
    return [word for token in tokens for word in split_word(token)]


def _list_whole_words() -> dict[str, Analysed]:
    """Return the words that no affix is removed from, as what they are analysed to.

    A particle loses no ending, for its stem would be a name or another word: «بعدما»
    that of «عدم», «عليه» that of «علي»; its term is that of no other word: «إلى» is no
    «آليات». The parts of names that are spelt in several ways have one term: «بن» is
    «ابن», «أبي» is «أبو»; that of «آل» is the stem of no other word, as «آلة».
    """
    whole = {}
    for particle in _words(" ".join(SEARCH["particles"])):
        spelling = final_spelling(particle)
        for conjunction in ("", "و", "ف"):
            term = f"{spelling}{PARTICLE_SIGN}"
            whole[conjunction + particle] = Analysed(term, spelling)
    for written, term in SEARCH["same_words"].items():
        [word] = _words(written)
        is_clear = len(word) > LONGEST_ALONE or KEPT_ALEF in word
        letters = ("", *_JOINED_LETTERS) if is_clear else ("",)
        form = final_spelling(word)
        whole |= {letter + word: Analysed(term, form) for letter in letters}
    return whole


_ROOTED = {
    spell_loanword(_light_stem(without_prefix(word)))
    for word in _words(" ".join(RULES["rooted"]))
}

_WHOLE_WORDS = _list_whole_words()


def analyse_word(word: str) -> Analysed:
    """Return the stem and the form of a folded *word*.

    At most one prefix is removed, then every suffix that matches, in the table's order:
    «وللمكتبات» has the form «المكتبات» and the stem «مكتب». Last, a ب or ل joined to
    the word is removed, unless the table lists the word as one whose root begins with
    it. Suffixes are removed before, so that in the shortest words, where the letter
    mostly belongs to the root, it stays.

    Source: Larkey, Ballesteros, Connell, Light Stemming for Arabic Information
    Retrieval (light10). What goes beyond it was chosen on three development sets:
    MRR@10 .801 → .807 (ARCD), .934 → .945 (XQuAD), .879 → .897 (ANT titles).
    """
    if whole := _WHOLE_WORDS.get(word):
        return whole
    base = without_prefix(word)
    prefix = word[: len(word) - len(base)]
    term = _light_stem(base)
    if spell_loanword(term) not in _ROOTED:
        bare = _remove_start(_JOINED, term)
        if bare != term:
            term, base = bare, base[1:]
    form = ARTICLE + base if prefix.endswith(_WITH_ARTICLE) else base
    return Analysed(spell_loanword(final_spelling(term)), final_spelling(form))


def stem(word: str) -> str:
    """Return the stem of a folded *word*."""
    return analyse_word(word).term
