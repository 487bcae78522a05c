# SPDX-License-Identifier: AGPL-3.0-or-later
"""MHTML: a page and its parts as one mail, as browsers save it."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from ingest.model.record import Fact, UnreadableInput


def page(data: bytes) -> tuple[bytes, tuple[Fact, ...]]:
    """Return the page's bytes and what the mail says of it: address, declared encoding, day of the capture."""
    mail = message_from_bytes(data, policy=policy.default)
    part = next(
        (
            part
            for part in mail.walk()
            if part.get_content_type() in {"text/html", "application/xhtml+xml"}
        ),
        None,
    )
    if not isinstance(part, EmailMessage):
        raise UnreadableInput("no page in the MHTML file")
    found = part.get_payload(decode=True)
    address = (
        mail.get("Snapshot-Content-Location") or part.get("Content-Location") or ""
    )
    facts = [Fact("url", str(address), "saved from")] if address else []
    moment = mail["Date"].datetime if mail["Date"] else None
    if moment:
        facts.append(Fact("captured", moment.isoformat(), "saved from"))
    if charset := part.get_content_charset():
        facts.append(Fact("charset", charset, "saved from"))
    return (found if isinstance(found, bytes) else b""), tuple(facts)
