# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parts of a file that can be cut out of it, as ranges of its decompressed bytes.

Each function returns the ranges in order. Whether the right ones were cut is decided by
splitting the result again, see ``ingest.removal.cut``.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

Range = tuple[int, int]  # first byte, and the byte after the last
XML_TAG = re.compile(
    rb"<(?P<slash>/?)(?P<name>item|entry|article|doc|row|record)\b[^<>]*+>",
    re.IGNORECASE,
)
TREC_TAG = re.compile(rb"<(?P<slash>/?)(?P<name>DOC)>", re.IGNORECASE)
WHITE_SPACE = re.compile(rb"\s*+")
MAIL_START = re.compile(rb"^From ", re.MULTILINE)
WARC_START = re.compile(rb"WARC/1\.\d\r?\n")
WARC_LENGTH = re.compile(rb"^content-length:[ \t]*(\d+)", re.IGNORECASE | re.MULTILINE)


def line_ranges(data: bytes) -> list[Range]:
    """Return the lines that are not empty."""
    ranges, start = [], 0
    for line in data.splitlines(keepends=True):
        if line.strip():
            ranges.append((start, start + len(line)))
        start += len(line)
    return ranges


def table_ranges(data: bytes) -> list[Range]:
    """Return the rows of a table in UTF-8 after its header; a row may have lines."""
    lines = data.decode("utf-8", "surrogateescape").splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode("utf-8", "surrogateescape")))
    head = "".join(lines[:1])
    delimiter = max(",;\t|", key=head.count)
    reader = csv.reader(io.StringIO("".join(lines), newline=""), delimiter=delimiter)
    ends = [reader.line_num for row in reader if row]
    return [
        (starts[begin], starts[end])
        for begin, end in pairwise(ends)
        if end < len(starts)
    ]


def elements_of(tag: re.Pattern[bytes]) -> Callable[[bytes], list[Range]]:
    """Return a function that returns the elements with *tag*, each with space after it.

    An element ends at the first end tag of its name. A start tag without one begins no
    element. The tags are read once, so the time is linear.
    """

    def element_ranges(data: bytes) -> list[Range]:
        tags = list(tag.finditer(data))
        last_ends = {
            match["name"].lower(): match.start() for match in tags if match["slash"]
        }
        ranges: list[Range] = []
        name, start = b"", 0  # of the element that is open
        for match in tags:
            of_tag = match["name"].lower()
            if name and match["slash"] and of_tag == name:
                space = WHITE_SPACE.match(data, match.end())
                ranges.append((start, space.end() if space else match.end()))
                name = b""
                continue
            has_end = last_ends.get(of_tag, -1) > match.start()
            if has_end and not name and not match["slash"]:
                name, start = of_tag, match.start()
        return ranges

    return element_ranges


def message_ranges(data: bytes) -> list[Range]:
    """Return the messages of a mailbox."""
    starts = [match.start() for match in MAIL_START.finditer(data)]
    return list(zip(starts, [*starts[1:], len(data)], strict=True))


def warc_ranges(data: bytes) -> list[Range]:
    """Return the records of a WARC file, each with the lines after it."""
    starts = list(warc_starts(data))
    return list(zip(starts, [*starts[1:], len(data)], strict=True))


def warc_starts(data: bytes) -> Iterator[int]:
    """Yield where records begin; the length of a record is in its header."""
    position = 0
    while match := WARC_START.search(data, position):
        yield match.start()
        end = re.compile(rb"\r?\n\r?\n").search(data, match.end())
        if end is None:
            return
        length = WARC_LENGTH.search(data, match.start(), end.end())
        position = end.end() + (int(length[1]) if length else 0)


def no_ranges(_data: bytes) -> list[Range]:
    """Return none: nothing can be cut out of a file of another format."""
    return []


UNITS: dict[str, Callable[[bytes], list[Range]]] = {
    "jsonl": line_ranges,
    "csv": table_ranges,
    "feed": elements_of(XML_TAG),
    "wxr": elements_of(XML_TAG),
    "xml": elements_of(XML_TAG),
    "trec": elements_of(TREC_TAG),
    "mail": message_ranges,
    "warc": warc_ranges,
}
