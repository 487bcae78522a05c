# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a stretch of folded text stands in the text it was folded from."""

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

from arabic.spelling import fold

# Of these, folding makes one character each.
_EVEN = re.compile("[\x20-\x7e\u00a0ء-غف-ي٠-٩۰-۹–—،؛]*")


def origin(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets in *text* of the characters *start* to *end* (exclusive) of ``fold(text)``."""
    if _EVEN.fullmatch(text):
        return start, end
    # A letter is composed with the marks behind it, so they are folded together.
    starts = [
        at
        for at, letter in enumerate(text)
        if at == 0 or not unicodedata.combining(letter)
    ]
    stops = [*starts[1:], len(text)]
    reached = list(
        accumulate(width(text[at:stop]) for at, stop in zip(starts, stops, strict=True))
    )
    return starts[bisect_right(reached, start)], stops[bisect_right(reached, end - 1)]


@lru_cache(4096)
def width(letter: str) -> int:
    """Return how many characters folding makes of a letter and its marks."""
    return len(fold(letter))
