# SPDX-License-Identifier: AGPL-3.0-or-later
"""XML of strangers, read as a stream: no entities, no network, no huge texts, stray control bytes out first."""

from collections.abc import Iterator
from typing import IO

from lxml import etree

from ingest.model.record import UnreadableInput

CONTROL_BYTES = bytes(
    (*range(9), 11, 12, *range(14, 32))
)  # one of them in CDATA stops a strict parser


class CleanStream:
    """A stream without the bytes that are illegal in XML."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream

    def read(self, size: int = -1) -> bytes:
        """Return at most *size* bytes; b"" at the end alone."""
        while data := self.stream.read(size):
            if clean := data.translate(None, CONTROL_BYTES):
                return clean
        return b""


def elements(
    stream: IO[bytes], entries: tuple[str, ...], heads: tuple[str, ...]
) -> Iterator[etree._Element]:
    """Yield each element with a tag of *entries* or *heads* when it is whole; an entry's memory is given back.

    Raises ``UnreadableInput`` where the XML breaks, after the elements before.
    """
    parsed = etree.iterparse(
        CleanStream(stream),
        events=("end",),
        tag=(*entries, *heads),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
    )
    try:
        for _, element in parsed:
            yield element
            if element.tag in entries:
                element.clear(keep_tail=True)
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise UnreadableInput(f"broken XML: {error.msg}") from error


def text(element: etree._Element, tag: str) -> str:
    """Return the text of the first child with *tag*, "" without one."""
    return (element.findtext(tag) or "").strip()
