# SPDX-License-Identifier: AGPL-3.0-or-later
"""The splitter of each input format: file → parts, each of which is one article."""

from collections.abc import Callable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import IO, NamedTuple, TextIO

from ingest.inputs import feed, json_stream, mhtml, tabular, trec, warc, wxr
from ingest.inputs.compression import (
    open_decompressed,
    read_at_most,
    read_limited_file,
)
from ingest.model.record import Fact, Progress, UnreadableInput
from ingest.text.decode import decode_text

# Sizes are in bytes, decompressed.
LARGEST_PAGE = 10_000_000  # of an input that is one article
LARGEST_LIST = 30_000_000  # of a JSON file; a larger one is parsed as a stream
SAMPLE = 1_000_000  # start of a long text, from which its encoding is detected


class Part(NamedTuple):
    """A part of an input: kind of raw article, its bytes, metadata of the container."""

    kind: str
    data: bytes
    facts: tuple[Fact, ...] = ()


def split_dump(path: Path) -> Iterator[Part]:
    """Yield the one text of the input."""
    yield Part("dump", read_limited_file(path, LARGEST_PAGE))


def split_html(path: Path) -> Iterator[Part]:
    """Yield the one page of the input."""
    yield Part("html", read_limited_file(path, LARGEST_PAGE))


def split_mhtml(path: Path) -> Iterator[Part]:
    """Yield the page of an MHTML file, which may be larger for its images."""
    yield Part("html", *mhtml.read_page(read_limited_file(path, mhtml.LARGEST)))


def split_warc(path: Path) -> Iterator[Part | UnreadableInput | Progress]:
    """Yield the pages of a WARC file."""
    for page in warc.read_pages(path):
        if isinstance(page, warc.WarcPage):
            yield Part("html", page.data, page.facts)
        else:
            yield page


def split_json_lines(path: Path) -> Iterator[Part | UnreadableInput]:
    """Yield each line that is not empty.

    If the first line contains a list of articles, the file is treated as JSON.
    """
    with open_decompressed(path) as stream:
        first = read_first_line(stream)
        if len(first) == LARGEST_LIST:
            yield from split_json(path)
            return
        for row in tabular.split_json_line(first.strip()):
            yield Part("record", row)
        while line := stream.readline(LARGEST_PAGE):
            if len(line) == LARGEST_PAGE and not line.endswith(b"\n"):
                skip_line(stream)
                yield UnreadableInput(f"a line of more than {LARGEST_PAGE:,} bytes")
            elif line := line.strip():
                yield Part("record", line)


def read_first_line(stream: IO[bytes]) -> bytes:
    """Return the first line that is not empty, at most LARGEST_LIST bytes of it."""
    while line := stream.readline(LARGEST_LIST):
        if line.strip():
            return line
    return b""


def skip_line(stream: IO[bytes]) -> None:
    """Read to the end of the line."""
    while (line := stream.readline(LARGEST_PAGE)) and not line.endswith(b"\n"):
        pass


def split_json(path: Path) -> Iterator[Part]:
    """Yield each article of a JSON file."""
    with open_decompressed(path) as stream:
        head = read_at_most(stream, LARGEST_LIST)
    try:
        if len(head) < LARGEST_LIST:
            for row in tabular.split_json(decode_text(head).text):
                yield Part("record", row)
        else:
            with open_text(path) as text:
                yield from map(row_part, json_stream.read_rows(text))
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(str(error)) from error


def split_csv(path: Path) -> Iterator[Part]:
    """Yield each row of a table with a header."""
    try:
        with open_text(path) as text:
            for row in tabular.split_csv(text):
                yield Part("record", row)
    except ValueError as error:
        raise UnreadableInput(str(error)) from error


def split_trec(path: Path) -> Iterator[Part | UnreadableInput]:
    """Yield the documents of a TREC-like collection."""
    with open_decompressed(path) as stream:
        for row in trec.read_rows(stream, LARGEST_PAGE):
            yield row if isinstance(row, UnreadableInput) else row_part(row)


def xml_splitter(
    read_rows: Callable[[IO[bytes]], Iterator[dict[str, object]]],
) -> Callable[[Path], Iterator[Part]]:
    """Return the splitter of an XML format whose entries *read_rows* yields as rows."""

    def split_xml(path: Path) -> Iterator[Part]:
        with open_decompressed(path) as stream:
            yield from map(row_part, read_rows(stream))

    return split_xml


def row_part(row: object) -> Part:
    """Return a row as a part."""
    return Part("record", tabular.encode_row(row))


def open_text(path: Path) -> TextIO:
    """Return a long input as a text stream; its start determines the encoding."""
    with open_decompressed(path) as stream:
        head = read_at_most(stream, SAMPLE)
    if len(head) == SAMPLE:
        # Whole lines only: the sample may end within a character.
        head = head[: head.rfind(b"\n") + 1] or head
    encoding = decode_text(head).encoding
    return TextIOWrapper(open_decompressed(path), encoding, newline="")


SPLITTERS: dict[str, Callable[[Path], Iterator[Part | UnreadableInput | Progress]]] = {
    "dump": split_dump,
    "html": split_html,
    "mhtml": split_mhtml,
    "warc": split_warc,
    "jsonl": split_json_lines,
    "json": split_json,
    "csv": split_csv,
    "feed": xml_splitter(feed.read_rows),
    "wxr": xml_splitter(wxr.read_rows),
    "trec": split_trec,
}
MULTI_ARTICLE_FORMATS = frozenset(SPLITTERS) - {"dump", "html", "mhtml"}
