# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which lines near a headline may be its byline, and which are sentences."""

import re

from arabic.date_labels import PUBLISHED_LABEL
from arabic.date_patterns import WEEKDAY_NAME, normalise_for_dates
from arabic.datelines import find_date

PART_END = re.compile(r"[-–—|/:،,؛()\[\]]")
PART_WORDS = 7  # of a byline between two separators: «مدير وحدة الأبحاث في جامعة السرو»
NAME_WORDS = 5  # of a part of a byline below the first paragraph
FULL_STOP = re.compile(r"[.!؟]\s*$")
# Words directly after a date, not its time of day.
GOES_ON = re.compile(r"\s+(?!الساع|عند|م\b|ص\b|هـ|at\b|by\b|GMT)\w{2,}\s+\w{2,}")
SENTENCE_END = re.compile(r"[.!؟?…»]\s*$")
# Beside the date of an issue, folded: its number, the newspaper's name.
MASTHEAD = re.compile(
    r"(?:ال)?(?:عدد|سنه|مجلد|الموافق|يوم)|(?:صحيفه|جريده|مجله)\s+\w+|\d+|\W+|(?<!\w)[هم](?!\w)"
)
MASTHEAD_WORDS = 1  # beside date, number and name


def is_event(line: str) -> bool:
    """Return whether *line* is a sentence that goes on after its date.

    «تقام الأمسية يوم السبت 15 أكتوبر 2022 في ساحة القرية.» is no byline.
    """
    if not FULL_STOP.search(line) or PUBLISHED_LABEL.search(line):
        return False
    printed = find_date(line)
    return printed is not None and GOES_ON.match(line, printed.end) is not None


def may_be_sentence(line: str) -> bool:
    """Return whether a short line below a paragraph may be a sentence with a date."""
    return SENTENCE_END.search(line) is not None or is_prose(line, NAME_WORDS)


def is_prose(line: str, most: int) -> bool:
    """Return whether more than *most* words follow each other in *line*.

    Its dates do not count.
    """
    undated = without_dates(line, "|")
    return any(len(part.split()) > most for part in PART_END.split(undated))


def is_masthead(line: str) -> bool:
    """Return whether *line* is a date alone, or that of an issue with its number.

    «جريدة الوادي - العدد 4521 - الجمعة 7 أيار 2021» is one.
    """
    if find_date(line) is None:
        return False
    rest = normalise_for_dates(without_dates(line, " "))
    rest = MASTHEAD.sub(" ", WEEKDAY_NAME.sub(" ", rest))
    return len(rest.split()) <= MASTHEAD_WORDS


def without_dates(line: str, sign: str) -> str:
    """Return *line* with *sign* in place of each date."""
    while dateline := find_date(line):
        line = f"{line[: dateline.start]}{sign}{line[dateline.end :]}"
    return line
