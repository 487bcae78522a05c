# SPDX-License-Identifier: AGPL-3.0-or-later
"""The order in which Arabic names stand in an index."""

import re

from arabic.spelling import name_key

# A bare alef: that of ألمانيا belongs to the word. آل سعود has a space, الله no rest.
_ARTICLE = re.compile(r"^ال(?=\w{3})")


def sort_key(name: str) -> tuple[str, str]:
    """Return the key under which *name* sorts in an index: by its letters, the article, marks and hamza apart.

    Folded Arabic letters stand in the alphabet's order in Unicode; the name itself parts what is otherwise equal.
    """
    return name_key(_ARTICLE.sub("", name)), name
