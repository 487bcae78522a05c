# SPDX-License-Identifier: AGPL-3.0-or-later
"""MHTML: a page and its parts as one MIME message, as browsers save it.

The parts are found by their boundaries and only the headers of each are parsed: the
email package of the standard library builds the whole tree by recursion, which a few
hundred nested parts end, and needs many times the memory of the file.

Source: RFC 2046, RFC 2557.
"""

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from typing import NamedTuple

from ingest.model.record import Fact, UnreadableInput

PAGE_TYPES = frozenset(("text/html", "application/xhtml+xml"))
LARGEST = 40_000_000  # bytes of a message, which contains the images of its page
BLANK_LINE = re.compile(rb"\r?\n\r?\n|\A\r?\n")
LARGEST_HEAD = 100_000  # bytes
MAX_DEPTH = 5  # of parts in parts; browsers write one or two
MAX_PARTS = 20_000
NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


class Part(NamedTuple):
    """A part of a message: its headers and its body as it is transferred."""

    headers: EmailMessage
    body: bytes


def read_page(data: bytes) -> tuple[bytes, tuple[Fact, ...]]:
    """Return the page's bytes and its metadata: URL, capture date, encoding.

    Raises ``UnreadableInput`` if the message has no page.
    """
    message = parse_part(data)
    part = find_page(message)
    return decode_part(part), read_facts(message.headers, part.headers)


def parse_part(data: bytes) -> Part:
    """Return a part; a line end at its start means that it has no headers."""
    end = BLANK_LINE.search(data, 0, LARGEST_HEAD)
    head, body = (data[: end.start()], data[end.end() :]) if end else (b"", data)
    headers = BytesHeaderParser(policy=policy.default).parsebytes(head + b"\r\n\r\n")
    assert isinstance(headers, EmailMessage)
    return Part(headers, body)


def find_page(message: Part) -> Part:
    """Return the HTML part with the URL of the snapshot, else the first one.

    A frame may precede the page. Raises ``UnreadableInput`` without any.
    """
    url = location_of(message, "Snapshot-Content-Location")
    first = None
    for part in iterate_parts(message):
        if content_type(part) in PAGE_TYPES:
            if not url or location_of(part, "Content-Location") == url:
                return part
            first = first or part
    if first:
        return first
    raise UnreadableInput("no page in the MHTML file")


def location_of(part: Part, header: str) -> str:
    """Return the URL in a *header* of a part, "" without it."""
    return "".join(str(part.headers.get(header) or "").split())


def iterate_parts(message: Part) -> Iterator[Part]:
    """Yield a message and the parts in it, in the order of the file.

    Parts below ``MAX_DEPTH`` are not opened.
    """
    waiting = [(message, 0)]
    for _ in range(MAX_PARTS):
        if not waiting:
            return
        part, depth = waiting.pop()
        yield part
        if content_type(part).startswith("multipart/") and depth < MAX_DEPTH:
            inner = [(parse_part(data), depth + 1) for data in split_body(part)]
            waiting.extend(reversed(inner))


def content_type(part: Part) -> str:
    """Return the media type of a part."""
    return part.headers.get_content_type()


def split_body(part: Part) -> Iterator[bytes]:
    """Yield the parts of a multipart body, at most ``MAX_PARTS``."""
    boundary = part.headers.get_boundary()
    if not boundary:
        return
    delimiter = b"--" + boundary.encode("utf-8", "surrogateescape")
    # The first piece is the text before the first part.
    pieces = (b"\n" + part.body).split(b"\n" + delimiter, MAX_PARTS)[1:]
    for piece in pieces:
        if piece.startswith(b"--"):
            return
        _, _, content = piece.partition(b"\n")  # the rest of the delimiter's line
        yield content.removesuffix(b"\r")


def decode_part(part: Part) -> bytes:
    """Return the body of a part without its transfer encoding."""
    encoding = str(part.headers.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding == "base64":
        return decode_base64(part.body)
    if encoding == "quoted-printable":
        return quopri.decodestring(part.body)
    return part.body


def decode_base64(text: bytes) -> bytes:
    """Return what *text* encodes; other signs, as line ends, are left out."""
    letters = NOT_BASE64.sub(b"", text)
    try:
        return base64.b64decode(letters + b"=" * (-len(letters) % 4))
    except binascii.Error as error:
        raise UnreadableInput(f"a part that is no base64: {error}") from error


def read_facts(message: EmailMessage, part: EmailMessage) -> tuple[Fact, ...]:
    """Return what the headers state of the page in *part*."""
    facts = []
    url = message.get("Snapshot-Content-Location") or part.get("Content-Location")
    if url:
        facts.append(Fact("url", str(url), "saved from"))
    captured = getattr(message["Date"], "datetime", None)
    if isinstance(captured, datetime):
        facts.append(Fact("captured", captured.isoformat(), "saved from"))
    if charset := part.get_content_charset():
        facts.append(Fact("charset", charset, "saved from"))
    return tuple(facts)
