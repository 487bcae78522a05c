# SPDX-License-Identifier: AGPL-3.0-or-later
"""Format detection: by the first bytes of an input, never by its name.

What no reader understands is refused with the name of its kind. Only prose is read as a
text dump: a table with unknown columns, a program or a list of addresses is not.
"""

import re
from collections.abc import Callable

from ingest.inputs.datasets import agency_xml, tabular, xml_rows
from ingest.inputs.datasets.field_names import FieldPairs, is_column_list
from ingest.inputs.datasets.json_prefix import prefix_end
from ingest.inputs.file_signatures import check_signature, check_text_signature
from ingest.inputs.prose import check_kind_of_lines, check_prose
from ingest.model.record import SetAside, UnreadableInput
from ingest.text.decode import BYTE_ORDER_MARKS, decode_and_repair

HEAD_SIZE = 8192  # bytes that detection looks at
SPACE = re.compile(rb"\s*")
# How what may precede the root element of an XML file begins, and how it ends.
PROLOG = {b"<?": b"?>", b"<!--": b"-->"}
DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*+(?:\[[^\]]*+\]\s*+)?>", re.IGNORECASE)
FEED_START = re.compile(
    rb"<\?xml\b[^>]{0,200}\?>\s*<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE
)
ROOT = re.compile(rb"<([\w:.-]+)")
FEED_ROOTS = frozenset((b"rss", b"feed", b"rdf:rdf", b"atom:feed", b"channel"))
HTML_ROOTS = frozenset(
    rb"""html head body meta title article table div p h1 h2 h3 h4 h5 h6 span section
    main header footer nav aside figure blockquote ul ol li dl font center a img br hr b
    i em strong u pre style script link base form iframe frameset noscript tbody tr td
    amp-html details time address""".split()
)
# Roots of XML files that are known and are no articles.
OTHER_ROOTS = {
    b"urlset": "a sitemap",
    b"sitemapindex": "a sitemap",
    b"opml": "a list of feeds (OPML)",
    b"svg": "an image (SVG)",
    b"plist": "a settings file of macOS",
    b"opensearchdescription": "a description of a search engine",
    b"browserconfig": "a settings file of Windows",
    b"kml": "a map (KML)",
    b"gpx": "a map (GPX)",
    b"xsl:stylesheet": "a style sheet (XSLT)",
    b"xs:schema": "an XML schema",
    b"xsd:schema": "an XML schema",
    b"project": "a project file",
    b"manifest": "a manifest",
    b"error": "an error message (XML)",
    b"tt": "subtitles (TTML)",
    b"timedtext": "subtitles (XML)",
    b"transcript": "subtitles (XML)",
}
DOCUMENT_ROOTS = {
    b"w:worddocument": "a Word document (XML)",
    b"office:document": "an OpenDocument text",
    b"fictionbook": "a book (FictionBook)",
    b"tei": "a TEI document",
    b"pkg:package": "a Word document (XML)",
    b"workbook": "an Excel table (XML): save it as CSV",
    b"mediawiki": "a MediaWiki dump",
}
TREC = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<(?!html|head|body)\w+>\s*)?<doc\b[^>]*>\s*<",
    re.IGNORECASE,
)
HTML = re.compile(
    rb"<(?:!doctype html|html|head|body|meta|title|article|table|div)\b", re.IGNORECASE
)
PAGE_TAG = re.compile(rb"<(?:!doctype html|html|div|span|script|meta)\b", re.IGNORECASE)
HEADERS = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
MBOX = re.compile(rb"From \S(?=[^\n]*\d\d:\d\d)[^\n]*+\n(?=[A-Za-z-]+:)")
MAIL_HEADER = re.compile(
    rb"^(from|to|subject|date|mime-version|content-type|received|message-id|return-path"
    rb"|delivered-to|content-transfer-encoding|content-location"
    rb"|snapshot-content-location|reply-to|sender|dkim-signature):",
    re.IGNORECASE | re.MULTILINE,
)
FEWEST_MAIL_HEADERS = 3
PAGE_IN_MAIL = re.compile(
    rb"^content-type:\s*multipart/related|^(?:snapshot-)?content-location:",
    re.IGNORECASE | re.MULTILINE,
)
JSON_START = re.compile(rb"\{\s*[\"}]|\[\s*[\[{\"\]]")
SCRIPT_START = re.compile(
    rb"(?:(?:var|let|const)\s+)?[\w.$]+\s*(?:=(?!=)|\()\s*(?:\{\s*\"|\[\s*\{)"
)
# A line matches one of the alternatives at most, or the time would be exponential.
FRONT_MATTER = re.compile(
    rb"---[ \t]*\r?\n(?:\w[\w-]*:[^\n]*\n|[ \t#-][^\n]*\n|\r?\n)+?---"
    rb"|\+\+\+[ \t]*\r?\n(?:[\w.-]+[ \t]*=[^\n]*\n|[ \t\]\[#][^\n]*\n|\r?\n)+?\+\+\+"
)
# A title of Markdown in the first line, with a blank line after it.
MARKDOWN_TITLE = re.compile(r"# \S[^\n]*\n[ \t\r]*\n")
LONGEST_PIECE = 8  # bytes of a comment that the end of the head has cut
LONGEST_COLUMNS = 8  # names of columns in a message


