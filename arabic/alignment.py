# SPDX-License-Identifier: AGPL-3.0-or-later
"""Maps offsets in folded text back to offsets in the text as given."""

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

from arabic.spelling import fold

# Folding makes exactly one character of each of these.
_SAME_LENGTH = re.compile("[\x20-\x7e\u00a0ء-غف-ي٠-٩۰-۹–—،؛]*")


def original_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets in *text* of ``fold(text)[start:end]``.

    In «أَمس» the second character is a mark that folding removes:
    the characters 1 to 3 of the folded text «امس» are 2 to 4 of the text.
    """
    if _SAME_LENGTH.fullmatch(text):
        return start, end
    clusters = _cluster_starts(text)
    ends = [*clusters[1:], len(text)]
    widths = [
        folded_width(text[first:last])
        for first, last in zip(clusters, ends, strict=True)
    ]
    folded_ends = list(accumulate(widths))
    first = bisect_right(folded_ends, start)
    last = bisect_right(folded_ends, end - 1)
    return clusters[first], ends[last]


def _cluster_starts(text: str) -> list[int]:
    """Return where each letter begins; its marks follow and are folded with it."""
    return [
        offset
        for offset, character in enumerate(text)
        if offset == 0 or not unicodedata.combining(character)
    ]


@lru_cache(4096)
def folded_width(cluster: str) -> int:
    """Return how many characters folding makes of a letter and its marks."""
    return len(fold(cluster))
