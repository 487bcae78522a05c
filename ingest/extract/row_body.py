# SPDX-License-Identifier: AGPL-3.0-or-later
"""The blocks of a body field: markup, plain lines, or text that was escaped twice."""

import html
import re

from ingest.extract.text_blocks import blocks_of_markup
from ingest.model.record import Block
from ingest.text.normalise import clean_text
from ingest.text.unwrap import paragraphs_of

MARKUP = re.compile(
    r"</?(?:p|br|div|h[1-6]|ul|ol|li|span|a|strong|em|b|i|blockquote|table|img)\b[^<>]*>",
    re.IGNORECASE,
)
ESCAPED_MARKUP = re.compile(r"&lt;(?:p|br|div|h[1-6]|ul|span)\b", re.IGNORECASE)
# JSON that was encoded twice: a line break is a backslash and an n.
ESCAPED_LETTERS = re.compile(r"(?:\\u06[0-9a-fA-F]{2}){3}")
ESCAPE = re.compile(r"\\(?:u(?P<code>[0-9a-fA-F]{4})|(?P<sign>[nrt\"/\\]))")
ESCAPES = {"n": "\n", "r": "\n", "t": " ", '"': '"', "/": "/", "\\": "\\"}


def body_blocks(text: str) -> list[Block]:
    """Return the blocks of a body field: of its markup, if any, else its lines."""
    if "\\" in text:
        text = without_escapes(text)
    if "&" in text and not MARKUP.search(text):
        text = html.unescape(text)
        if ESCAPED_MARKUP.search(text):
            text = html.unescape(text)
    if "<" in text and MARKUP.search(text):
        return blocks_of_markup(clean_text(text))
    return [Block("paragraph", line) for line in paragraphs_of(text)]


def without_escapes(text: str) -> str:
    """Return *text* without JSON's escapes, if it was escaped once too often.

    Such a text has escaped line breaks or letters, and no line break.
    """
    is_escaped = text.count("\\n") > 1 or ESCAPED_LETTERS.search(text)
    if "\n" in text or not is_escaped:
        return text
    return ESCAPE.sub(unescape, text)


def unescape(match: re.Match[str]) -> str:
    """Return the character of an escape of JSON."""
    code = match["code"]
    return chr(int(code, 16)) if code else ESCAPES[match["sign"]]