def detect_format(head: bytes, field_names: FieldPairs = ()) -> str:
    """Return the format of an input that begins with *head*.

    The format is a key of SPLITTERS, or zip. *field_names* from the command line count
    as names of columns. Raises ``UnreadableInput`` if the input is empty or its format
    is not read, ``SetAside`` if such a file never contains an article.
    """
    check_signature(head)
    text = without_warnings(as_utf8(head).lstrip(b"\xef\xbb\xbf \t\r\n"))
    if not text:
        raise UnreadableInput("empty")
    if not text.strip(b"\x00"):
        raise UnreadableInput("nothing but zero bytes")
    check_text_signature(text)
    for name, matches in DETECTORS:
        if matches(text):
            return name
    check_xml_root(text)
    if is_xml_dataset(text, field_names):
        return "xml"
    if HTML.search(text):
        return "html"
    if text.startswith(b"<?xml"):
        root = xml_root(text).decode("ascii", "replace")
        raise UnreadableInput(f"XML of an unknown kind, <{root}>")
    return detect_plain_text(head, field_names)


def without_warnings(text: bytes) -> bytes:
    """Return a feed without the warnings of a program that are printed before it."""
    feed = FEED_START.search(text)
    is_behind_text = feed is not None and not text.startswith((b"<?xml", b"<!--"))
    return text[feed.start() :] if feed and is_behind_text else text


def as_utf8(head: bytes) -> bytes:
    """Return *head* in UTF-8 if it is in UTF-16 or UTF-32, else unchanged."""
    for mark, encoding in BYTE_ORDER_MARKS[1:]:
        if head.startswith(mark):
            return head.decode(encoding, "ignore").encode()
    if looks_wide := wide_encoding(head):
        return head.decode(looks_wide, "ignore").encode("utf-8", "replace")
    return head


def wide_encoding(head: bytes) -> str:
    """Return the encoding of UTF-16 without a mark, whose start is ASCII, else ""."""
    start = head[:8]
    if start[1::2] == b"\x00" * 4 and all(start[::2]):
        return "utf-16-le"
    if start[::2] == b"\x00" * 4 and all(start[1::2]):
        return "utf-16-be"
    return ""


def is_json_lines(text: bytes) -> bool:
    """Return whether an object ends on the first line, or that line is longer."""
    first, newline, _ = text.partition(b"\n")
    is_complete = not newline or first.rstrip().endswith(b"}")
    return bool(JSON_START.match(text)) and text[:1] == b"{" and is_complete


def is_json(text: bytes) -> bool:
    """Return whether *text* begins like a list or an object, also in a script.

    Comments may be before it.
    """
    start = prefix_end(text)
    return bool(JSON_START.match(text, start) or SCRIPT_START.match(text, start))


def xml_root(text: bytes) -> bytes:
    """Return the name of the first element in lower case, b"" without one."""
    match = ROOT.match(text, prolog_end(text))
    return match[1].lower() if match else b""


def prolog_end(text: bytes) -> int:
    """Return where the declaration, comments and document type of an XML file end.

    A single pattern for all of them would take exponential time on many comments.
    """
    position, end = -1, 0
    while end > position:
        position = end
        space = SPACE.match(text, position)
        end = space.end() if space else position
        if doctype := DOCTYPE.match(text, end):
            end = doctype.end()
        for opening, closing in PROLOG.items():
            if text.startswith(opening, end):
                start = text.find(closing, end)
                end = len(text) if start < 0 else start + len(closing)
    return end


