# SPDX-License-Identifier: AGPL-3.0-or-later
"""The scripts of the search page as two files: what a first answer needs, and what comes once more is asked for."""

import re
from pathlib import Path

from plugins.search.scripts import fingerprint

# In the order in which they build on one another; below theme/static.
SCRIPTS = {
    "search.js": (
        "vendor/lunr-query.js",
        *(
            "js/arabic.js",
            "js/bits.js",
            "js/postings.js",
            "js/shards.js",
            "js/more.js",
            "js/language.js",
        ),
        *(
            "js/score.js",
            "js/best.js",
            "js/query.js",
            "js/passages.js",
            "js/answer.js",
            "js/search-box.js",
        ),
    ),
    # Patterns, what results are narrowed by and saved as, suggestions; theme/static/js/more.js brings it.
    "search-more.js": (
        "vendor/lunr-terms.js",
        *(
            "js/days.js",
            "js/facets.js",
            "js/hijri.js",
            "js/filters.js",
            "js/exports.js",
        ),
        *("js/latin.js", "js/suggest.js", "js/suggestions.js"),
    ),
}
LICENCE = "// SPDX-License-Identifier: MIT\n"
STAMP = 'Warraq.stamps = {{ ...Warraq.stamps, "{name}": "{stamp}" }};\n'  # a file's last line; both have one stamp
STAMP_SIZE = 4  # bytes

# The scripts have comments on lines of their own, and no text that goes over lines. ``/*!`` begins a licence.
COMMENT_LINE = re.compile(r"^ *//.*\n", re.MULTILINE)
COMMENT_BLOCK = re.compile(r"^ */\*\*.*?\*/\n", re.MULTILINE | re.DOTALL)
INDENT = re.compile(r"^ +", re.MULTILINE)


def bare(script: str) -> str:
    """Return a script without what only its readers need, which is more than half of what is sent."""
    return INDENT.sub("", COMMENT_BLOCK.sub("", COMMENT_LINE.sub("", script)))


def joined(static: Path, name: str) -> str:
    """Return the scripts of the file *name*, which lie below the theme's folder *static*, one after another."""
    return LICENCE + "\n".join(
        bare((static / script).read_text(encoding="utf-8")) for script in SCRIPTS[name]
    )


def write(static: Path, folder: Path) -> None:
    """Write both files to *folder*, with a stamp by which one that belongs to another build is noticed."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {name: joined(static, name) for name in SCRIPTS}
    stamp = fingerprint("".join(texts.values()), STAMP_SIZE).hex()
    for name, text in texts.items():
        (folder / name).write_text(
            text + STAMP.format(name=name, stamp=stamp), encoding="utf-8", newline="\n"
        )
