# SPDX-License-Identifier: AGPL-3.0-or-later
"""Image formats that a page may show, detected by their first bytes, within limits.

Only the size in pixels is parsed. imagesize does the same, but takes nine times as long
and accepts JPEGs that no browser decodes (12-bit samples, damaged segments).
"""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

LARGEST = 20_000_000  # bytes
MOST_PIXELS = 60_000_000  # a browser decodes each to four bytes
SMALLEST = 100  # pixels of the shorter side: less is an icon, a portrait, a counter
# Start of frame: the marker before a JPEG's size; C4, C8 and CC are tables.
JPEG_FRAME = re.compile(
    rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]..\x08(?P<height>..)(?P<width>..)",
    re.DOTALL,
)
JPEG_MARKER = 0xFF


class Image(NamedTuple):
    """An image; *name* is its file name, from the digest of its bytes."""

    name: str
    width: int
    height: int
    data: bytes


class Format(NamedTuple):
    """An image format: file suffix, magic number, parser of width and height."""

    suffix: str
    magic: re.Pattern[bytes]
    parse_size: Callable[[bytes], tuple[int, int]]


def parse_image(data: bytes) -> Image | None:
    """Return *data* as an image.

    ``None`` if it is none, not safe (SVG may contain scripts), too small or too large.
    """
    image_format = detect_image_format(data)
    if not image_format or len(data) > LARGEST:
        return None
    width, height = image_format.parse_size(data)
    if min(width, height) < SMALLEST or width * height > MOST_PIXELS:
        return None
    digest = hashlib.sha256(data).hexdigest()
    name = f"{digest[:2]}/{digest}.{image_format.suffix}"
    return Image(name, width, height, data)


def detect_image_format(data: bytes) -> Format | None:
    """Return the format of *data*, ``None`` if it is not one of the four."""
    for image_format in FORMATS:
        if image_format.magic.match(data):
            return image_format
    return None


def read_big_endian(data: bytes, offset: int, length: int = 2) -> int:
    """Return the number in *length* bytes, the most significant first."""
    return int.from_bytes(data[offset : offset + length], "big")


def read_little_endian(data: bytes, offset: int, length: int = 2) -> int:
    """Return the number in *length* bytes, the least significant first."""
    return int.from_bytes(data[offset : offset + length], "little")


def parse_jpeg_size(data: bytes) -> tuple[int, int]:
    """Return width and height of a JPEG, (0, 0) without a frame.

    It is parsed segment by segment, because an embedded thumbnail has its own frame.
    """
    offset = 2
    while offset + 4 <= len(data) and data[offset] == JPEG_MARKER:
        if frame := JPEG_FRAME.match(data, offset):
            return (
                read_big_endian(frame["width"], 0),
                read_big_endian(frame["height"], 0),
            )
        offset += 2 + read_big_endian(data, offset + 2)
    return 0, 0


def parse_png_size(data: bytes) -> tuple[int, int]:
    """Return width and height of a PNG."""
    return read_big_endian(data, 16, 4), read_big_endian(data, 20, 4)


def parse_gif_size(data: bytes) -> tuple[int, int]:
    """Return width and height of a GIF."""
    return read_little_endian(data, 6), read_little_endian(data, 8)


def parse_webp_size(data: bytes) -> tuple[int, int]:
    """Return width and height of a WebP, (0, 0) for an unknown kind.

    Source: RFC 9649, 2.5-2.7.
    """
    match data[12:16]:
        case b"VP8 ":
            width, height = read_little_endian(data, 26), read_little_endian(data, 28)
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L":
            bits = read_little_endian(data, 21, 4)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            return (
                read_little_endian(data, 24, 3) + 1,
                read_little_endian(data, 27, 3) + 1,
            )
    return 0, 0


FORMATS = (
    Format("jpg", re.compile(rb"\xff\xd8\xff"), parse_jpeg_size),
    Format("png", re.compile(rb"\x89PNG\r\n\x1a\n"), parse_png_size),
    Format("gif", re.compile(rb"GIF8[79]a"), parse_gif_size),
    Format("webp", re.compile(rb"RIFF....WEBP", re.DOTALL), parse_webp_size),
)


def is_sound_image(path: Path) -> bool:
    """Return whether the name of a stored image is the start of its SHA-256."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return bool(path.stem) and digest.startswith(path.stem)
