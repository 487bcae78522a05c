# SPDX-License-Identifier: AGPL-3.0-or-later
"""TREC-like collections: ``<DOC>`` after ``<DOC>``, each with a tag for a field and no more of SGML than that."""

import re
from collections.abc import Iterator
from typing import IO

from ingest.model.record import UnreadableInput
from ingest.text.decode import decode_and_repair

START = re.compile(rb"<doc\b[^>]*>", re.IGNORECASE)
END = re.compile(rb"</doc\s*>", re.IGNORECASE)
CHUNK = 1 << 16  # bytes
# tag → the name of the field that the reader of records knows
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


def rows(stream: IO[bytes], largest: int) -> Iterator[Row | UnreadableInput]:
    """Yield the documents of a collection as rows; one of more than *largest* bytes is a reason in its place.

    Raises ``UnreadableInput`` behind the last whole document if the collection is cut off in one.
    """
    for data in documents(stream, largest):
        if len(data) > largest:
            yield UnreadableInput(f"a document of more than {largest:,} bytes")
            continue
        try:
            yield row(decode_and_repair(data)[0])
        except UnreadableInput as error:
            yield error


def documents(stream: IO[bytes], largest: int) -> Iterator[bytes]:
    """Yield what stands between each ``<DOC>`` and its end; no more than *largest* bytes and a chunk of it."""
    held, inside = b"", False
    while chunk := stream.read(CHUNK):
        held += chunk
        while found := (END if inside else START).search(held):
            if inside:
                yield held[: found.start()]
            held, inside = held[found.end() :], not inside
        if not inside:
            held = held[-CHUNK:]
        elif len(held) > largest + CHUNK:
            held = held[: largest + 1] + held[-len(b"</doc          >") :]
    if inside:
        raise UnreadableInput("cut off within a document")


def row(text: str) -> Row:
    """Return the fields of one document; the first tag that holds something wins."""
    found: Row = {}
    for tag, field in FIELDS.items():
        value = between(text, tag)
        if value and field not in found:
            found[field] = value
    return found


def between(text: str, tag: str) -> str:
    """Return what stands between *tag* and its end, "" without either."""
    opening = re.search(rf"<{tag}\b[^<>]*>", text, re.IGNORECASE)
    closing = opening and re.compile(rf"</{tag}\s*>", re.IGNORECASE).search(
        text, opening.end()
    )
    return text[opening.end() : closing.start()].strip() if opening and closing else ""
