# SPDX-License-Identifier: AGPL-3.0-or-later
"""The town of a correspondent, which follows the role without a separator."""

import re

from ingest.edit.bylines.places import is_place
from ingest.edit.bylines.words import PLACE_HEADS

# «مراسلنا في القاهرة سالم عباد», «مراسل الضفة في رام الله», «مراسلتنا بغزة»
CORRESPONDENT = re.compile(
    r"(?<!\w)(?:من )?(?P<role>مراسل(?:ة|تنا|نا|و)?|(?:موفد|مندوب|مبعوث)(?:ت?نا))"
    r"(?P<outlet>(?: [^\W\d]{2,}){0,3}?)"
    r" (?:(?:في|من|إلى|الى|لدى) |ب)(?=[ء-ي]{2})"
)
LONGEST_PLACE = 3  # words


def separate_correspondent(line: str) -> str:
    """Return *line* with separators around the role, the outlet and the town.

    «مراسلنا في القاهرة سالم عباد» becomes «- مراسلنا -  - القاهرة - سالم عباد». Without
    a place that the tables have, the line is returned unchanged.
    """
    for match in CORRESPONDENT.finditer(line):
        place, rest = split_place(line[match.end() :])
        if place:
            before = line[: match.start()]
            return f"{before} - {match['role']} - {match['outlet']} - {place} - {rest}"
    return line


def split_place(text: str) -> tuple[str, str]:
    """Return the place that *text* begins with, and the rest; "" for no place."""
    words = text.split(" ", LONGEST_PLACE)
    for length in range(min(LONGEST_PLACE, len(words)), 0, -1):
        place = " ".join(words[:length]).rstrip(":،,")
        if is_place(place) or PLACE_HEADS.fullmatch(place):
            return place, " ".join(words[length:])
    return "", text
