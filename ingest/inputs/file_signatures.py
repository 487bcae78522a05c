# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is not an article by its first bytes, named so that a person recognises it.

Files that may contain articles that nothing here reads (PDF, Office, databases) are
unreadable, which the exit status reports. Files that never contain any (pictures, code,
shortcuts, sitemaps) are set aside.
"""

import re
from typing import NamedTuple

from ingest.model.record import SetAside, UnreadableInput


class Signature(NamedTuple):
    """The bytes at an offset of a kind of file, and its name."""

    magic: bytes
    name: str
    offset: int = 0


# May contain articles.
DOCUMENTS = (
    Signature(b"%PDF-", "a PDF document"),
    Signature(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document (doc, xls, ppt, msg)"
    ),
    Signature(b"{\\rtf", "an RTF document"),
    Signature(b"AT&TFORM", "a DjVu document"),
    Signature(b"BOOKMOBI", "a Kindle book", 60),
    Signature(b"%!PS", "a PostScript document"),
    Signature(b"Rar!\x1a\x07", "a RAR archive: unpack it first"),
    Signature(b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive: unpack it first"),
    Signature(b"ustar", "a tar archive: unpack it first", 257),
    Signature(b"LZIP", "an lzip archive: unpack it first"),
    Signature(b"\x1f\x9d", "a file of compress (.Z): unpack it first"),
    Signature(b"SQLite format 3\x00", "an SQLite database: export its table as CSV"),
    Signature(b"PAR1", "a Parquet table: export it as CSV or JSON"),
    Signature(b"ARROW1", "an Arrow table: export it as CSV or JSON"),
    Signature(b"Obj\x01", "an Avro file: export it as JSON"),
    Signature(b"\x89HDF\r\n", "an HDF5 file"),
    Signature(b"\x93NUMPY", "a NumPy array"),
    Signature(b"\x80\x04\x95", "a Python pickle"),
    Signature(b"\x80\x03", "a Python pickle"),
    Signature(b"filedesc://", "an ARC file: convert it with warcio recompress"),
    Signature(b"!BDN", "an Outlook mailbox (pst)"),
)
# Never contain articles.
OTHERS = (
    Signature(b"\x89PNG\r\n", "an image (PNG)"),
    Signature(b"\xff\xd8\xff", "an image (JPEG)"),
    Signature(b"GIF87a", "an image (GIF)"),
    Signature(b"GIF89a", "an image (GIF)"),
    Signature(b"II*\x00", "an image (TIFF)"),
    Signature(b"MM\x00*", "an image (TIFF)"),
    Signature(b"WEBP", "an image (WebP)", 8),
    Signature(b"8BPS", "an image (Photoshop)"),
    Signature(b"\x00\x00\x01\x00", "an icon"),
    Signature(b"WAVE", "a sound recording (WAV)", 8),
    Signature(b"ID3", "a sound recording (MP3)"),
    Signature(b"\xff\xfb", "a sound recording (MP3)"),
    Signature(b"\xff\xf3", "a sound recording (MP3)"),
    Signature(b"OggS", "a sound recording (Ogg)"),
    Signature(b"fLaC", "a sound recording (FLAC)"),
    Signature(b"AVI ", "a video (AVI)", 8),
    Signature(b"ftyp", "a video or image (MP4, HEIC)", 4),
    Signature(b"\x1aE\xdf\xa3", "a video (Matroska, WebM)"),
    Signature(b"FLV\x01", "a video (Flash)"),
    Signature(b"\x00\x00\x01\xba", "a video (MPEG)"),
    Signature(b"wOFF", "a font"),
    Signature(b"wOF2", "a font"),
    Signature(b"OTTO", "a font"),
    Signature(b"\x00\x01\x00\x00\x00", "a font"),
    Signature(b"\x7fELF", "a program"),
    Signature(b"MZ\x90\x00", "a program"),
    Signature(b"\xca\xfe\xba\xbe", "a program"),
    Signature(b"\x00asm", "a program"),
    Signature(b"\x00\x05\x16\x07", "a system file of macOS"),
    Signature(b"\x00\x00\x00\x01Bud1", "a system file of macOS"),
    Signature(b"bplist00", "a settings file of macOS"),
    Signature(b"L\x00\x00\x00\x01\x14\x02\x00", "a shortcut of Windows"),
    Signature(b"d8:announce", "a torrent"),
)
BITMAP = re.compile(rb"BM.{4}\x00\x00\x00\x00", re.DOTALL)

# Of text, after white space and a byte order mark.
TEXT_DOCUMENTS = (
    (
        re.compile(
            rb"(?:--[^\n]*\n|/\*(?:[^*]|\*(?!/))*\*/;?|\s|SET\s[^;]*;)*"
            rb"(?:(?:CREATE|DROP|ALTER|LOCK)\s+(?:TABLE|DATABASE|TABLES|SCHEMA)\b"
            rb"|INSERT\s+INTO\b|REPLACE\s+INTO\b|BEGIN\s+TRANSACTION\b|USE\s+[`\w]+;"
            rb"|PRAGMA\s|START\s+TRANSACTION\b|COPY\s+[\w.\"]+\s*\()"
            rb"|-- (?:MySQL|MariaDB|PostgreSQL|phpMyAdmin|Adminer|Dump)\b",
            re.IGNORECASE | re.DOTALL,
        ),
        "an SQL dump: import it and export its table as CSV",
    ),
    (
        re.compile(rb"[\[\s]*\{\s*u?'[\w ]+'\s*:"),
        "Python dictionaries: write them as JSON (json.dumps)",
    ),
    (re.compile(rb"\{\s*\"cells\"\s*:\s*\["), "a Jupyter notebook"),
    (re.compile(rb"BEGIN:VCARD", re.IGNORECASE), "a list of contacts (vCard)"),
    (re.compile(rb"\\documentclass|\\begin\{document\}"), "a LaTeX document"),
    (re.compile(rb"@\w+\{[\w:-]+,\s*\n"), "a list of references (BibTeX)"),
    (re.compile(rb"TY {1,2}- [A-Z]+\s"), "a list of references (RIS)"),
    (
        re.compile(
            rb"\{\s*\"log\"\s*:\s*\{\s*\"(?:version|creator|browser|pages|entries)\""
        ),
        "a recording of a browser (HAR): write it as WARC",
    ),
)
TEXT_OTHERS = (
    (
        re.compile(
            rb"(?:\[\{[0-9A-F-]+\}\]\s[^\[]*)?\[(?:InternetShortcut|Desktop Entry)\]",
            re.IGNORECASE,
        ),
        "a shortcut to a URL",
    ),
    (
        re.compile(rb"\[[\w .:/\\{}-]+\][ \t\r]*\n\s*[\w.;#/-]+[ \t]*[=\r\n]"),
        "a configuration file",
    ),
    (re.compile(rb"#!\s*/|<\?php|<\?=|<%[@=\s]"), "source code"),
    (
        re.compile(rb"diff --|Index: \S+\r?\n=+\r?\n|--- \S[^\n]*\n\+\+\+ \S"),
        "the differences of two texts (diff)",
    ),
    (re.compile(rb"BEGIN:VCALENDAR", re.IGNORECASE), "a calendar"),
    (
        re.compile(
            rb"WEBVTT|\d+\r?\n\d\d:\d\d:\d\d[,.]\d+ -->|\[Script Info\]"
            rb"|\{\d+\}\{\d+\}|(?:\[[a-z]+:[^\]\n]*\]\s*)*+\[\d\d:\d\d[.:]\d\d"
        ),
        "subtitles",
    ),
    (re.compile(rb"#EXTM3U"), "a playlist"),
    (re.compile(rb"(?:#[^\n]*\n|\s)*+msgid \""), "translations of a program (PO)"),
    (re.compile(rb"-----BEGIN [A-Z ]+-----"), "a key or certificate"),
    (re.compile(rb"(?:User-agent|Disallow|Sitemap):", re.IGNORECASE), "a robots.txt"),
    (re.compile(rb"# (?:Netscape )?HTTP Cookie File"), "a list of cookies"),
    (
        re.compile(rb"CDX [A-Za-z] |!OpenWayback-CDXJ|[\w,-]+\)/\S* \d{14} "),
        "an index of a crawl (CDX)",
    ),
)


def check_signature(head: bytes) -> None:
    """Raise the reason if a file that begins with *head* is a known binary kind.

    ``UnreadableInput`` if it may contain articles, ``SetAside`` if not.
    """
    for signature in DOCUMENTS:
        if head.startswith(signature.magic, signature.offset):
            raise UnreadableInput(signature.name)
    for signature in OTHERS:
        if head.startswith(signature.magic, signature.offset):
            raise SetAside(signature.name)
    if BITMAP.match(head):
        raise SetAside("an image (BMP)")


def check_text_signature(text: bytes) -> None:
    """Raise the reason if *text* begins like a known kind of text that is no article.

    ``UnreadableInput`` if it may contain articles, ``SetAside`` if not.
    """
    for pattern, name in TEXT_DOCUMENTS:
        if pattern.match(text):
            raise UnreadableInput(name)
    for pattern, name in TEXT_OTHERS:
        if pattern.match(text):
            raise SetAside(name)
