# SPDX-License-Identifier: AGPL-3.0-or-later
"""The scripts of the search page as one file: a first query waits for one request instead of fifteen."""

import re
from pathlib import Path

# In the order in which they build on one another; below theme/static.
SCRIPTS = (
    "vendor/lunr-query.js",
    *(
        "js/arabic.js",
        "js/bits.js",
        "js/postings.js",
        "js/shards.js",
        "js/language.js",
        "js/score.js",
        "js/best.js",
        "js/query.js",
    ),
    *("js/passages.js", "js/days.js", "js/facets.js", "js/hijri.js", "js/filters.js", "js/exports.js", "js/latin.js"),
    *("js/suggest.js", "js/answer.js", "js/suggestions.js", "js/search-box.js"),
)
LICENCE = "// SPDX-License-Identifier: MIT\n"

# The scripts have comments on lines of their own, and no text that goes over lines. ``/*!`` begins a licence.
COMMENT_LINE = re.compile(r"^ *//.*\n", re.MULTILINE)
COMMENT_BLOCK = re.compile(r"^ */\*\*.*?\*/\n", re.MULTILINE | re.DOTALL)
INDENT = re.compile(r"^ +", re.MULTILINE)


def bare(script: str) -> str:
    """Return a script without what only its readers need, which is more than half of what is sent."""
    return INDENT.sub("", COMMENT_BLOCK.sub("", COMMENT_LINE.sub("", script)))


def joined(static: Path) -> str:
    """Return all scripts below the theme's folder *static*, one after another."""
    return LICENCE + "\n".join(bare((static / name).read_text(encoding="utf-8")) for name in SCRIPTS)
