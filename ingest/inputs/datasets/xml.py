# SPDX-License-Identifier: AGPL-3.0-or-later
"""Untrusted XML, parsed as a stream: no entities, no network, no huge text nodes.

Many feeds and exports are not well-formed, and every feed reader reads them. Where the
strict parser stops, a second, recovering parse reads the entries from there on. Before
that, the usual causes are mended: an encoding that is not the declared one, a bare
``&`` or an entity of HTML, a name space that nobody declared.
"""

import codecs
import re
from collections.abc import Iterator
from html.entities import html5
from typing import IO, cast

from lxml import etree

from ingest.model.record import UnreadableInput
from ingest.text.decode import decode_text

# One of them in CDATA stops a strict parser.
CONTROL_BYTES = bytes((*range(9), 11, 12, *range(14, 32)))
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
CHUNK = 1 << 16  # bytes
SAMPLE = 1_000_000  # bytes, from which the encoding is detected
AMPERSAND = re.compile(r"&(?:(#\d{1,7}|#x[\da-fA-F]{1,6}|\w{2,31});)?")
INCOMPLETE = re.compile(r"&[#\w]{0,31}$|[<]$")  # at the end of a chunk
XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
# Before it may stand the warnings of a program.
DECLARATION_START = re.compile(r"<\?xml\b")
DECLARATION = re.compile(r"^\s*<\?xml.*?\?>", re.DOTALL)
ROOT = re.compile(r"<(rss|feed|rdf:RDF|channel|urlset|sitemapindex)\b")
PREFIX = re.compile(r"</?([a-zA-Z]+):")
TAIL = 100  # characters, in which the end tag of the root is
# Prefixes that feeds use, for those that do not declare them.
NAME_SPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": "http://wordpress.org/export/1.2/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "media": "http://search.yahoo.com/mrss/",
    "atom": "http://www.w3.org/2005/Atom",
    "app": "http://www.w3.org/2007/app",
    "thr": "http://purl.org/syndication/thread/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "blogger": "http://schemas.google.com/blogger/2018",
    "gd": "http://schemas.google.com/g/2005",
    "georss": "http://www.georss.org/georss",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
}


