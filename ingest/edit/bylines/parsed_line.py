# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bylines and datelines split into parts: each line is parsed once, whoever needs it.

`ingest.edit.bylines.attribution` parses the lines of an article and passes them to
those who choose the source, the authors and the date.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from arabic import months
from arabic.alignment import original_span
from arabic.date_labels import find_publication_date
from arabic.date_patterns import DAY_AND_MONTH, normalise_for_dates
from arabic.datelines import Dateline, find_date
from arabic.spelling import name_key
from ingest.edit.bylines.correspondents import separate_correspondent
from ingest.edit.bylines.places import is_place
from ingest.edit.bylines.words import ROLES
from ingest.text.normalise import normalise_line

SEPARATOR = re.compile(
    r"\s*(?:(?:[–—:/|،,;؛()\[\]*\"“”_]|(?<![A-Za-z])-|-(?![A-Za-z]))+"
    r"(?:\s*من (?=\S+(?: \S+){0,2}$))?|(?<!\w)ـ+(?!\w)|\s{2,}"
    r"| من (?=\S+(?: \S+){0,2}$))\s*"
)
# «صنعاء: NAME عدن: NAME»: the second place follows the first name without a separator.
NEXT_PLACE = re.compile(r"(?<=\w) (?=(\w+) ?: ?\w)")
DATE_WORDS = frozenset(
    name_key(word)
    for word in (
        *(name for names in months.WEEKDAYS for name in names),
        *(name for name in (*months.GULF, *months.LEVANT) if " " not in name),
        *("يوم", "صباح", "صباحا", "صباحاً", "مساء", "مساءً", "ظهرا", "ظهراً", "عصرا"),
        *("فجرا", "ليلا", "ص", "م", "هـ", "الموافق", "الساعة", "ساعة"),
    )
)
PART_EDGES = " .«»\"'؛;ـ\u200e\u200f\u061c✍✎📝🖋🖊✒\ufe0f"
DIGIT = re.compile(r"\d")
# Before a date: «نشر بواسطة سالم عباد في 5 مارس 2018».
DATE_PREPOSITION = re.compile(r"(?<!\s)\s++(?:في|بتاريخ|يوم|on|at)\s*+$")


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """A byline or dateline, its first date, and the parts beside its dates."""

    text: str
    undated: str  # *text* with each date replaced by a dash
    parts: tuple[str, ...]
    date: Dateline | None


@lru_cache(1 << 12)  # a newspaper has few writers: their bylines repeat
def parse_line(text: str) -> ParsedLine:
    """Return *text* without its dates, split into parts.

    «الطائف – سالم عباد – 5 مارس 2018» has the parts «الطائف» and «سالم عباد», and the
    date 2018-03-05. Only dates that name day, month and year are read.
    """
    undated, first_date = text, find_publication_date(text)
    while dateline := find_date(undated):
        before = DATE_PREPOSITION.sub("", undated[: dateline.start])
        undated = f"{before} - {undated[dateline.end :]}"
    undated = normalise_line(undated)
    return ParsedLine(text, undated, split_parts(undated), first_date)


def parse_dated_line(text: str, capture_day: date | None) -> ParsedLine:
    """Return *text* parsed, its date relative to *capture_day* where that is known.

    Then «أمس» and «5 مارس» are dates too; they stay in the undated text.
    """
    line = parse_line(text)
    if capture_day is None:
        return line
    return replace(line, date=find_publication_date(text, capture_day))


def split_parts(line: str) -> tuple[str, ...]:
    """Return the parts of a line between its separators, without roles before names."""
    line = separate_correspondent(NEXT_PLACE.sub(separate_place, line))
    parts = map(clean_part, SEPARATOR.split(line))
    return tuple(part for part in parts if part and not is_date_word(part))


def clean_part(part: str) -> str:
    """Return *part* without its edges, a role before a name, a day without a year."""
    part = remove_role(part.strip(PART_EDGES)).strip(PART_EDGES)
    return remove_day_and_month(part).strip(PART_EDGES)


def remove_day_and_month(part: str) -> str:
    """Return *part* without a day and month at its end or start: «عمان 7 أيار»."""
    if DIGIT.search(part) is None:
        return part
    day = DAY_AND_MONTH.search(normalise_for_dates(part))
    if day is None:
        return part
    start, end = original_span(part, *day.span())
    return part[:start] + part[end:]


def is_date_word(part: str) -> bool:
    """Return whether *part* is what remains of a date: a weekday, a part of the day."""
    return set(name_key(part).split()) <= DATE_WORDS


def has_date_word(undated: str) -> bool:
    """Return whether a line without its dates has a part that remains of one."""
    parts = (part.strip(PART_EDGES) for part in SEPARATOR.split(undated))
    return any(part and is_date_word(part) for part in parts)


def separate_place(match: re.Match[str]) -> str:
    """Return a separator in place of a space before the name of a place."""
    return " - " if is_place(match[1]) else " "


def remove_role(part: str) -> str:
    """Return *part* without «كتب», «متابعة» … before the name; a role alone remains."""
    role = ROLES.match(part)
    if role is None:
        return part
    return part[role.end() :] or part
