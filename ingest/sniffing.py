# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an input is, told by its content and never by its name."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable

from ingest.readers import records
from ingest.record import UnreadableInput

SNIFFED = 4096  # bytes
XML = re.compile(rb"\s*(?:<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^>]*>|\s)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
MAIL = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
HTML = re.compile(rb"<(?:!doctype html|html|head|body|meta|title|article|table|div)\b", re.IGNORECASE)


def sniff(head: bytes) -> str:
    """Return the kind of an input by its first bytes."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text:
        raise UnreadableInput("empty")
    return next((kind for kind, fits in SIGNS if fits(text)), "dump")


def is_json_lines(text: bytes) -> bool:
    """Say whether an object ends on the first line, or later than was looked."""
    first, newline, _ = text.partition(b"\n")
    return text[:1] == b"{" and (not newline or first.rstrip().endswith(b"}"))


def is_json(text: bytes) -> bool:
    """Say whether it begins like an object or a list of objects."""
    return text[:1] == b"{" or (text[:1] == b"[" and text[1:].lstrip()[:1] in {b"{", b"]"})


def is_table(head: bytes) -> bool:
    """Say whether the first line names columns that hold a title and a body."""
    encoding = "utf-16" if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8"
    first = head.decode(encoding, "replace").partition("\n")[0]
    columns = set(re.split(r"[,;\t|]", first.replace('"', "").strip()))
    return all(columns.intersection(records.ALIASES[field]) for field in ("title", "body"))


# kind and how an input of it begins, the first that fits
SIGNS: tuple[tuple[str, Callable[[bytes], object]], ...] = (
    ("zip", lambda text: text.startswith(b"PK\x03\x04")),
    ("warc", lambda text: text.startswith(b"WARC/")),
    ("jsonl", is_json_lines),
    ("json", is_json),
    ("wxr", lambda text: XML.match(text) and b"wordpress.org/export" in text),
    ("feed", XML.match),
    ("mhtml", MAIL.search),
    ("html", lambda text: HTML.search(text.replace(b"\x00", b""))),
    ("csv", is_table),
)
