# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an input is, told by its content and never by its name."""

import re
from collections.abc import Callable

from ingest.inputs import tabular
from ingest.model.record import UnreadableInput
from ingest.text.decode import decode_text

SNIFFED = 4096  # bytes
XML = re.compile(
    rb"\s*(?:<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^>]*>|\s)*<(?:rss|feed|rdf:RDF)\b",
    re.DOTALL,
)
COLLECTION = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<(?!html|head|body)\w+>\s*)?<doc\b[^>]*>\s*<",
    re.IGNORECASE,
)
MAIL = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
HTML = re.compile(
    rb"<(?:!doctype html|html|head|body|meta|title|article|table|div)\b", re.IGNORECASE
)


def detect_format(head: bytes) -> str:
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
    return text[:1] == b"{" or (
        text[:1] == b"[" and text[1:].lstrip()[:1] in {b"{", b"]"}
    )


def is_table(head: bytes) -> bool:
    """Say whether the first line names columns that hold a title and a body."""
    columns = set(re.split(r"[,;\t|]", header(head).replace('"', "").strip()))
    return all(
        columns.intersection(tabular.ALIASES[field]) for field in ("title", "body")
    )


def header(head: bytes) -> str:
    """Return the first line: as UTF-8, which a character cut off far behind does not spoil, else as it reads best."""
    try:
        return head.partition(b"\n")[0].decode()
    except UnicodeDecodeError:
        pass
    try:
        return decode_text(head).text.lstrip("\ufeff").partition("\n")[0]
    except UnreadableInput:
        return ""


# kind and how an input of it begins, the first that fits
SIGNS: tuple[tuple[str, Callable[[bytes], object]], ...] = (
    ("zip", lambda text: text.startswith(b"PK\x03\x04")),
    ("warc", lambda text: text.startswith(b"WARC/")),
    ("jsonl", is_json_lines),
    ("json", is_json),
    ("wxr", lambda text: XML.match(text) and b"wordpress.org/export" in text),
    ("feed", XML.match),
    ("trec", COLLECTION.match),
    ("mhtml", MAIL.search),
    ("html", lambda text: HTML.search(text.replace(b"\x00", b""))),
    ("csv", is_table),
)
