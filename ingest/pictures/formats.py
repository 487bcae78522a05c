# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which bytes are a picture that a page may show: four raster formats, known by their first bytes, within limits."""

import hashlib
import re
from collections.abc import Callable
from typing import NamedTuple

LARGEST = 20_000_000  # bytes
MOST_PIXELS = 60_000_000  # what a browser unpacks is four bytes each
SMALLEST = (
    100  # pixels of the shorter side: less is an icon, a face beside a name, a counter
)
# Start of frame: the marker that tells a JPEG's size; C4, C8 and CC are tables.
FRAME = re.compile(
    rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]..\x08(..)(..)", re.DOTALL
)


class Image(NamedTuple):
    """A picture: the name of its file by the digest of its bytes, and its size in pixels."""

    name: str
    width: int
    height: int
    data: bytes


def parse_image(data: bytes) -> Image | None:
    """Return *data* as a picture, ``None`` if it is none, not safe (SVG holds scripts), too small or too large."""
    ending, size = next(
        ((ending, size) for ending, start, size in FORMATS if start(data)), ("", None)
    )
    width, height = size(data) if size else (0, 0)
    if (
        min(width, height) < SMALLEST
        or width * height > MOST_PIXELS
        or len(data) > LARGEST
    ):
        return None
    digest = hashlib.sha256(data).hexdigest()
    return Image(f"{digest[:2]}/{digest}.{ending}", width, height, data)


def big(data: bytes, place: int, length: int = 2) -> int:
    """Return the number in *length* bytes, the most significant first."""
    return int.from_bytes(data[place : place + length], "big")


def little(data: bytes, place: int, length: int = 2) -> int:
    """Return the number in *length* bytes, the least significant first."""
    return int.from_bytes(data[place : place + length], "little")


def jpeg(data: bytes) -> tuple[int, int]:
    """Return width and height of a JPEG: segment by segment, for a thumbnail inside has a frame of its own."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        if found := FRAME.match(data, place):
            return big(found[2], 0), big(found[1], 0)
        place += 2 + big(data, place + 2)
    return 0, 0


def webp(data: bytes) -> tuple[int, int]:
    """Return width and height of a WebP. Source: RFC 9649, 2.5–2.7."""
    match data[12:16]:
        case b"VP8 ":
            return little(data, 26) & 0x3FFF, little(data, 28) & 0x3FFF
        case b"VP8L":
            bits = little(data, 21, 4)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            return little(data, 24, 3) + 1, little(data, 27, 3) + 1
    return 0, 0


# ending, how its bytes begin, where its size stands
FORMATS: tuple[
    tuple[str, Callable[[bytes], bool], Callable[[bytes], tuple[int, int]]], ...
] = (
    ("jpg", lambda data: data.startswith(b"\xff\xd8\xff"), jpeg),
    (
        "png",
        lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"),
        lambda data: (big(data, 16, 4), big(data, 20, 4)),
    ),
    (
        "gif",
        lambda data: data.startswith((b"GIF87a", b"GIF89a")),
        lambda data: (little(data, 6), little(data, 8)),
    ),
    ("webp", lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP", webp),
)
