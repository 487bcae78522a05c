# SPDX-License-Identifier: AGPL-3.0-or-later
"""MHTML: a page and its parts as one MIME message, as browsers save it."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from ingest.model.record import Fact, UnreadableInput

PAGE_TYPES = frozenset(("text/html", "application/xhtml+xml"))


def read_page(data: bytes) -> tuple[bytes, tuple[Fact, ...]]:
    """Return the page's bytes and its metadata: URL, capture date, encoding.

    Raises ``UnreadableInput`` if the message has no page.
    """
    message = message_from_bytes(data, policy=policy.default)
    part = find_page(message)
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b"", read_facts(message, part)


def find_page(message: EmailMessage) -> EmailMessage:
    """Return the first HTML part. Raises ``UnreadableInput`` without one."""
    for part in message.walk():
        if part.get_content_type() in PAGE_TYPES and isinstance(part, EmailMessage):
            return part
    raise UnreadableInput("no page in the MHTML file")


def read_facts(message: EmailMessage, part: EmailMessage) -> tuple[Fact, ...]:
    """Return what the headers state of the page in *part*."""
    snapshot, location = message["Snapshot-Content-Location"], part["Content-Location"]
    captured = message["Date"].datetime if message["Date"] else None
    values = {
        "url": str(snapshot or location or ""),
        "captured": captured.isoformat() if captured else "",
        "charset": part.get_content_charset(),
    }
    return tuple(
        Fact(field, value, "saved from") for field, value in values.items() if value
    )
