# SPDX-License-Identifier: AGPL-3.0-or-later
"""Format detection: by the first bytes of an input, never by its name."""

import re
from collections.abc import Callable

from ingest.inputs import tabular
from ingest.model.record import UnreadableInput
from ingest.text.decode import decode_text

HEAD_SIZE = 4096  # bytes that detection looks at
FEED_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF)\b")
SPACE = re.compile(rb"\s*")
# How what may precede the root element of an XML file begins, and how it ends.
PROLOG = {b"<?": b"?>", b"<!--": b"-->"}
DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?\s*>", re.IGNORECASE)
TREC = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<(?!html|head|body)\w+>\s*)?<doc\b[^>]*>\s*<",
    re.IGNORECASE,
)
MHTML = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
HTML = re.compile(
    rb"<(?:!doctype html|html|head|body|meta|title|article|table|div)\b", re.IGNORECASE
)


def detect_format(head: bytes) -> str:
    """Return the format of an input that begins with *head*.

    The format is a key of SPLITTERS, or zip. Raises ``UnreadableInput`` if the input is
    empty.
    """
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text:
        raise UnreadableInput("empty")
    for name, matches in DETECTORS:
        if matches(text):
            return name
    return "dump"


def is_json_lines(text: bytes) -> bool:
    """Return whether an object ends on the first line, or that line is longer."""
    first, newline, _ = text.partition(b"\n")
    return text[:1] == b"{" and (not newline or first.rstrip().endswith(b"}"))


def is_json(text: bytes) -> bool:
    """Return whether *text* begins like an object or a list of objects."""
    if text[:1] == b"[":
        return text[1:].lstrip()[:1] in {b"{", b"]"}
    return text[:1] == b"{"


def is_wxr(text: bytes) -> bool:
    """Return whether *text* begins like a WordPress export, a kind of RSS."""
    return is_feed(text) and b"wordpress.org/export" in text


def is_feed(text: bytes) -> bool:
    """Return whether the first element of *text* is the root of a feed."""
    return bool(FEED_ROOT.match(text, prolog_end(text)))


def prolog_end(text: bytes) -> int:
    """Return where the declaration, comments and document type of an XML file end.

    A single pattern for all of them would take exponential time on many comments.
    """
    position, end = -1, 0
    while end > position:
        position = end
        space = SPACE.match(text, position)
        end = space.end() if space else position
        if doctype := DOCTYPE.match(text, end):
            end = doctype.end()
        for opening, closing in PROLOG.items():
            if text.startswith(opening, end):
                found = text.find(closing, end)
                end = len(text) if found < 0 else found + len(closing)
    return end


def is_html(text: bytes) -> bool:
    """Return whether *text* contains a common tag, also in UTF-16."""
    return bool(HTML.search(text.replace(b"\x00", b"")))


def is_csv(text: bytes) -> bool:
    """Return whether the first line has a column for the title and one for the body."""
    columns = set(re.split(r"[,;\t|]", first_line(text).replace('"', "").strip()))
    return all(
        columns.intersection(tabular.ALIASES[field]) for field in ("title", "body")
    )


def first_line(head: bytes) -> str:
    """Return the first line of *head* decoded, "" if that is impossible.

    UTF-8 is tried on the line alone, because *head* may end within a character.
    """
    try:
        return head.partition(b"\n")[0].decode()
    except UnicodeDecodeError:
        pass
    try:
        return decode_text(head).text.lstrip("\ufeff").partition("\n")[0]
    except UnreadableInput:
        return ""


# Format and predicate on the first bytes; the first that matches wins.
DETECTORS: tuple[tuple[str, Callable[[bytes], object]], ...] = (
    ("zip", lambda text: text.startswith(b"PK\x03\x04")),
    ("warc", lambda text: text.startswith(b"WARC/")),
    ("jsonl", is_json_lines),
    ("json", is_json),
    ("wxr", is_wxr),
    ("feed", is_feed),
    ("trec", TREC.match),
    ("mhtml", MHTML.search),
    ("html", is_html),
    ("csv", is_csv),
)
