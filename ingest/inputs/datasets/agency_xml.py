# SPDX-License-Identifier: AGPL-3.0-or-later
"""News items as agencies send them: NITF, NewsML 1 and NewsML-G2, all of the IPTC.

The three differ in their names: the headline is ``hl1``, ``HeadLine`` or ``headline``,
the text are the paragraphs of ``body.content``, ``DataContent`` or ``inlineXML``.
Source: IPTC, NITF 3.6 and NewsML-G2 2.29.
"""

import re
from collections.abc import Iterator
from typing import IO

from lxml import etree

from ingest.inputs.compression import read_at_most
from ingest.model.record import PassedOver, UnreadableInput

ROOTS = frozenset((b"nitf", b"newsml", b"newsitem", b"newsmessage"))
LARGEST = 30_000_000  # bytes: a file has the items of a day at most
ITEMS = ("nitf", "newsitem")
TITLES = ("hl1", "headline", "hedline", "title")
CONTENTS = ("body.content", "datacontent", "inlinexml")
DATES = (
    *("date.issue", "date.release", "firstcreated", "contentcreated"),
    *("versioncreated", "dateandtime", "thisrevisioncreated"),
)
STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})?)?")
Row = dict[str, object]


def read_rows(stream: IO[bytes]) -> Iterator[Row | PassedOver]:
    """Yield the items of a file. Raises ``UnreadableInput`` for malformed XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(read_at_most(stream, LARGEST), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableInput(f"broken XML: {error.msg}") from error
    items = [element for element in elements_of(root) if local_name(element) in ITEMS]
    # A NewsML 1 item may carry an NITF document: that is the item.
    inner = [item for item in items if not has_item(item)]
    for item in inner:
        row = read_item(item)
        yield row if row["content"] else PassedOver("items of an agency without a text")


def has_item(item: etree._Element) -> bool:
    """Return whether an item has another inside of it."""
    return any(
        local_name(element) in ITEMS
        for element in elements_of(item)
        if element is not item
    )


def read_item(item: etree._Element) -> Row:
    """Return the row of one item."""
    return {
        "title": first_text(item, TITLES),
        "content": "\n".join(paragraphs_of(item)),
        "date": first_date(item),
        "author": first_text(item, ("byline", "bylineline")),
        "source": first_text(item, ("distributor", "provider")),
    }


def first_text(item: etree._Element, names: tuple[str, ...]) -> str:
    """Return the text of the first element with one of *names*, best first."""
    for name in names:
        for element in elements_of(item):
            if local_name(element) == name and (text := text_of(element)):
                return text
    return ""


def first_date(item: etree._Element) -> str:
    """Return the moment of the first element that has one, in ISO 8601."""
    for name in DATES:
        for element in elements_of(item):
            if local_name(element) != name:
                continue
            if text := element.get("norm") or text_of(element):
                return iso_moment(text)
    return ""


def iso_moment(text: str) -> str:
    """Return a moment of digits, 20210507T101500Z, in ISO 8601; others unchanged."""
    stamp = STAMP.fullmatch(text)
    if stamp is None:
        return text
    year, month, day, hour, minute, second, zone = stamp.groups()
    if hour is None:
        return f"{year}-{month}-{day}"
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone or ''}"


def paragraphs_of(item: etree._Element) -> Iterator[str]:
    """Yield the paragraphs in the content of an item, or its lines without any."""
    for content in elements_of(item):
        if local_name(content) not in CONTENTS:
            continue
        paragraphs = [each for each in elements_of(content) if local_name(each) == "p"]
        yield from filter(None, map(text_of, paragraphs or [content]))
        return


def text_of(element: etree._Element) -> str:
    """Return the text of *element* in one line."""
    return " ".join("".join(map(str, element.itertext())).split())


def elements_of(root: etree._Element) -> Iterator[etree._Element]:
    """Yield *root* and the elements in it."""
    return root.iter(etree.Element)


def local_name(element: etree._Element) -> str:
    """Return the name of *element* without its namespace, in lower case."""
    return str(element.tag).rpartition("}")[2].lower()
