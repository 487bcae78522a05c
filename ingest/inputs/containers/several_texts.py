# SPDX-License-Identifier: AGPL-3.0-or-later
"""Several text dumps in one file, separated by lines of signs as «========»."""

import re

from arabic.datelines import find_date

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
FEWEST_WORDS = 20  # of each text
LONGEST_HEADLINE = 160  # characters of a first line
DATE_WITHIN = 4  # lines
LONGEST_DATE_LINE = 140  # characters


def split_texts(text: str) -> list[str]:
    """Return the texts in *text*, [] unless each of them begins with a headline."""
    texts = split_at(SEPARATOR, text)
    if texts[1:] and all(map(is_article, texts)):
        return texts
    texts = split_at(SHORT_SEPARATOR, text)
    is_series = texts[1:] and all(map(is_article, texts)) and all(map(is_dated, texts))
    return texts if is_series else []


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
