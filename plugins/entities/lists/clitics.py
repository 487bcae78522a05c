# SPDX-License-Identifier: AGPL-3.0-or-later
"""The letters that Arabic glues to the front of a word: and, so, in, like, for."""

from collections.abc import Container

from arabic.spelling import MARKS

PROCLITICS = ("و", "ف", "ب", "ك", "ل", "وب", "ول", "وك", "فب", "فل", "فك")
GLUED = tuple(dict.fromkeys(head[0] for head in PROCLITICS))
SHORTEST_REST = 3  # letters


def readings(key: str, known: Container[str]) -> list[tuple[int, str]]:
    """Return the ways to read a word key as (letters cut off, rest), the likeliest first; none: no name begins here.

    A word that is *known* is never split. The swallowed article of «للأردن» is put back and nothing is cut,
    because the ل cannot be taken off without breaking the word.
    """
    if key in known:
        return [(0, key)]
    return [(cut, rest) for cut, rest in splits(key) if rest in known]


def splits(key: str) -> list[tuple[int, str]]:
    """Return every way to take letters off the front of a word key, whatever the rest may be."""
    if not key.startswith(GLUED):
        return []
    plain = [
        (len(head), key[len(head) :]) for head in PROCLITICS if key.startswith(head)
    ]
    swallowed = [
        (at, f"ال{key[at + 2 :]}")
        for at in (0, 1)
        if key.startswith("لل", at) and _may_open(key[:at])
    ]
    return [
        (cut, rest) for cut, rest in plain + swallowed if len(rest) >= SHORTEST_REST
    ]


def _may_open(letters: str) -> bool:
    return letters in {"", "و", "ف"}


def raw_length(surface: str, letters: int) -> int:
    """Return how many characters of *surface* its first *letters* take, their marks and tatweel included."""
    at = 0
    for _ in range(letters):
        at += 1
        while at < len(surface) and MARKS.fullmatch(surface[at]):
            at += 1
    return at
