# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of the theme: style for both directions, small, no requests to other hosts."""

import gzip
import re

import pytest

from upkeep import ROOT, front_end

THEME = ROOT / "theme"
STYLES = sorted((THEME / "static" / "css").glob("*.css"))
SITE = THEME / "static" / "css" / "site.css"
OWN_FILES = [
    *STYLES,
    *sorted((THEME / "static" / "js").glob("*.js")),
    *sorted((THEME / "templates").glob("*.html")),
]

PHYSICAL = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|border|inset|scroll-(?:margin|padding))-)?(?:left|right)(?![-\w])"
    r"|(?<![-\w])(?:margin|padding|border)-(?:top|bottom)(?![-\w])"
    r"|\[dir"
)
ON_ARABIC = re.compile(
    r"font-style:\s*(?:italic|oblique)|letter-spacing:|text-transform:|text-align:\s*justify|opacity:\s*0?\."
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
ADDRESS = re.compile(r"(?:https?:)?//[\w.-]+\.\w+")
# Names of vocabularies and of namespaces: they identify, nothing is fetched from them.
IDENTIFIERS = {"https://schema.org", "http://www.w3.org"}

PAIRS = {  # token → backgrounds
    "ink": ("paper", "sheet", "mark"),
    "soft-ink": ("paper", "sheet"),
    "red": ("paper", "sheet"),
    "on-red": ("red",),
}


def rules(path) -> str:
    """Return a style sheet without its comments."""
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``. Source: WCAG 2.2, definition of relative luminance."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    ]
    return sum(
        weight * value
        for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    dark, light = sorted(map(luminance, (first, second)))
    return (light + 0.05) / (dark + 0.05)


def palette() -> dict[str, tuple[str, str]]:
    """Return each colour token's light and dark value."""
    colours = re.findall(
        r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)",
        SITE.read_text(encoding="utf-8"),
    )
    return {name: (light, dark) for name, light, dark in colours}


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_style_names_no_left_or_right(path):
    assert PHYSICAL.findall(rules(path)) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_style_has_nothing_that_breaks_arabic_script(path):
    assert ON_ARABIC.findall(rules(path)) == []


def test_the_order_of_layers_comes_first():
    assert SITE.read_text(encoding="utf-8").startswith("@layer ")


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_every_layer_is_one_of_those_ordered(path):
    ordered = re.match(r"@layer ([^;{]+);", SITE.read_text(encoding="utf-8"))[1].split(
        ", "
    )
    assert set(re.findall(r"@layer ([\w-]+) \{", rules(path))) <= set(ordered)


def test_the_style_of_a_page_is_small_on_the_wire():
    assert len(gzip.compress(SITE.read_bytes(), mtime=0)) < 6_700


@pytest.mark.parametrize("path", OWN_FILES, ids=lambda path: path.name)
def test_no_file_of_the_theme_names_another_host(path):
    assert set(ADDRESS.findall(path.read_text(encoding="utf-8"))) <= IDENTIFIERS


@pytest.mark.parametrize("shade", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("token", PAIRS)
def test_text_keeps_a_contrast_of_seven_to_one(token, shade):
    colours = palette()
    for ground in PAIRS[token]:
        assert contrast(colours[token][shade], colours[ground][shade]) >= 7, ground


@pytest.mark.parametrize("face", front_end.FONT_SUBSETS)
def test_a_face_is_fetched_for_the_characters_it_was_cut_to(face):
    block = re.search(
        rf"fonts/{face}\.woff2.*?unicode-range: ([^;]+);", rules(SITE), re.DOTALL
    )[1]
    assert points(block.replace("U+", "")) == points(front_end.FONT_SUBSETS[face][1])


def points(ranges: str) -> set[int]:
    """Return the code points of ``0020,0621-063A`` …"""
    bounds = [part.strip().split("-") for part in ranges.split(",")]
    return {
        point
        for ends in bounds
        for point in range(int(ends[0], 16), int(ends[-1], 16) + 1)
    }