def is_wxr(text: bytes) -> bool:
    """Return whether *text* begins like a WordPress export, a kind of RSS."""
    is_export = b"wordpress.org/export" in text or b"<wp:" in text
    return xml_root(text) == b"rss" and is_export


def is_feed(text: bytes) -> bool:
    """Return whether *text* begins like RSS or Atom."""
    return xml_root(text) in FEED_ROOTS


def is_agency_xml(text: bytes) -> bool:
    """Return whether *text* begins like a news item of an agency: NITF, NewsML."""
    return xml_root(text).rpartition(b":")[2] in agency_xml.ROOTS


def is_html(text: bytes) -> bool:
    """Return whether the first element is one of HTML: a page, or a part of one."""
    if xml_root(text) in HTML_ROOTS:
        return True
    # Pages begin with comments, which may be longer than what detection looks at.
    return text.startswith(b"<!--") and prolog_end(text) > len(text) - LONGEST_PIECE


def is_mail(text: bytes) -> bool:
    """Return whether *text* begins with the headers of a mail, or of an mbox."""
    if MBOX.match(text):
        return True
    return len(set(mail_headers(text))) >= FEWEST_MAIL_HEADERS


def is_mhtml(text: bytes) -> bool:
    """Return whether *text* begins with the headers of a saved page."""
    headers = HEADERS.match(text)
    names = set(mail_headers(text))
    return bool(
        headers and b"content-type" in names and PAGE_IN_MAIL.search(headers[0])
    )


def mail_headers(text: bytes) -> list[bytes]:
    """Return the names of the headers at the start of *text* that mails have."""
    headers = HEADERS.match(text)
    names = MAIL_HEADER.findall(headers[0]) if headers else []
    return [name.lower() for name in names]


def check_xml_root(text: bytes) -> None:
    """Raise the reason if *text* is XML of a kind that is no feed and no page."""
    root = xml_root(text)
    local_name = root.rpartition(b":")[2]
    for names, error in ((OTHER_ROOTS, SetAside), (DOCUMENT_ROOTS, UnreadableInput)):
        if name := names.get(root) or names.get(local_name):
            raise error(name)


def is_xml_dataset(text: bytes, field_names: FieldPairs) -> bool:
    """Return whether the elements of XML are named like the fields of articles."""
    if not xml_root(text) or PAGE_TAG.search(text):
        return False
    names = xml_rows.names_in(text)
    return is_column_list(names, field_names) and is_column_list(
        names, field_names, "title"
    )


def detect_plain_text(head: bytes, field_names: FieldPairs) -> str:
    """Return csv or dump. Raises ``UnreadableInput`` for a text that is neither."""
    text = head_text(head)
    check_kind_of_lines(text)
    lines = text.splitlines(keepends=True)
    if tabular.is_table(lines, field_names):
        return "csv"
    if tabular.looks_tabular(lines[:-1] if len(head) == HEAD_SIZE else lines):
        header = tabular.read_header(iter(lines), field_names)
        columns = ", ".join(header.columns[:LONGEST_COLUMNS])
        raise UnreadableInput(
            f"a table without a known column of texts ({columns}): name it with"
            " --field body=COLUMN"
        )
    if tabular.is_table_without_header(lines):
        raise UnreadableInput(
            "a table without a header: add a first row with the names of its columns,"
            " such as title, content, date"
        )
    check_prose(text)
    return "markdown" if MARKDOWN_TITLE.match(text) else "dump"


def head_text(head: bytes) -> str:
    """Return the text of *head*, which may end within a character.

    Raises ``UnreadableInput`` if it is not text.
    """
    if len(head) == HEAD_SIZE:
        head = head[: head.rfind(b"\n") + 1] or head
    try:
        return decode_and_repair(head)[0].lstrip("\ufeff")
    except UnreadableInput as error:
        raise UnreadableInput(f"neither text nor a known format: {error}") from error


# Format and predicate on the first bytes; the first that matches wins.
DETECTORS: tuple[tuple[str, Callable[[bytes], object]], ...] = (
    ("zip", lambda text: text.startswith((b"PK\x03\x04", b"PK\x05\x06"))),
    ("warc", lambda text: text.startswith(b"WARC/")),
    ("jsonl", is_json_lines),
    ("json", is_json),
    ("wxr", is_wxr),
    ("feed", is_feed),
    ("agency", is_agency_xml),
    ("trec", TREC.match),
    ("mhtml", is_mhtml),
    ("mail", is_mail),
    ("html", is_html),
    ("markdown", FRONT_MATTER.match),
)
