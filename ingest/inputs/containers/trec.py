# SPDX-License-Identifier: AGPL-3.0-or-later
"""TREC-like collections: a sequence of ``<DOC>`` elements with a tag for each field."""

import re
from collections.abc import Iterator
from typing import IO

from ingest.model.record import UnreadableInput
from ingest.text.decode import decode_and_repair

START = re.compile(rb"<doc\b[^<>]*>", re.IGNORECASE)
END = re.compile(rb"</doc\s*>", re.IGNORECASE)
LONGEST_END = len(b"</doc          >")
CHUNK = 1 << 16  # bytes
# Tag → field name of `tabular.ALIASES`
FIELDS = {
    **dict.fromkeys(("title", "headline", "head", "hl", "ttl"), "title"),
    **dict.fromkeys(("text", "body", "content", "contents"), "content"),
    **dict.fromkeys(("date", "datetime", "pubdate"), "date"),
    **dict.fromkeys(("author", "byline"), "author"),
    **dict.fromkeys(("category", "section"), "category"),
    **dict.fromkeys(("url", "link"), "url"),
    **dict.fromkeys(("source", "publisher"), "source"),
}

Row = dict[str, object]


def read_rows(stream: IO[bytes], limit: int) -> Iterator[Row | UnreadableInput]:
    """Yield the documents of a collection; the reason in place of an unreadable one.

    A document of more than *limit* bytes is unreadable. Raises ``UnreadableInput``
    after the last complete document if the collection is cut off.
    """
    for data in split_documents(stream, limit):
        if len(data) > limit:
            yield UnreadableInput(f"a document of more than {limit:,} bytes")
            continue
        try:
            yield read_fields(decode_and_repair(data)[0])
        except UnreadableInput as error:
            yield error


def split_documents(stream: IO[bytes], limit: int) -> Iterator[bytes]:
    """Yield the bytes between each ``<DOC>`` and ``</DOC>``.

    Of a longer document, more than *limit* bytes but not many more. The memory needed
    is *limit* and a few chunks.
    """
    buffer, inside = b"", False
    while chunk := stream.read(CHUNK):
        buffer += chunk
        while match := (END if inside else START).search(buffer):
            if inside:
                yield buffer[: match.start()]
            buffer, inside = buffer[match.end() :], not inside
        if not inside:
            buffer = buffer[-CHUNK:]
        elif len(buffer) > limit + CHUNK:
            # A tag at the end of the buffer may be incomplete.
            buffer = buffer[: limit + 1] + buffer[-LONGEST_END:]
    if inside:
        raise UnreadableInput("cut off within a document")


def read_fields(text: str) -> Row:
    """Return the fields of one document; the first tag that is not empty wins."""
    fields: Row = {}
    for tag, field in FIELDS.items():
        content = tag_content(text, tag)
        if content and field not in fields:
            fields[field] = content
    return fields


def tag_content(text: str, tag: str) -> str:
    """Return the text between *tag* and its end tag, "" if either is missing."""
    opening = re.search(rf"<{tag}\b[^<>]*>", text, re.IGNORECASE)
    if not opening:
        return ""
    start = opening.end()
    end_tag = re.compile(rf"</{tag}\s*>", re.IGNORECASE)
    closing = end_tag.search(text, start)
    if not closing:
        return ""
    return text[start : closing.start()].strip()
