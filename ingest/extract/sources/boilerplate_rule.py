# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shape of a boilerplate rule, for general rules and for those of one newspaper."""

import re
from typing import NamedTuple


class Rule(NamedTuple):
    """A named pattern of text that belongs to the site.

    *ends_text*: everything after it is cut as well. *keyword*: a string that every
    match contains, so that most texts need no search.
    """

    name: str
    pattern: re.Pattern[str]
    ends_text: bool = False
    keyword: str = ""


def rule(
    name: str, pattern: str, *, ends_text: bool = False, keyword: str = ""
) -> Rule:
    """Return a rule that ignores the case of Latin letters."""
    return Rule(name, re.compile(pattern, re.IGNORECASE), ends_text, keyword)
