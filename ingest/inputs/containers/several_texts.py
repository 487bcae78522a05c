# SPDX-License-Identifier: AGPL-3.0-or-later
"""Several text dumps in one file, separated by lines of signs as «========»."""

import re
from itertools import pairwise

from arabic.datelines import find_date
from ingest.inputs.datasets.field_names import ALIAS_KEYS, name_key

# A line of equals signs; of other signs a long one, since a short one also separates
# sections of an article.
SEPARATOR = re.compile(
    r"^[ \t]*(?:=(?:[ \t]?=){3,}|([-_*#~+])(?:[ \t]?\1){19,})[ \t]*\r?$\n?",
    re.MULTILINE,
)
# A short one separates texts that have a date below their headline.
SHORT_SEPARATOR = re.compile(
    r"^[ \t]*([-_*#~+])(?:[ \t]?\1){4,}[ \t]*\r?$\n?", re.MULTILINE
)
# So do the shortest ones and those with words, if there are three texts or more; within
# an article «***» is a break.
SHORTEST_SEPARATOR = re.compile(
    r"^[ \t]*(?:\f[^\n]{0,3}|<{2,3}[^<>\n]{1,30}>{2,3}"
    r"|([-_*#~+•·.=ـ─═])(?:[ \t]?\1){2,}(?:[ \t][^-=*#~\n]{1,30}[-=*#~]{3,})?)"
    r"[ \t]*\r?$\n?",
    re.MULTILINE,
)
FEWEST_WORDS = 20  # of each text
LONGEST_HEADLINE = 160  # characters of a first line
DATE_WITHIN = 4  # lines
LONGEST_DATE_LINE = 140  # characters


def split_texts(text: str) -> list[str]:
    """Return the texts in *text*, [] unless each of them begins with a headline."""
    texts = split_at(SEPARATOR, text)
    if texts[1:] and all(map(is_article, texts)):
        return texts
    if labelled := split_at_label(text):
        return labelled
    for separator, fewest in ((SHORT_SEPARATOR, 2), (SHORTEST_SEPARATOR, 3)):
        texts = split_at(separator, text)
        is_series = all(map(is_article, texts)) and all(map(is_dated, texts))
        if len(texts) >= fewest and is_series:
            return texts
    return []


def split_at_label(text: str) -> list[str]:
    """Return the texts that each begin with the name of the title: «العنوان: …».

    [] unless there are several with a text.
    """
    label, colon, _ = text.lstrip("\ufeff \t\r\n").partition(":")
    if not colon or name_key(label) not in ALIAS_KEYS["title"]:
        return []
    starts = re.compile(rf"^[ \t\ufeff]*{re.escape(label)}\s*:", re.MULTILINE)
    positions = [match.start() for match in starts.finditer(text)]
    texts = [
        text[start:end].strip() for start, end in pairwise([*positions, len(text)])
    ]
    return texts if texts[1:] and all(map(is_article, texts)) else []


def split_at(separator: re.Pattern[str], text: str) -> list[str]:
    """Return the texts between separators that are not empty."""
    texts = [part.strip("\r\n \t") for part in separator.split(text)[::2]]
    return [part for part in texts if part]


def is_dated(text: str) -> bool:
    """Return whether one of the lines below the first is short and has a date."""
    lines = text.split("\n", DATE_WITHIN)[1:DATE_WITHIN]
    return any(len(line) < LONGEST_DATE_LINE and find_date(line) for line in lines)


def is_article(text: str) -> bool:
    """Return whether *text* has a short first line and enough words after it."""
    headline, _, rest = text.partition("\n")
    return len(headline) <= LONGEST_HEADLINE and len(rest.split()) >= FEWEST_WORDS
