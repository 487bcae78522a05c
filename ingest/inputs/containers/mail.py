# SPDX-License-Identifier: AGPL-3.0-or-later
"""E-mail (.eml, mbox): newsletters; the text of a message is its HTML, else plain."""

import re
from collections.abc import Iterator
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr
from typing import IO

from ingest.inputs.containers.mhtml import (
    Part,
    content_type,
    decode_part,
    iterate_parts,
    parse_part,
)
from ingest.inputs.datasets.field_names import NOTES
from ingest.model.record import PassedOver, UnreadableInput
from ingest.text.decode import decode_and_repair

MBOX_START = re.compile(rb"From \S[^\n]*\d\d:\d\d")
QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
REPLY_MARKS = re.compile(r"^\s*(?:re|fwd?|رد|إعادة توجيه)\s*:\s*", re.IGNORECASE)
PARAGRAPH = re.compile(r"\n[ \t]*\n+")
WRAPPED_AT = 80  # characters: the longest line of a text that a program has wrapped

Row = dict[str, object]


def split_mailbox(stream: IO[bytes], limit: int) -> Iterator[bytes | UnreadableInput]:
    """Yield the bytes of each message of an mbox, or the one of a mail.

    For a message of more than *limit* bytes the reason is yielded.
    """
    lines: list[bytes] = []
    size, previous = 0, b"\n"
    for line in iter(lambda: stream.readline(limit), b""):
        if MBOX_START.match(line) and not previous.strip():
            yield from joined_message(lines, size, limit)
            lines, size = [], 0
        else:
            size += len(line)
            if size <= limit:
                lines.append(line)
        previous = line
    yield from joined_message(lines, size, limit)


def joined_message(
    lines: list[bytes], size: int, limit: int
) -> Iterator[bytes | UnreadableInput]:
    """Yield a message of *size* bytes unless it is empty; the reason if it is large."""
    if size > limit:
        yield UnreadableInput(f"a mail of more than {limit:,} bytes")
    elif (message := b"".join(lines)).strip():
        yield QUOTED_FROM.sub(rb"\1", message.lstrip())


def read_message(data: bytes) -> Iterator[Row | PassedOver]:
    """Yield the row of a message, and what its attachments are.

    Raises ``UnreadableInput`` for a message without a text.
    """
    message = parse_part(data)
    parts = list(iterate_parts(message))
    text, notes = message_text(parts)
    if not text.strip():
        raise UnreadableInput("a mail without a text")
    headers = message.headers
    row: Row = {
        "title": REPLY_MARKS.sub("", header_text(headers, "subject")),
        "content": text,
        "date": mail_date(headers),
        "url": header_text(headers, "archived-at").strip("<>"),
        "source": sender_name(headers),
    }
    yield {**row, NOTES: list(notes)} if notes else row
    if attachments := sum(map(is_attachment, parts)):
        yield PassedOver("attachments of mails", attachments)


def message_text(parts: list[Part]) -> tuple[str, tuple[str, ...]]:
    """Return the HTML of a message, else its plain text, and repairs made in it."""
    for media_type, convert in (("text/html", str), ("text/plain", reflow)):
        for part in parts:
            if content_type(part) == media_type and not is_attachment(part):
                charset = part.headers.get_content_charset() or ""
                text, repairs = decode_and_repair(decode_part(part), charset)
                if text.strip():
                    return convert(text), repairs
    return "", ()


def is_attachment(part: Part) -> bool:
    """Return whether a part is a file that is attached to the message."""
    return part.headers.get_content_disposition() == "attachment"


def reflow(text: str) -> str:
    """Return plain text with its paragraphs in one line each, if it was wrapped."""
    text = text.replace("\r\n", "\n")
    longest = max(map(len, text.splitlines()), default=0)
    paragraphs = PARAGRAPH.split(text)
    if longest > WRAPPED_AT or not paragraphs[1:]:
        return text
    return "\n\n".join(paragraph.replace("\n", " ") for paragraph in paragraphs)


def header_text(message: EmailMessage, name: str) -> str:
    """Return a header decoded, on one line, "" without it or if it is malformed."""
    try:
        text = raw_header(message, name) or str(message.get(name) or "")
    except (MessageError, ValueError, IndexError, AttributeError):
        return ""
    return " ".join(text.split())


def raw_header(message: EmailMessage, name: str) -> str:
    """Return a header that was sent without the encoding of mails, "" for others."""
    for key, value in message.raw_items():
        raw = value.encode("utf-8", "surrogateescape")
        if key.lower() == name and not raw.isascii():
            return decode_and_repair(raw)[0]
    return ""


def mail_date(message: EmailMessage) -> str:
    """Return the time of a message in ISO 8601, its header if that is no time."""
    header = message.get("date")
    moment = getattr(header, "datetime", None)
    return moment.isoformat() if moment else header_text(message, "date")


def sender_name(message: EmailMessage) -> str:
    """Return the sender's name, the host of the address without one."""
    name, address = parseaddr(header_text(message, "from"))
    return name or address.rpartition("@")[2]
