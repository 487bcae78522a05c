# SPDX-License-Identifier: AGPL-3.0-or-later
"""The collation of Arabic names in an index."""

import re

from arabic.spelling import name_key

# An alef without hamza: in ألمانيا it is part of the word. Three letters must follow,
# so that «الله» stays whole; in «آل سعود» a space follows.
_ARTICLE = re.compile(r"^ال(?=\w{3})")


def collation_key(name: str) -> tuple[str, str]:
    """Return the key by which *name* sorts: its letters without article, marks, hamza.

    Folded Arabic letters are in the alphabet's order in Unicode. The name itself is
    the tie-break. «الدوحة» sorts as «دوحه», after «بيروت» and before «عمّان».
    """
    return name_key(_ARTICLE.sub("", name)), name
