# SPDX-License-Identifier: AGPL-3.0-or-later
"""Proclitics: particles (and, so, in, like, for) written as part of the next word."""

from collections.abc import Container

from arabic.spelling import MARKS

PROCLITICS = ("و", "ف", "ب", "ك", "ل", "وب", "ول", "وك", "فب", "فل", "فك")
CONJUNCTIONS = ("و", "ف")
FIRST_LETTERS = tuple(dict.fromkeys(proclitic[0] for proclitic in PROCLITICS))
BEFORE_SWALLOWED_ARTICLE = ("", "و", "ف")
SHORTEST_STEM = 3  # letters


def segmentations(key: str, lexicon: Container[str]) -> list[tuple[int, str]]:
    """Return the segmentations of a word key whose stem is in *lexicon*.

    Each is (letters of the proclitic, stem), the likeliest first. A word of *lexicon*
    is never segmented. The article that «للأردن» swallows is restored and nothing is
    cut off, because the ل cannot be removed without breaking the word.
    """
    if key in lexicon:
        return [(0, key)]
    return [(cut, stem) for cut, stem in all_segmentations(key) if stem in lexicon]


def all_segmentations(key: str) -> list[tuple[int, str]]:
    """Return every segmentation of a word key, whatever the stem may be.

    «وللاردن» gives (1, «للاردن»), (2, «لاردن») and, with its article restored,
    (1, «الاردن»).
    """
    if not key.startswith(FIRST_LETTERS):
        return []
    plain = [
        (len(proclitic), key[len(proclitic) :])
        for proclitic in PROCLITICS
        if key.startswith(proclitic)
    ]
    swallowed = [
        (at, f"ال{key[at + 2 :]}")
        for at in (0, 1)
        if key.startswith("لل", at) and key[:at] in BEFORE_SWALLOWED_ARTICLE
    ]
    return [
        (cut, stem) for cut, stem in plain + swallowed if len(stem) >= SHORTEST_STEM
    ]


def raw_length(surface: str, letters: int) -> int:
    """Return the length in characters of the first *letters* of *surface*.

    Their marks and tatweel count.
    """
    length = 0
    for _ in range(letters):
        length += 1
        while length < len(surface) and MARKS.fullmatch(surface[length]):
            length += 1
    return length
