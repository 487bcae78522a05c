# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guards against false matches: another spelling, or a part of a longer name."""

import re
from collections.abc import Container, Mapping, Sequence
from functools import lru_cache
from itertools import zip_longest

from arabic.spelling import MARKS, name_key
from plugins.entities.match.alias import Alias

ALIF = "ا"
GENERAL_WORDS = 2  # up to which a body's name may be the begin of a longer one
LIKE = "ك"  # a proclitic that names rarely have
SHORT_STEM = 4  # letters, up to which a stem often is a homograph
ARTICLE = re.compile("(?:[وفبك]|[وف]ب)?ال|[وف]?لل")
# A noun with the article or with a possessive pronoun.
DEFINITE = re.compile(rf"{ARTICLE.pattern}|.{{2,}}ت(?:ه|ها|هم|نا)$")
CACHED_PAIRS = 20_000  # of a surface form and an alias: most recur
CONTRADICTION = -1
MarkedLetter = tuple[str, frozenset[str]]
NO_LETTER: MarkedLetter = ("", frozenset())


@lru_cache(maxsize=CACHED_PAIRS)
def count_shared_marks(surface: str, alias: str) -> int:
    """Return how many diacritics *surface* and *alias* share at the same letter.

    ``CONTRADICTION`` if a letter has different ones: عُمان (Oman) is not عمّان (Amman).
    """
    if not (MARKS.search(surface) and MARKS.search(alias)):
        return 0
    shared = 0
    pairs = zip_longest(
        marked_letters(surface), marked_letters(alias), fillvalue=NO_LETTER
    )
    for (_, surface_marks), (_, alias_marks) in pairs:
        common = len(surface_marks & alias_marks)
        if surface_marks and alias_marks and not common:
            return CONTRADICTION
        shared += common
    return shared


def marked_letters(text: str) -> list[MarkedLetter]:
    """Return each letter of *text* with its diacritics."""
    letters: list[MarkedLetter] = []
    for character in text:
        if not MARKS.fullmatch(character):
            letters.append((character, frozenset()))
        elif letters and character != "\N{ARABIC TATWEEL}":
            letter, marks = letters[-1]
            letters[-1] = (letter, marks | {character})
    return letters


@lru_cache(maxsize=CACHED_PAIRS)
def same_letters(surface: str, alias: str) -> bool:
    """Return whether the two differ in diacritics and tatweel only."""
    return MARKS.sub("", surface) == MARKS.sub("", alias)


@lru_cache(maxsize=CACHED_PAIRS)
def is_plausible_spelling(surface: str, alias: str) -> bool:
    """Return whether *surface* may be a careless spelling of the one-word *alias*.

    A bare alif may replace any hamza form, but أ is not إ. ه replaces ة only in words
    with the article: جده is «his grandfather», not جدة (Jeddah).
    """
    surface_letters, alias_letters = MARKS.sub("", surface), MARKS.sub("", alias)
    if len(surface_letters) != len(alias_letters):
        return True  # the swallowed article of «للرياض»
    return all(
        is_plausible_letter(ours, theirs, alias_letters)
        for ours, theirs in zip(surface_letters, alias_letters, strict=True)
    )


def is_plausible_letter(ours: str, theirs: str, alias: str) -> bool:
    """Return whether *ours* may replace *theirs*, a letter of *alias*."""
    if ours == theirs or ALIF in (ours, theirs):
        return True
    if {ours, theirs} == {"أ", "آ"}:
        return True
    if {ours, theirs} == {"ه", "ة"}:
        return alias.startswith("ال")
    return name_key(ours) == name_key(theirs) and theirs not in "ىةأإآ"


def is_part_of_longer_name(
    alias: Alias, before: str, after: str, word_lists: Mapping[str, frozenset[str]]
) -> bool:
    """Return whether the keys *before* and *after* show that *alias* is a false match.

    The keys are "" where punctuation is between.
    """
    if len(alias.words) == 1 and before in word_lists["link"]:
        return True
    if alias.entity.type == "person":
        return is_another_person(alias.words, before, after, word_lists)
    if alias.entity.type == "place":
        return is_no_place(alias.words, before, after, word_lists)
    if alias.entity.type == "org":
        return is_no_body(alias.words, before, after, word_lists)
    return False


def is_false_split(
    alias: Alias, key: str, proclitic: int, stems: Container[str], whole: Container[str]
) -> bool:
    """Return whether splitting a proclitic off *key* probably made a homograph.

    *key* is a token that one-word *alias* matches after *proclitic* letters; *stems*
    are the keys of the text, *whole* the words that only look like a proclitic and a
    name. «بليون» is a billion, not «in Lyon», and «وابل» a shower, not «and Apple».
    """
    if not proclitic or len(alias.words) > 1:
        return False
    if key in whole:
        return True
    stem = alias.words[0]
    is_short = alias.entity.type != "place" and len(stem) <= SHORT_STEM
    return (is_short or key.startswith(LIKE)) and stem not in stems


def is_another_person(
    name: Sequence[str],
    before: str,
    after: str,
    word_lists: Mapping[str, frozenset[str]],
) -> bool:
    """Return whether the neighbours make *name* a part of another person's name."""
    if any(before in word_lists[kind] for kind in ("link", "given", "facility")):
        return True
    if after in word_lists["continues"]:
        return True
    return len(name) == 1 and after in word_lists["given"]


def is_no_place(
    name: Sequence[str],
    before: str,
    after: str,
    word_lists: Mapping[str, frozenset[str]],
) -> bool:
    """Return whether *name* is common words here, or what something is named after.

    «المياه الزرقاء» and «بدلته الزرقاء» are blue, «هذه الطبقة» is a class; «غينيا
    الجديدة» and «جنوب شرق آسيا» are other places.
    """
    if name[0].startswith("ال") and before in word_lists["demonstrative"]:
        return True
    if name[0] in word_lists["adjective"] and DEFINITE.match(before):
        return True
    if name[0] in word_lists["direction"] and before in word_lists["direction"]:
        return True
    return before in word_lists["named-after"] or after in word_lists["other-place"]


def is_no_body(
    name: Sequence[str],
    before: str,
    after: str,
    word_lists: Mapping[str, frozenset[str]],
) -> bool:
    """Return whether the neighbours give *name* another meaning.

    «وزير الداخلية الألماني» is an office, «الجبهة الداخلية» has an adjective, and
    «الاتحاد السعودي للمبارزة» is another body than the football federation, which is
    «الاتحاد السعودي» too.
    """
    if name[0].startswith("ال") and (
        before in word_lists["office"] or before in word_lists["sector"]
    ):
        return True
    if name[0] in word_lists["adjective-body"] and DEFINITE.match(before):
        return True
    is_general = name[0] in word_lists["general-body"] and len(name) <= GENERAL_WORDS
    return is_general and after.startswith("لل")
