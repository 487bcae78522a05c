# SPDX-License-Identifier: AGPL-3.0-or-later
"""Several text dumps in one file, separated by lines of signs as «========»."""

import re

# A line of equals signs; of other signs a long one, since a short one also separates
# sections of an article.
SEPARATOR = re.compile(
    r"^[ \t]*(?:=(?:[ \t]?=){3,}|([-_*#~+])(?:[ \t]?\1){19,})[ \t]*\r?$\n?",
    re.MULTILINE,
)
FEWEST_WORDS = 20  # of each text
LONGEST_HEADLINE = 160  # characters of a first line


def split_texts(text: str) -> list[str]:
    """Return the texts in *text*, [] unless each of them begins with a headline."""
    parts = SEPARATOR.split(text)[::2]
    texts = [part.strip("\r\n \t") for part in parts]
    texts = [part for part in texts if part]
    return texts if texts[1:] and all(map(is_article, texts)) else []


def is_article(text: str) -> bool:
    """Return whether *text* has a short first line and enough words after it."""
    headline, _, rest = text.partition("\n")
    return len(headline) <= LONGEST_HEADLINE and len(rest.split()) >= FEWEST_WORDS
