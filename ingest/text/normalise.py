# SPDX-License-Identifier: AGPL-3.0-or-later
"""Characters that no reader sees but every tool trips over; the spelling that is shown stays as it was printed."""

import html
import re
import unicodedata

# Ligatures that are words (ﷲ ﷺ ﷻ) lie between and stay; other letters come as contextual forms from old typesetters.
PRESENTATION = re.compile("[\ufb50-\ufdf1\ufdf3-\ufdf9\ufe70-\ufefc]")
DROPPED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad"  # control characters, soft hyphen
    "\u200b\u200d\u2060\ufeff"  # zero width; the non-joiner (200c) is spelling
    "\u202a-\u202e\u2066-\u2069"  # embeddings and overrides: the page's direction does their work
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
# Any character that one of these patterns may be about: hardly a text has one, and one look is faster than five.
SUSPECT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069"
    "\ud800-\uf8ff\ufb50-\ufdf9\ufe70-\ufeff\ufff9-\uffff]"
)
MARK_IN_NUMBER = re.compile("(?<=[\\d.,/])[\u200e\u200f\u061c]+(?=[\\d.,/])")
WINGDINGS = re.compile("[\uf000-\uf0ff]")
PRIVATE = re.compile("[\ue000-\uefff\uf100-\uf8ff]")


def clean(text: str) -> str:
    """Return *text* with control, bidi and private characters out and letters in their plain form; lines stay."""
    if sound(text) or not SUSPECT.search(text):
        return text
    text = PRESENTATION.sub(plain_letter, DROPPED.sub("", text))
    return PRIVATE.sub("", WINGDINGS.sub("-", MARK_IN_NUMBER.sub("", text)))


def sound(text: str) -> bool:
    """Say whether all of *text* is printable and before U+F000, where the forms begin: then no pattern is about it."""
    return text.isprintable() and b"\xef" not in text.encode()


def plain_letter(match: re.Match[str]) -> str:
    """Return the letter of a contextual form; a form without one stays."""
    return unicodedata.normalize("NFKC", match[0]).strip() or match[0]


def line(text: str) -> str:
    """Return *text* cleaned, on one line with single spaces."""
    if (
        sound(text) and "  " not in text
    ):  # no space but single ones: most lines are as they should be
        return text.strip(" ")
    return " ".join(clean(text).split())


def unescaped_line(text: str) -> str:
    """Return a line whose HTML entities a scraper forgot to read."""
    return line(html.unescape(text))


def lines(text: str) -> list[str]:
    """Return the lines of *text* that hold anything, each cleaned."""
    return [found for row in text.splitlines() if (found := line(row))]
