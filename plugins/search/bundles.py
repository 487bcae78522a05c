# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bundles of the search page's scripts.

``search.js`` answers with the first page of results. ``search-more.js`` is loaded on
demand: wildcards, facets, export, suggestions.
"""

from pathlib import Path

from plugins.search.write.script_files import content_hash
from storage.files import write_atomic
from storage.minify import minify

# Below theme/static, in the order in which they depend on one another.
BUNDLES = {
    "search.js": (
        "vendor/lunr-query.js",
        "js/plurals.js",
        "js/arabic.js",
        "js/bidi.js",
        "js/bits.js",
        "js/positions.js",
        "js/postings.js",
        "js/loader.js",
        "js/lengths.js",
        "js/shards.js",
        "js/lazy.js",
        "js/query-tokens.js",
        "js/language.js",
        "js/score.js",
        "js/second-stage.js",
        "js/top-k.js",
        "js/query.js",
        "js/passages.js",
        "js/answer.js",
        "js/search-box.js",
    ),
    "search-more.js": (
        "vendor/lunr-terms.js",
        "js/days.js",
        "js/facets.js",
        "js/hijri.js",
        "js/timeline.js",
        "js/filters.js",
        "js/exports.js",
        "js/latin.js",
        "js/suggest.js",
        "js/suggestions.js",
    ),
}
LICENCE = "// SPDX-License-Identifier: MIT\n"
# The last line of a bundle. Bundles of different builds have different stamps.
STAMP = 'Warraq.stamps = {{ ...Warraq.stamps, "{name}": "{stamp}" }};\n'
STAMP_BYTES = 4


def bundle(static: Path, name: str) -> str:
    """Return the bundle *name* of scripts below the theme's folder *static*."""
    scripts = [(static / path).read_text(encoding="utf-8") for path in BUNDLES[name]]
    return LICENCE + minify("\n".join(scripts), name)


def write_bundles(static: Path, folder: Path) -> None:
    """Write all bundles to *folder*, each with the stamp of this build."""
    bundles = {name: bundle(static, name) for name in BUNDLES}
    stamp = content_hash("".join(bundles.values()), STAMP_BYTES).hex()
    for name, text in bundles.items():
        last_line = STAMP.format(name=name, stamp=stamp)
        write_atomic(folder / name, f"{text}{last_line}".encode())