class CleanStream:
    """A stream without the bytes that are illegal in XML, and blanks at its start."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.at_start = True

    def read(self, size: int = -1) -> bytes:
        """Return at most *size* bytes; b"" only at the end."""
        while data := self.stream.read(size):
            clean = data.translate(None, CONTROL_BYTES)
            if self.at_start:
                clean = clean.lstrip(b" \t\r\n")
            if clean:
                self.at_start = False
                return clean
        return b""


class MendedStream:
    """A stream of malformed XML as UTF-8, with the usual causes of that mended."""

    def __init__(self, stream: IO[bytes]) -> None:
        encoding = decode_text(stream.read(SAMPLE)).encoding
        stream.seek(0)
        self.stream = stream
        self.decoder = codecs.getincrementaldecoder(encoding)("replace")
        self.kept = ""  # the end of a chunk, which may be half an entity
        self.at_start = True
        self.root = ""
        self.tail = ""

    @property
    def is_cut_off(self) -> bool:
        """Whether the text that was read ends without the end tag of its root."""
        return bool(self.root) and f"</{self.root}" not in self.tail

    def read(self) -> bytes:
        """Return the next bytes; b"" only at the end."""
        while data := self.stream.read(CHUNK):
            if mended := self.mend(self.decoder.decode(data)):
                self.tail = (self.tail + mended)[-TAIL:]
                return mended.encode("utf-8", "replace")
        end, self.kept = self.kept, ""
        return end.encode("utf-8", "replace")

    def mend(self, text: str) -> str:
        """Return *text* mended, without its end if that is incomplete."""
        text = CONTROL.sub("", self.kept + text)
        incomplete = INCOMPLETE.search(text)
        end = incomplete.start() if incomplete else len(text)
        text, self.kept = text[:end], text[end:]
        if self.at_start and text:
            self.at_start = False
            start = DECLARATION_START.search(text)
            text = text[start.start() :] if start else text
            text = DECLARATION.sub("", text.lstrip("\ufeff \t\r\n"))
            root = ROOT.search(text)
            self.root = root[1] if root else ""
            text = declare_name_spaces(text)
        return AMPERSAND.sub(mend_reference, text)


def mend_reference(match: re.Match[str]) -> str:
    """Return an entity of HTML as its character, a bare ampersand escaped."""
    name = match[1]
    if name and (name.startswith("#") or name in XML_ENTITIES):
        return match[0]
    character = html5.get(f"{name};") if name else None
    return character or f"&amp;{match[0][1:]}"


def declare_name_spaces(start: str) -> str:
    """Return the *start* of a document with all NAME_SPACES declared at its root."""
    root = ROOT.search(start)
    if not root:
        return start
    tag = start[root.start() :].partition(">")[0]
    missing = [
        f' xmlns:{prefix}="{uri}"'
        for prefix, uri in NAME_SPACES.items()
        if f"xmlns:{prefix}" not in tag
    ]
    return start[: root.end()] + "".join(missing) + start[root.end() :]


def iterate_elements(
    stream: IO[bytes], entry_tags: tuple[str, ...], other_tags: tuple[str, ...]
) -> Iterator[etree._Element]:
    """Yield each complete element with a tag of *entry_tags* or *other_tags*.

    The memory of an entry is released after it was used. Where the XML is malformed,
    the entries after that are those of a second, recovering parse, marked by
    ``is_recovered``. Raises ``UnreadableInput`` after the last entry if the XML is cut
    off, or if the second parse finds nothing.
    """
    count = 0
    if lacks_name_space(stream):
        yield from recovered_elements(stream, entry_tags, other_tags, 0, None)
        return
    try:
        for element in strict_elements(stream, (*entry_tags, *other_tags)):
            yield element
            if element.tag in entry_tags:
                count += 1
                release(element)
    except etree.XMLSyntaxError as error:
        yield from recovered_elements(stream, entry_tags, other_tags, count, error)


def strict_elements(
    stream: IO[bytes], tags: tuple[str, ...]
) -> Iterator[etree._Element]:
    """Yield the elements with *tags*. Raises ``XMLSyntaxError``."""
    parsed = etree.iterparse(
        CleanStream(stream),
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
    )
    for _, element in parsed:
        yield element


def recovered_elements(
    stream: IO[bytes],
    entry_tags: tuple[str, ...],
    other_tags: tuple[str, ...],
    skipped: int,
    error: etree.XMLSyntaxError | None,
) -> Iterator[etree._Element]:
    """Yield the elements that a recovering parse finds after *skipped* entries.

    An entry that the end of the file cuts off is none. Raises ``UnreadableInput``.
    """
    stream.seek(0)
    parser = etree.XMLPullParser(
        events=("end",),
        tag=(*entry_tags, *other_tags),
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
    )
    mended = MendedStream(stream)
    count = 0
    while data := mended.read():
        try:
            parser.feed(data)
        except etree.XMLSyntaxError:
            break
        for _, event in parser.read_events():
            element = cast(etree._Element, event)
            is_entry = element.tag in entry_tags
            count += is_entry
            if not is_entry or count > skipped:
                element.getroottree().getroot().set(RECOVERED, "1")
                yield element
            if is_entry:
                release(element)
    if not count or mended.is_cut_off:
        reason = error.msg if error else "no entry is complete"
        raise UnreadableInput(f"broken XML: {reason}") from error


def lacks_name_space(stream: IO[bytes]) -> bool:
    """Return whether the start of *stream* uses a prefix that it does not declare.

    The strict parser would yield such elements, but outside of their name space.
    """
    start = decode_start(stream.read(CHUNK))
    stream.seek(0)
    used = set(PREFIX.findall(start)) & NAME_SPACES.keys()
    return any(f"xmlns:{prefix}" not in start for prefix in used)


def decode_start(start: bytes) -> str:
    """Return the *start* of a file as far as its ASCII goes."""
    return start.replace(b"\x00", b"").decode("ascii", "ignore")


RECOVERED = "warraq-recovered"  # attribute of the root of a document


def is_recovered(element: etree._Element) -> bool:
    """Return whether *element* is from a recovering parse of malformed XML."""
    return element.getroottree().getroot().get(RECOVERED) is not None


def release(element: etree._Element) -> None:
    """Release the memory of an entry and of its siblings before it."""
    element.clear(keep_tail=True)  # type: ignore[call-arg]
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def child_text(element: etree._Element, tag: str) -> str:
    """Return the text of the first child with *tag*, "" without one."""
    return (element.findtext(tag) or "").strip()
