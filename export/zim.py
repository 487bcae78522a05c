# SPDX-License-Identifier: AGPL-3.0-or-later
"""`inv export --zim`: the site as a ZIM file for Kiwix, with a full-text index.

Needs libzim (`.venv/bin/pip install libzim`), whose licence is GPL-3.0: this module is
its own process, and no other module imports it. Kiwix searches words as written; so the
index has the stems of the archive's own analyser too, and «كتاب» finds «والكتاب».
"""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from libzim.writer import Creator, Hint, IndexData, Item, StringProvider
from lxml import html

from arabic.terms import terms
from archive_settings.archive_file import ArchiveSettings
from export.page_cache import read_manifest
from storage.files import replace_atomically

INDEX = "index.html"
LANGUAGE = "ara"  # ISO 639-3
LONGEST_TITLE, LONGEST_DESCRIPTION = 30, 80  # characters, openZIM's convention
ICON_SIZE = 48  # pixels
TYPES = {
    "css": "text/css",
    "gif": "image/gif",
    "html": "text/html",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript",
    "json": "application/json",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "xml": "application/xml",
}
# What hosts read, and pages that only a host sends.
NOT_IN_ZIM = frozenset(("_headers", ".nojekyll", "404.html", "robots.txt"))


def export_zim(settings: ArchiveSettings, site: Path, target: Path) -> int:
    """Write *site* to the ZIM file *target*; return the number of its entries."""
    names = [name for name in sorted(read_manifest(site)) if name not in NOT_IN_ZIM]
    days: list[str] = []
    with replace_atomically(target) as temporary:
        creator = Creator(str(temporary)).config_indexing(True, LANGUAGE)  # noqa: FBT003
        creator.set_mainpath(INDEX)
        creator.config_verbose(False)  # noqa: FBT003
        with creator:
            for name in names:
                data = (site / name).read_bytes()
                is_page = name.endswith(".html")
                title, text = read_words(data, days) if is_page else ("", "")
                creator.add_item(FileItem(name, data, title, text))
            add_metadata(creator, settings, max(days, default="1970-01-01"))
    return len(names)


class PageIndex(IndexData):  # type: ignore[misc] # libzim has no types
    """What the full-text index has of a page: of an article its words, else none."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.title, self.text = title, text

    def has_indexdata(self) -> bool:
        """Return whether the page is found by its words."""
        return bool(self.text)

    def get_title(self) -> str:
        """Return the words of the title."""
        return with_stems(self.title)

    def get_content(self) -> str:
        """Return the words of the text."""
        return with_stems(self.text)

    def get_keywords(self) -> str:
        """Return none."""
        return ""

    def get_wordcount(self) -> int:
        """Return the length of the text."""
        return self.text.count(" ") + 1

    def get_position(self) -> None:
        """Return no place on a map."""


class FileItem(Item):  # type: ignore[misc]
    """A file of the site; *text* is that of an article, else ""."""

    def __init__(self, name: str, data: bytes, title: str, text: str) -> None:
        super().__init__()
        self.name, self.data, self.title, self.text = name, data, title, text
        self.kind = TYPES.get(name.rpartition(".")[2], "application/octet-stream")

    def get_path(self) -> str:
        """Return the path in the site."""
        return self.name

    def get_title(self) -> str:
        """Return the heading of a page."""
        return self.title or self.name

    def get_mimetype(self) -> str:
        """Return the media type."""
        return self.kind

    def get_contentprovider(self) -> StringProvider:
        """Return the bytes."""
        return StringProvider(self.data)

    def get_hints(self) -> dict[Any, int]:
        """Return whether the file is an article, and whether to compress it."""
        is_text = self.kind.startswith(("text/", "application/json"))
        return {Hint.FRONT_ARTICLE: bool(self.text), Hint.COMPRESS: is_text}

    def get_indexdata(self) -> PageIndex:
        """Return what is searched."""
        return PageIndex(self.title, self.text)


def read_words(data: bytes, days: list[str]) -> tuple[str, str]:
    """Return the title of a page and, of an article, its text."""
    page: Any = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    title = page.xpath("string(//h1)").strip() or page.xpath("string(//title)").strip()
    article = page.xpath("//article[@class='article']")
    if not article:
        return title, ""
    days += [day[:10] for day in article[0].xpath("./header//time/@datetime")]
    return title, " ".join(article[0].xpath("string(./div[@class='text'])").split())


def with_stems(text: str) -> str:
    """Return *text* and the stems of its words that are not in it as written."""
    stems = dict.fromkeys(terms(text))
    written = set(text.split())
    return " ".join([text, *(stem for stem in stems if stem not in written)])


def add_metadata(creator: Any, settings: ArchiveSettings, day: str) -> None:
    """Add what Kiwix shows of the file. The same site has the same *day*."""
    name = settings["archive.name"]
    subtitle = settings["archive.subtitle"] or name
    metadata = {
        "Name": "warraq_ara_archive",
        "Title": name[:LONGEST_TITLE],
        "Description": subtitle[:LONGEST_DESCRIPTION],
        "Language": LANGUAGE,
        "Creator": name,
        "Publisher": name,
        "Date": day,
        "Tags": "news;archive;_ftindex:yes",
        "Scraper": "warraq",
    }
    if settings["archive.rights"]:
        metadata["License"] = settings["archive.rights"]
    for key, value in metadata.items():
        creator.add_metadata(key, value)
    creator.add_illustration(ICON_SIZE, b"".join(render_icon()))


def render_icon() -> Iterator[bytes]:
    """Yield the chunks of a PNG: a page with lines on the archive's red."""
    ground, paper = b"\x7d\x1f\x1c", b"\xfd\xf9\xef"
    rows = []
    for y in range(ICON_SIZE):
        is_sheet = range(8, 40)
        row = b"".join(
            paper
            if y in is_sheet and x in range(12, 36) and not is_line(x, y)
            else ground
            for x in range(ICON_SIZE)
        )
        rows.append(b"\0" + row)
    yield b"\x89PNG\r\n\x1a\n"
    yield png_chunk(
        b"IHDR", struct.pack(">IIBBBBB", ICON_SIZE, ICON_SIZE, 8, 2, 0, 0, 0)
    )
    yield png_chunk(b"IDAT", zlib.compress(b"".join(rows), 9))
    yield png_chunk(b"IEND", b"")


def is_line(x: int, y: int) -> bool:
    """Return whether a point of the sheet is in a line of text."""
    return y in (14, 19, 24, 29) and x in range(16, 32)


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk of a PNG."""
    checksum = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + checksum
