# SPDX-License-Identifier: AGPL-3.0-or-later
"""Language detection: by letters in Arabic script, by py3langid in other scripts.

Crawls of the Arabic web contain Persian, Urdu and Kurdish, which have letters that
Arabic lacks; counting them is much faster than a model. Other scripts need one, and its
answer may be corrected by the language that the page or the dataset states.

Source: Lui, Baldwin, langid.py: An Off-the-shelf Language Identification Tool, 2012.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache

SAMPLE = 4000  # characters
# Letters that Arabic does not use, by language; the first language that matches wins.
DISTINCTIVE_LETTERS = {
    "ug": "ۈۇ",
    "ckb": "ڵۆێەڕ",
    "ps": "ښړځټډۍ",
    "ur": "ٹڈڑںہے",
    "fa": "پچژگکی",
}
ARABIC_SCRIPT = frozenset(("ar", *DISTINCTIVE_LETTERS))
ALTERNATIVE_CODES = {"ku": "ckb", "arabic": "ar", "english": "en", "french": "fr"}
ARABIC_BLOCK = b"\x06"  # upper byte of U+0600-06FF
THRESHOLD = 0.05  # share of distinctive letters among the Arabic ones
STATED_THRESHOLD = 0.01  # where the page states that language
# A text is in another script if it has so many letters of it for each Arabic one: an
# Arabic text may quote a list of film titles.
OTHER_SCRIPT = 3
# Code that a scraper left in a text: style sheets, scripts, addresses. It is in braces,
# or a word that has one of the signs.
CODE_OR_WORD = re.compile(r"\{[^{}]*\}|[^\s\u0600-\u06ff]+")
CODE_SIGN = re.compile(r"[{}#=_<>/;:\\|()\[\]\d]")
MIN_LETTERS = 40  # below, the model is not sure
ARTICLE_SHARE = 0.15  # of the words of Arabic; Persian and Urdu have less than .05
# Languages of longer texts that have some Arabic: for those of names alone, the model
# ranks any language first.
BESIDE_ARABIC = frozenset(("de", "en", "es", "fr", "tr"))
LIKELY = 3  # ranks in which the stated language is believed
# Languages of the news; the model has three hundred, many of them from a few pages.
MODEL_LANGUAGES = (
    *("am", "az", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et"),
    *("fi", "fr", "ha", "he", "hi", "hr", "hu", "hy", "id", "it", "ja", "ka", "kk"),
    *("ko", "lt", "lv", "mk", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl"),
    *("so", "sq", "sr", "sv", "sw", "ta", "th", "tr", "uk", "uz", "vi", "zh"),
)


def blank_code(word: re.Match[str]) -> str:
    """Return a blank for code, and a word as it is."""
    return " " if CODE_SIGN.search(word[0]) else word[0]


def detect_language(text: str, stated: str = "") -> str:
    """Return the ISO 639 code of the language of *text*.

    *stated* is the language that its page or dataset states, "" if it states none. It
    decides for short texts and between likely languages; a template's wrong ``lang``
    does not.
    """
    sample = text[:SAMPLE]
    arabic = count_arabic(sample)
    stated = language_code(stated)
    if len(sample) > 2 * arabic:
        prose = CODE_OR_WORD.sub(blank_code, text)[:SAMPLE]
        letters = sum(map(str.isalpha, prose)) - count_arabic(prose)
        if letters > OTHER_SCRIPT * arabic:
            ranked = rank_languages(prose)
            if arabic >= MIN_LETTERS:
                ranked = [code for code in ranked if code in BESIDE_ARABIC]
            return choose_language(ranked, letters, stated)
    return detect_by_letters(sample, arabic, stated)


def language_code(stated: str) -> str:
    """Return the language of a tag: «ar-SA» and «ar_EG» are ar."""
    code = stated.strip().lower().replace("_", "-").partition("-")[0]
    return ALTERNATIVE_CODES.get(code, code)


def detect_by_letters(sample: str, arabic: int, stated: str) -> str:
    """Return the language in Arabic script whose letters *sample* has, else ar."""
    for code, letters in DISTINCTIVE_LETTERS.items():
        share = count_letters(letters, sample) / max(1, arabic)
        if share > (STATED_THRESHOLD if code == stated else THRESHOLD):
            return "ar" if has_articles(sample) else code
    return "ar"


def has_articles(sample: str) -> bool:
    """Return whether as many words have the Arabic article as only Arabic has.

    Arabic that was typed on a Persian keyboard has the letters ی and ک.
    """
    words = sample.split()
    articles = sum(word.startswith("ال") for word in words)
    return articles >= ARTICLE_SHARE * len(words)


def choose_language(ranked: Sequence[str], letters: int, stated: str) -> str:
    """Return the likeliest of *ranked*, or the stated one if it is likely, too."""
    if stated in ARABIC_SCRIPT or not stated:
        return ranked[0]
    is_short = letters < MIN_LETTERS and stated in MODEL_LANGUAGES
    return stated if is_short or stated in ranked[:LIKELY] else ranked[0]


def rank_languages(sample: str) -> list[str]:
    """Return the languages of the model, the likeliest for *sample* first."""
    return [code for code, _ in load_model()(sample)]


@cache
def load_model() -> Callable[[str], list[tuple[str, float]]]:
    """Return the ranking by py3langid, whose model is in its package.

    Loading takes a second, which a run over Arabic texts does not spend.
    """
    import py3langid

    py3langid.set_languages(list(MODEL_LANGUAGES))
    rank: Callable[[str], list[tuple[str, float]]] = py3langid.rank
    return rank


def count_letters(letters: str, text: str) -> int:
    """Return how many characters of *text* are in *letters*.

    `in` rules out most letters faster than `count` does.
    """
    return sum(text.count(letter) for letter in letters if letter in text)


def count_arabic(text: str) -> int:
    """Return how many characters of *text* are in the Arabic block, U+0600-06FF.

    In UTF-16 every second byte names the block. Deleting the matching bytes is the
    fastest way to count them where most are equal.
    """
    blocks = text.encode("utf-16-le", "surrogatepass")[1::2]
    return len(blocks) - len(blocks.translate(None, ARABIC_BLOCK))
