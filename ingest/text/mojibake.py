# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text that was decoded with the wrong table somewhere before it reached us, read again with the right one."""

import re
from typing import NamedTuple

# (how it was wrongly read, how it should have been)
WRONG_READINGS = (
    ("latin-1", "utf-8"),
    ("cp1252", "utf-8"),
    ("cp1256", "utf-8"),
    ("latin-1", "cp1256"),
    ("cp1252", "cp1256"),
)
ARABIC = re.compile("[\u0621-\u064a]")
# Letters of Western Europe and C1 controls; ط or ظ before a Latin-1 sign is how UTF-8 looks in windows-1256.
DAMAGE = re.compile(
    "[\x80-\x9f\u00c0-\u00ff\ufffd]|[طظ][\u00a0-\u00bf\u2018-\u201e\u2020-\u2122\u0192\u02c6\u0152-\u0178]"
)
SOUND = bytes((*range(0x80), *range(0xA0, 0xC0)))  # of Latin-1
SUSPICIOUS = 0.02  # share of damage in a text, below which nothing is tried


class Reading(NamedTuple):
    """A text and the tables that led to it, "" if it stands as it came."""

    text: str
    note: str = ""


def repair(text: str) -> Reading:
    """Return the best reading of *text* through one or two of the wrong tables; a sound text comes back as it is."""
    if text.isascii():
        return Reading(text)
    most = SUSPICIOUS * len(text)
    if at_most(text) <= most or len(DAMAGE.findall(text)) <= most:
        return Reading(text)
    once = [Reading(text), *readings(Reading(text))]
    twice = [again for reading in once[1:] for again in readings(reading)]
    return max((*once, *twice), key=lambda reading: score(reading.text))


def at_most(text: str) -> int:
    """Return a number that the damage in *text* cannot exceed, far sooner than the damage itself is counted."""
    western = text.encode("latin-1", "ignore").translate(None, SOUND)
    return len(western) + sum(map(text.count, "طظ\ufffd"))


def readings(reading: Reading) -> list[Reading]:
    """Return what *reading* becomes by each pair of tables that fits it."""
    found = [
        (wrong, right, again(reading.text, wrong, right))
        for wrong, right in WRONG_READINGS
    ]
    return [
        Reading(text, f"{reading.note} {wrong} → {right}".strip())
        for wrong, right, text in found
        if text
    ]


def again(text: str, wrong: str, right: str) -> str:
    """Return *text* with the wrong reading undone, "" where that is impossible."""
    try:
        return text.encode(wrong).decode(right)
    except UnicodeError:
        return ""


def score(text: str) -> int:
    """Return how well *text* reads: Arabic letters for it, length and damage against it."""
    return 2 * len(ARABIC.findall(text)) - len(text) - 3 * len(DAMAGE.findall(text))
