# SPDX-License-Identifier: AGPL-3.0-or-later
"""The language of a text by its letters: mixed crawls of the Arabic web hold Persian and Urdu pages."""

import re

SAMPLE = 4000  # characters
ARABIC = re.compile("[\u0600-\u06ff]+")
LATIN = re.compile("[A-Za-z]+")
LETTERS_OF = {"ur": "ٹڈڑںہے", "fa": "پچژگکی"}  # letters that Arabic does without
ENOUGH = 0.05  # share of them among the letters


def language(text: str) -> str:
    """Return ur or fa by the letters that only those have, en where Latin letters prevail, else ar."""
    sample = text[:SAMPLE]
    arabic = count(ARABIC, sample)
    if count(LATIN, sample) > arabic:
        return "en"
    shares = {code: sum(map(sample.count, letters)) / max(1, arabic) for code, letters in LETTERS_OF.items()}
    return next((code for code, share in shares.items() if share > ENOUGH), "ar")


def count(letters: re.Pattern[str], text: str) -> int:
    """Return how many characters of *text* are among *letters*."""
    return sum(map(len, letters.findall(text)))
