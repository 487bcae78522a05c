# SPDX-License-Identifier: AGPL-3.0-or-later
"""Remove invisible characters and normalise letter forms; spelling stays as printed."""

import html
import re
import unicodedata

# Contextual letter forms of old typesetters. The range skips the ligatures that are
# words (ﷲ ﷺ ﷻ).
PRESENTATION_FORM = re.compile("[\ufb50-\ufdf1\ufdf3-\ufdf9\ufe70-\ufefc]")
DROPPED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad"  # controls, soft hyphen
    "\u200b\u200d\u2060\ufeff"  # zero width; the non-joiner (200c) is spelling
    "\u202a-\u202e\u2066-\u2069"  # bidi embeddings; the page sets the direction
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
# Any character that one of the patterns here may match. Few texts contain one, and one
# search is faster than five substitutions.
SUSPECT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad"
    "\u061c\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069"
    "\ud800-\uf8ff\ufb50-\ufdf9\ufe70-\ufeff\ufff9-\uffff]"
)
MARK_IN_NUMBER = re.compile("(?<=[\\d.,/])[\u200e\u200f\u061c]+(?=[\\d.,/])")
WINGDINGS = re.compile("[\uf000-\uf0ff]")
PRIVATE_USE = re.compile("[\ue000-\uefff\uf100-\uf8ff]")


def clean_text(text: str) -> str:
    """Return *text* without control, bidi and private use characters; lines stay.

    Contextual letter forms become plain letters.
    """
    if is_clean(text) or not SUSPECT.search(text):
        return text
    text = PRESENTATION_FORM.sub(replace_letter_form, DROPPED.sub("", text))
    text = MARK_IN_NUMBER.sub("", text)
    return PRIVATE_USE.sub("", WINGDINGS.sub("-", text))


def is_clean(text: str) -> bool:
    """Return whether all characters are printable and below U+F000.

    No pattern here can match such a text: the letter forms begin at U+F000, where the
    UTF-8 form begins with EF.
    """
    return text.isprintable() and b"\xef" not in text.encode()


def replace_letter_form(match: re.Match[str]) -> str:
    """Return the letter of a contextual form; a form without one is unchanged."""
    return unicodedata.normalize("NFKC", match[0]).strip() or match[0]


def normalise_line(text: str) -> str:
    """Return *text* cleaned, on one line with single spaces."""
    if is_clean(text) and "  " not in text:
        # Fast path: a printable text has no white space but spaces.
        return text.strip(" ")
    return " ".join(clean_text(text).split())


def unescape_line(text: str) -> str:
    """Return a normalised line with the HTML entities of a careless scraper decoded."""
    return normalise_line(html.unescape(text))


def normalised_lines(text: str) -> list[str]:
    """Return the normalised lines of *text*, without empty ones."""
    return [line for row in text.splitlines() if (line := normalise_line(row))]
