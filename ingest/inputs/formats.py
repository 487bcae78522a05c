# SPDX-License-Identifier: AGPL-3.0-or-later
"""Each kind of input taken apart into the parts that are one article each."""

import json
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TextIO

from ingest.inputs import feed, json_stream, mhtml, tabular, trec, warc, wxr
from ingest.inputs.compression import open_decompressed, read_at_most, read_limited_file
from ingest.model.record import Fact, UnreadableInput
from ingest.text.decode import decode_text

LARGEST_PAGE = 10_000_000  # bytes unpacked of an input that is one article
LARGEST_LIST = 30_000_000  # bytes unpacked of a JSON file that is read at once: from there on as a stream
SAMPLE = 1_000_000  # bytes by which the encoding of a long text is told
Part = tuple[
    str, bytes, tuple[Fact, ...]
]  # kind of the piece, its bytes, what the container knows of it


def dump(path: Path) -> Iterator[Part]:
    """Yield the one text of the input."""
    yield "dump", read_limited_file(path, LARGEST_PAGE), ()


def page(path: Path) -> Iterator[Part]:
    """Yield the one page of the input."""
    yield "html", read_limited_file(path, LARGEST_PAGE), ()


def mail(path: Path) -> Iterator[Part]:
    """Yield the page of an MHTML file."""
    yield "html", *mhtml.page(read_limited_file(path, 4 * LARGEST_PAGE))


def crawl(path: Path) -> Iterator[Part]:
    """Yield the pages of a WARC."""
    return (("html", data, facts) for data, facts in warc.pages(path))


def json_lines(path: Path) -> Iterator[Part | UnreadableInput]:
    """Yield each line that holds anything; a first line that is a list of articles is a whole JSON file."""
    with open_decompressed(path) as stream:
        first = next(
            (
                row
                for row in iter(lambda: stream.readline(LARGEST_LIST), b"")
                if row.strip()
            ),
            b"",
        )
        if len(first) == LARGEST_LIST:
            yield from json_list(path)
            return
        yield from (("record", row, ()) for row in tabular.rows_of_line(first.strip()))
        while row := stream.readline(LARGEST_PAGE):
            if len(row) == LARGEST_PAGE and not row.endswith(b"\n"):
                skip_line(stream)
                yield UnreadableInput(f"a line of more than {LARGEST_PAGE:,} bytes")
            elif row := row.strip():
                yield "record", row, ()


def skip_line(stream: IO[bytes]) -> None:
    """Read on to the end of the line."""
    while (row := stream.readline(LARGEST_PAGE)) and not row.endswith(b"\n"):
        pass


def json_list(path: Path) -> Iterator[Part]:
    """Yield each article of a JSON file."""
    with open_decompressed(path) as stream:
        head = read_at_most(stream, LARGEST_LIST)
    try:
        if len(head) < LARGEST_LIST:
            yield from (
                ("record", row, ())
                for row in tabular.rows_of_json(decode_text(head).text)
            )
            return
        with text(path) as long:
            yield from map(record, json_stream.rows(long))
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(str(error)) from error


def record(row: object) -> Part:
    """Return a row that a reader found, as the part that its article is read from."""
    return "record", json.dumps(row, ensure_ascii=False).encode(), ()


def table(path: Path) -> Iterator[Part]:
    """Yield each row of a table with a header."""
    try:
        with text(path) as rows:
            yield from (("record", row, ()) for row in tabular.rows_of_csv(rows))
    except ValueError as error:
        raise UnreadableInput(str(error)) from error


def text(path: Path) -> TextIO:
    """Return the text of a long input as a stream, in the encoding that its beginning tells."""
    with open_decompressed(path) as stream:
        head = read_at_most(stream, SAMPLE)
    whole_lines = head[: head.rfind(b"\n") + 1] if len(head) == SAMPLE else head
    return TextIOWrapper(
        open_decompressed(path), decode_text(whole_lines or head).encoding, newline=""
    )


def xml(
    reader: Callable[[IO[bytes]], Iterator[dict[str, object]]],
) -> Callable[[Path], Iterator[Part]]:
    """Return the splitter of XML whose entries *reader* yields as rows."""

    def rows(path: Path) -> Iterator[Part]:
        with open_decompressed(path) as stream:
            yield from map(record, reader(stream))

    return rows


def collection(path: Path) -> Iterator[Part | UnreadableInput]:
    """Yield the documents of a TREC-like collection."""
    with open_decompressed(path) as stream:
        for row in trec.rows(stream, LARGEST_PAGE):
            yield row if isinstance(row, UnreadableInput) else record(row)


SPLITTERS: dict[str, Callable[[Path], Iterator[Part | UnreadableInput]]] = {
    "dump": dump,
    "html": page,
    "mhtml": mail,
    "warc": crawl,
    "jsonl": json_lines,
    "json": json_list,
    "csv": table,
    "feed": xml(feed.rows),
    "wxr": xml(wxr.rows),
    "trec": collection,
}
MANY = frozenset(SPLITTERS) - {"dump", "html", "mhtml"}
