# SPDX-License-Identifier: AGPL-3.0-or-later
"""The language of a text by its letters: mixed crawls of the Arabic web hold Persian and Urdu pages."""

import string

SAMPLE = 4000  # characters
LETTERS_OF = {"ur": "ٹڈڑںہے", "fa": "پچژگکی"}  # letters that Arabic does without
ARABIC = b"\x06"  # of U+0600-06FF the upper byte
ENOUGH = 0.05  # share of them among the letters


def language(text: str) -> str:
    """Return ur or fa by the letters that only those have, en where Latin letters prevail, else ar."""
    sample = text[:SAMPLE]
    arabic = arabic_signs(sample)
    if len(sample) > 2 * arabic and latin_letters(sample) > arabic:
        return "en"
    shares = {
        code: among(letters, sample) / max(1, arabic)
        for code, letters in LETTERS_OF.items()
    }
    return next((code for code, share in shares.items() if share > ENOUGH), "ar")


def among(letters: str, text: str) -> int:
    """Return how many of the characters of *text* are among *letters*; hardly an Arabic text has any."""
    return sum(text.count(letter) for letter in letters if letter in text)


def arabic_signs(text: str) -> int:
    """Return how many characters of *text* are in the Arabic block, U+0600-06FF.

    In UTF-16 every second byte names the block. Taking them out is how bytes are counted soonest where most are alike.
    """
    blocks = text.encode("utf-16-le", "surrogatepass")[1::2]
    return len(blocks) - len(blocks.translate(None, ARABIC))


def latin_letters(text: str) -> int:
    """Return how many characters of *text* are Latin letters."""
    return among(string.ascii_letters, text)
