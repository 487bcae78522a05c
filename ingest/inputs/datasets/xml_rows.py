# SPDX-License-Identifier: AGPL-3.0-or-later
"""XML datasets of unknown kinds: an element with a title and a text is a row.

The names of elements are those of fields, as in other datasets. In the answer of a Solr
server the names are in the attribute ``name``.
"""

from collections.abc import Iterator
from typing import IO

from lxml import etree

from ingest.inputs.datasets.field_names import FieldPairs, has_text, is_column_list
from ingest.inputs.datasets.xml import CleanStream
from ingest.model.record import UnreadableInput

Row = dict[str, object]


def read_rows(stream: IO[bytes], pairs: FieldPairs = ()) -> Iterator[Row]:
    """Yield the elements that have a text among their children.

    Raises ``UnreadableInput`` where the XML is malformed, after the rows before that.
    """
    parsed = etree.iterparse(
        CleanStream(stream),
        events=("end",),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
    )
    try:
        for _, element in parsed:
            if element.getparent() is None or not len(element):
                continue
            row = row_of(element)
            if is_column_list(row, pairs) and has_text(row, pairs):
                yield row
                element.clear(keep_tail=True)
    except etree.XMLSyntaxError as error:
        raise UnreadableInput(f"broken XML: {error.msg}") from error


def row_of(element: etree._Element) -> Row:
    """Return the texts of the children of *element* by their names; some repeat."""
    row: Row = {}
    for child in element.iterchildren(etree.Element):
        name = child.get("name") or str(child.tag).rpartition("}")[2]
        texts = row.setdefault(name, [])
        if isinstance(texts, list):
            texts.append(text_of(child))
    return row


def text_of(element: etree._Element) -> str:
    """Return the text of *element*, its paragraphs in lines."""
    if not len(element):
        return (element.text or "").strip()
    return "\n".join(filter(None, map(str.strip, map(str, element.itertext()))))


def names_in(start: bytes) -> list[str]:
    """Return the names of elements at the *start* of a file."""
    parser = etree.XMLPullParser(("start",), recover=True, resolve_entities=False)
    parser.feed(start)
    names = []
    for _, element in parser.read_events():
        if isinstance(element, etree._Element):
            names.append(element.get("name") or str(element.tag).rpartition("}")[2])
    return names
