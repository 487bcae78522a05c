# SPDX-License-Identifier: AGPL-3.0-or-later
"""Contrast of two colours, as WCAG 2.2 defines it."""

import re
from collections.abc import Iterator

HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
TEXT_CONTRAST = 4.5  # WCAG 2.2, 1.4.3, level AA
WHITE = 255  # of a channel
LINEAR_END = 0.04045  # of sRGB: below it a channel is proportional to its light
STEPS = 100


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of ``#rrggbb``, each 0 to 255."""
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``, 0 (black) to 1 (white).

    Source: WCAG 2.2, "relative luminance".
    """
    red, green, blue = (linear(value / WHITE) for value in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(value: float) -> float:
    """Return a channel of sRGB, 0 to 1, as linear light."""
    return value / 12.92 if value <= LINEAR_END else ((value + 0.055) / 1.055) ** 2.4


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def nearest_readable(colour: str, ground: str) -> str:
    """Return the colour nearest to *colour* that is readable on *ground*.

    It is mixed with black and with white in steps of one hundredth.
    """
    mixtures = (mix(colour, step) for step in range(1, STEPS + 1))
    candidates = (candidate for pair in mixtures for candidate in pair)
    return next(
        candidate
        for candidate in candidates
        if contrast(candidate, ground) >= TEXT_CONTRAST
    )


def mix(colour: str, step: int) -> Iterator[str]:
    """Yield *colour* with *step* hundredths of black, and of white."""
    for end in (0, WHITE):
        mixed = (value + (end - value) * step / STEPS for value in channels(colour))
        yield f"#{bytes(round(value) for value in mixed).hex()}"
