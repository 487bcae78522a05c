# SPDX-License-Identifier: AGPL-3.0-or-later
"""Front coding of sorted terms: of each only what differs from the one before.

theme/static/js/postings.js decodes it. Source: Manning, Raghavan, Schütze, Introduction
to Information Retrieval, 5.2.2.
"""

from collections.abc import Iterable
from itertools import pairwise

from storage.shared_prefix import shared_prefix_length

FIRST_PREFIX_CHARACTER = 0x30  # "0": no shared character, "1": one, …


def front_code(sorted_terms: Iterable[tuple[str, str]]) -> str:
    """Return *sorted_terms* front-coded, a line each with what follows the term.

    The terms مدرس, مدرسة and مدن are the lines ``0مدرس``, ``4ة`` and ``2ن``.
    """
    lines = []
    for (before, _), (term, tail) in pairwise([("", ""), *sorted_terms]):
        length = shared_prefix_length(before, term)
        prefix = chr(FIRST_PREFIX_CHARACTER + length)
        lines.append(f"{prefix}{term[length:]}{tail}\n")
    return "".join(lines)
