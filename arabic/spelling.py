# SPDX-License-Identifier: AGPL-3.0-or-later
"""One spelling for the many ways a letter is written; the only module that names an Arabic mark or a hamza form."""

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
_DROPPED = re.compile(f"[{RULES['marks']}{RULES['invisible']}]+")
_PRESENTATION = re.compile(f"[{RULES['presentation']}]+")
_FOLDED: tuple[tuple[str, str], ...] = tuple(RULES["fold"].items())
_HAMZA_SEATS = str.maketrans("ؤئ", "وي")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return *text* in the spelling the index holds: no marks, one alef, yeh, heh and kaf, digits 0-9, lower case.

    Composition comes first, so that a decomposed hamza is not lost as a mark. Presentation forms alone are taken
    apart by NFKC: for other letters the Unicode versions of Python and the browser may differ.
    """
    text = unicodedata.normalize("NFC", text)
    text = _PRESENTATION.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
    text = _DROPPED.sub("", text.lower())
    for (
        letter,
        folded,
    ) in _FOLDED:  # twenty times faster than translate, which looks up every character
        text = text.replace(letter, folded)
    return text


CODE_PAGE = "cp1256"  # it has a byte for each sign of nearly every Arabic text


@cache
def _bytes() -> tuple[bytes, bytes]:
    """Return what each byte of the code page folds to, a space where that is no letter, and the bytes of marks."""
    folded = [fold(sign) for sign in bytes(range(256)).decode(CODE_PAGE)]
    letters = b"".join(
        letter.encode(CODE_PAGE) if letter.isalnum() else b" " for letter in folded
    )
    return letters, bytes(code for code, letter in enumerate(folded) if not letter)


def folded_words(text: str) -> list[str]:
    """Return the words of *text*, folded.

    Where text fits into one byte a letter, letters and signs are exchanged all at once, in a third of the time: no two
    signs of the code page make one letter together.
    """
    try:
        codes = text.encode(CODE_PAGE)
    except UnicodeEncodeError:
        return _WORD.findall(fold(text))
    return codes.translate(*_bytes()).decode(CODE_PAGE).split()


@lru_cache(1 << 14)  # names recur
def name_key(text: str) -> str:
    """Return a key under which two spellings of a name or title are equal: folded words, hamza seats gone too."""
    seated = unicodedata.normalize("NFC", text).translate(_HAMZA_SEATS)
    return " ".join(folded_words(seated))
