# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mojibake repair: text that was once decoded with the wrong encoding.

The text is encoded again with the encoding that was wrongly used and decoded with the
right one, up to twice. Example: «قال» in UTF-8 that was read as windows-1256 is
«ظ‚ط§ظ„»; encoded as cp1256 and decoded as UTF-8 it is «قال» again.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# (encoding that was wrongly used, encoding of the bytes)
WRONG_DECODINGS = (
    ("latin-1", "utf-8"),
    ("cp1252", "utf-8"),
    ("cp1256", "utf-8"),
    ("latin-1", "cp1256"),
    ("cp1252", "cp1256"),
)
ARABIC_LETTER = re.compile("[\u0621-\u064a]")
# Letters of Western Europe and C1 controls; ط or ظ before a Latin-1 sign is how UTF-8
# looks in windows-1256.
MOJIBAKE = re.compile(
    "[\x80-\x9f\u00c0-\u00ff\ufffd]|"
    "[طظ][\u00a0-\u00bf\u2018-\u201e\u2020-\u2122\u0192\u02c6\u0152-\u0178]"
)
HARMLESS = bytes((*range(0x80), *range(0xA0, 0xC0)))  # of Latin-1
THRESHOLD = 0.02  # share of mojibake in a text below which no repair is tried


class RepairedText(NamedTuple):
    """A text and the encodings that were undone, "" if none was."""

    text: str
    tables: str = ""


def repair_mojibake(text: str) -> RepairedText:
    """Return the best repair of *text* in one or two steps, often *text* itself."""
    unchanged = RepairedText(text)
    if text.isascii():
        return unchanged
    limit = THRESHOLD * len(text)
    if mojibake_upper_bound(text) <= limit or len(MOJIBAKE.findall(text)) <= limit:
        return unchanged
    candidates = [unchanged, *undo_one_decoding(unchanged)]
    for once in candidates[1:]:
        candidates += undo_one_decoding(once)
    return max(candidates, key=lambda candidate: score_repair(candidate.text))


def mojibake_upper_bound(text: str) -> int:
    """Return an upper bound of the mojibake in *text*, much faster than its count."""
    western = text.encode("latin-1", "ignore").translate(None, HARMLESS)
    return len(western) + sum(map(text.count, "طظ\ufffd"))


def undo_one_decoding(repaired: RepairedText) -> Iterator[RepairedText]:
    """Yield *repaired* with each of the wrong decodings undone that is possible."""
    for wrong, right in WRONG_DECODINGS:
        if text := redecode(repaired.text, wrong, right):
            yield RepairedText(text, f"{repaired.tables} {wrong} → {right}".strip())


def redecode(text: str, wrong: str, right: str) -> str:
    """Return *text* with the wrong decoding undone, "" if that is impossible."""
    try:
        return text.encode(wrong).decode(right)
    except UnicodeError:
        return ""


def score_repair(text: str) -> int:
    """Return a score: Arabic letters count for *text*, length and mojibake against."""
    letters = len(ARABIC_LETTER.findall(text))
    return 2 * letters - len(text) - 3 * len(MOJIBAKE.findall(text))
