# SPDX-License-Identifier: AGPL-3.0-or-later
"""Untrusted XML, parsed as a stream: no entities, no network, no huge text nodes."""

from collections.abc import Iterator
from typing import IO

from lxml import etree

from ingest.model.record import UnreadableInput

# One of them in CDATA stops a strict parser.
CONTROL_BYTES = bytes((*range(9), 11, 12, *range(14, 32)))


class CleanStream:
    """A stream without the bytes that are illegal in XML."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream

    def read(self, size: int = -1) -> bytes:
        """Return at most *size* bytes; b"" only at the end."""
        while data := self.stream.read(size):
            if clean := data.translate(None, CONTROL_BYTES):
                return clean
        return b""


def iterate_elements(
    stream: IO[bytes], entry_tags: tuple[str, ...], other_tags: tuple[str, ...]
) -> Iterator[etree._Element]:
    """Yield each complete element with a tag of *entry_tags* or *other_tags*.

    The memory of an entry is released after it was used. Raises ``UnreadableInput``
    where the XML is malformed, after the elements before that.
    """
    parsed = etree.iterparse(
        CleanStream(stream),
        events=("end",),
        tag=(*entry_tags, *other_tags),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
    )
    try:
        for _, element in parsed:
            yield element
            if element.tag in entry_tags:
                # Release the memory of the entry and of its siblings before it.
                element.clear(keep_tail=True)
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise UnreadableInput(f"broken XML: {error.msg}") from error


def child_text(element: etree._Element, tag: str) -> str:
    """Return the text of the first child with *tag*, "" without one."""
    return (element.findtext(tag) or "").strip()
