# SPDX-License-Identifier: AGPL-3.0-or-later
"""Folding: one spelling for the many ways in which an Arabic letter is written.

It is the only module that names an Arabic mark or a form of hamza; the tables are in
rules.json. The twin in the browser is theme/static/js/arabic.js.
"""

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

RULES: dict[str, Any] = json.loads(
    (files(__package__) / "rules.json").read_text(encoding="utf-8")
)

MARKS = re.compile(f"[{RULES['marks']}]")
_REMOVED = re.compile(f"[{RULES['marks']}{RULES['invisible']}]+")
_PRESENTATION = re.compile(f"[{RULES['presentation']}]+")
_FOLDED: tuple[tuple[str, str], ...] = tuple(RULES["fold"].items())
_HAMZA_SEATS = str.maketrans("ؤئ", "وي")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return *text* in the spelling of the index.

    It has no marks, one alef, yeh, heh and kaf, digits 0-9, and is in lower case:
    «أَحْمَدُ ٢٠٢٠» becomes «احمد 2020».

    Text is composed (NFC) first, so that a decomposed hamza is not removed as a mark.
    Only presentation forms are decomposed by NFKC: for other characters the Unicode
    versions of Python and the browser may differ.
    """
    text = unicodedata.normalize("NFC", text)
    text = _PRESENTATION.sub(_decompose, text)
    text = _REMOVED.sub("", text.lower())
    # Twenty times faster than str.translate, which looks up every character.
    for letter, folded in _FOLDED:
        text = text.replace(letter, folded)
    return text


def _decompose(forms: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", forms[0])


CODE_PAGE = "cp1256"  # encodes all characters of nearly every Arabic text


@cache
def _code_page_tables() -> tuple[bytes, bytes]:
    """Return the tables for ``bytes.translate``: folded letters, and removed marks.

    A character that is no letter or digit becomes a space.
    """
    folded = [fold(character) for character in bytes(range(256)).decode(CODE_PAGE)]
    letters = [
        letter.encode(CODE_PAGE) if letter.isalnum() else b" " for letter in folded
    ]
    removed = bytes(code for code, letter in enumerate(folded) if not letter)
    return b"".join(letters), removed


def folded_words(text: str) -> list[str]:
    """Return the words of *text*, folded.

    Text that the code page can encode is folded by one ``bytes.translate``, in a third
    of the time. That is correct because no two characters of the code page compose to
    one letter.
    """
    try:
        codes = text.encode(CODE_PAGE)
    except UnicodeEncodeError:
        return _WORD.findall(fold(text))
    return codes.translate(*_code_page_tables()).decode(CODE_PAGE).split()


def folded_line(text: str) -> bytes:
    """Return the words of `folded_words` with a space between, in the code page.

    A character that is not in the code page is written as its number, «&#128512;».
    """
    try:
        codes = text.encode(CODE_PAGE)
    except UnicodeEncodeError:
        words = _WORD.findall(fold(text))
        return " ".join(words).encode(CODE_PAGE, "xmlcharrefreplace")
    return b" ".join(codes.translate(*_code_page_tables()).split())


@lru_cache(1 << 14)  # names recur
def name_key(text: str) -> str:
    """Return a key that is equal for two spellings of a name or title.

    It is the folded words, with hamza on waw or yeh folded too: «مؤيّد الحسن» and
    «مويد الحسن» have one key.
    """
    seated = unicodedata.normalize("NFC", text).translate(_HAMZA_SEATS)
    return " ".join(folded_words(seated))
