# SPDX-License-Identifier: AGPL-3.0-or-later
"""What programs write before JSON: comments, and guards against foreign scripts.

Sources: JSON with comments as editors write it; the prefixes with which Google's and
Facebook's answers begin, for example ``)]}'``.
"""

import re

COMMENT = r"//[^\n]*+|#[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/"
GUARD = r"\)\]\}'?,?|(?:while\(1\)|for\(;;\));|throw 1;\s*+<[^\n>]*+>"
PREFIX = rf"(?:\s|{COMMENT}|{GUARD})*+"
TEXT_PREFIX = re.compile(PREFIX)
BYTES_PREFIX = re.compile(PREFIX.encode())


def prefix_end(text: str | bytes, position: int = 0) -> int:
    """Return where the JSON begins in *text* after *position*."""
    prefix: re.Match[str] | re.Match[bytes] | None
    if isinstance(text, bytes):
        prefix = BYTES_PREFIX.match(text, position)
    else:
        prefix = TEXT_PREFIX.match(text, position)
    assert prefix is not None  # the pattern matches everywhere
    return prefix.end()
