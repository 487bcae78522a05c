# SPDX-License-Identifier: AGPL-3.0-or-later
"""The collation of Arabic names in an index."""

import re

from arabic.search_spelling import fold_loan_letters, keep_al_of_root
from arabic.spelling import fold, name_key

# An alef without hamza: in ألمانيا it is part of the word. Three letters must follow,
# so that «الله» stays whole; in «آل سعود» a space follows.
_ARTICLE = re.compile(r"^ال(?=\w{3})")


def collation_key(name: str) -> tuple[str, str]:
    """Return the key by which *name* sorts: its letters without article, marks, hamza.

    Folded Arabic letters are in the alphabet's order in Unicode, and letters of
    loanwords sort as those they replace. The name itself is the tie-break. «الدوحة»
    sorts as «دوحه», after «بيروت» and before «عمّان».
    """
    return name_key(fold_loan_letters(_without_article(name))), name


def index_letter(name: str) -> str:
    """Return the letter under which an index lists *name*; "#" for digits and signs."""
    first = collation_key(name)[0][:1].upper()
    return first if first.isalpha() else "#"


def _without_article(name: str) -> str:
    """Return *name* without article; «الياس» begins with letters of its own."""
    first_word = fold(name).partition(" ")[0]
    if keep_al_of_root(first_word) != first_word:
        return name
    return _ARTICLE.sub("", name)
