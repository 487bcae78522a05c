# SPDX-License-Identifier: AGPL-3.0-or-later
"""The splitter of each input format: file → parts, each of which is one article."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from io import TextIOWrapper
from pathlib import Path
from typing import IO, NamedTuple, TextIO

from ingest.inputs import front_matter
from ingest.inputs.compression import (
    open_decompressed,
    read_at_most,
    read_limited_file,
)
from ingest.inputs.containers import (
    mail,
    mhtml,
    press_database,
    several_articles,
    several_texts,
    trec,
    warc,
)
from ingest.inputs.datasets import (
    agency_xml,
    feed,
    json_rows,
    json_stream,
    tabular,
    xml_rows,
)
from ingest.inputs.datasets.exports import wxr
from ingest.inputs.datasets.field_names import NOTES, FieldPairs
from ingest.model.record import Fact, PassedOver, Progress, UnreadableInput
from ingest.text.decode import decode_and_repair, decode_text

# Sizes are in bytes, decompressed.
LARGEST_PAGE = 10_000_000  # of an input that is one article
LARGEST_SAVED_PAGE = 200_000_000  # of a page with its images in it
LARGEST_LIST = 30_000_000  # of a JSON file; a larger one is parsed as a stream
SAMPLE = 1_000_000  # start of a long text, from which its encoding is detected
MANY_SIGNS = re.compile(
    rb"([=_*#~+.-])[ \t]?\1[ \t]?\1|(\xe2\x80\xa2|\xc2\xb7|\xd9\x80|\xe2\x94\x80"
    rb"|\xe2\x95\x90)[ \t]?\2[ \t]?\2|\f|<<"
)
MANY_LABELS = 4  # colons of two texts, whose title and text have names
# An image, font or film that a saving tool has written into the page.
DATA_URL = re.compile(rb"data:[^,\s\"'<>()]{0,200},[^\s\"'<>()]{1000,}")

COMMENT_SIGNS = b"//", b"#"
COMMENT_LINE = PassedOver("comments between lines of JSON")


class Part(NamedTuple):
    """A part of an input: kind of raw article, its bytes, metadata of the container."""

    kind: str
    data: bytes
    facts: tuple[Fact, ...] = ()
    is_one_of_several: bool = False  # in an input that is one article, mostly


Item = Part | UnreadableInput | PassedOver | Progress


def split_dump(path: Path, _field_names: FieldPairs) -> Iterator[Item]:
    """Yield the one text of the input, or those between lines of «====»."""
    data = read_limited_file(path, LARGEST_PAGE)
    rows = (
        press_database.split_export(decode_text(data).text)
        if press_database.MAY_BE_EXPORT.search(data)
        else []
    )
    if rows:
        for row in rows:
            yield Part("record", json_rows.encode_row(row), is_one_of_several=True)
        return
    texts = (
        several_texts.split_texts(decode_text(data).text)
        if MANY_SIGNS.search(data) or data.count(b":") >= MANY_LABELS
        else []
    )
    if not texts:
        yield Part("dump", data)
    for text in texts:
        yield Part("dump", text.encode("utf-8", "replace"), is_one_of_several=True)


def split_html(path: Path, _field_names: FieldPairs) -> Iterator[Item]:
    """Yield the one page of the input; images in it do not count for its size."""
    data = read_limited_file(path, LARGEST_SAVED_PAGE)
    if len(data) > LARGEST_PAGE:
        data, dropped = without_data_urls(data)
        if dropped:
            yield PassedOver(
                "images and films inside a page that is too large", dropped
            )
    yield from parts_of_page(data)


def parts_of_page(data: bytes, facts: tuple[Fact, ...] = ()) -> Iterator[Item]:
    """Yield a page, or each article of a page with several; *facts* are the page's."""
    if several_articles.is_telegram_export(data):
        for row in several_articles.telegram_messages(data):
            if isinstance(row, PassedOver):
                yield row
            else:
                yield Part(
                    "record", json_rows.encode_row(row), facts, is_one_of_several=True
                )
        return
    parts = list(parts_with_several(data, facts))
    yield from parts or [Part("html", data, facts)]


def parts_with_several(data: bytes, facts: tuple[Fact, ...]) -> Iterator[Part]:
    """Yield each article of a page with several, nothing for another page."""
    for row in press_database.rows_of_factiva(data):
        yield Part("record", json_rows.encode_row(row), is_one_of_several=True)
    for article in several_articles.split_page(data):
        own_facts = article.facts or facts
        yield Part("html", article.data, own_facts, is_one_of_several=True)


def without_data_urls(data: bytes) -> tuple[bytes, int]:
    """Return a large page without its largest ``data:`` URLs, and how many they were.

    Raises ``UnreadableInput`` if it is too large even without them.
    """
    excess = len(data) - LARGEST_PAGE
    sizes = sorted((len(url[0]) for url in DATA_URL.finditer(data)), reverse=True)
    smallest_dropped = 0
    for size in sizes:
        if excess <= 0:
            break
        excess, smallest_dropped = excess - size, size
    if excess > 0:
        raise UnreadableInput(
            f"more than {LARGEST_PAGE:,} bytes without the images inside"
        )
    dropped = sum(size >= smallest_dropped for size in sizes)
    return DATA_URL.sub(lambda url: keep_below(url[0], smallest_dropped), data), dropped


def keep_below(url: bytes, size: int) -> bytes:
    """Return *url* if it is shorter than *size*, else a URL without data."""
    return url if len(url) < size else b"data:,"


def split_mhtml(path: Path, _field_names: FieldPairs) -> Iterator[Item]:
    """Yield the page of an MHTML file, which may be larger for its images."""
    yield from parts_of_page(*mhtml.read_page(read_limited_file(path, mhtml.LARGEST)))


def split_mail(path: Path, _field_names: FieldPairs) -> Iterator[Item]:
    """Yield each message of a mail or mbox."""
    with open_decompressed(path) as stream:
        for message in mail.split_mailbox(stream, 4 * LARGEST_PAGE):
            if isinstance(message, UnreadableInput):
                yield message
                continue
            try:
                yield from map(row_part, mail.read_message(message))
            except UnreadableInput as error:
                yield error


def split_markdown(path: Path, _field_names: FieldPairs) -> Iterator[Item]:
    """Yield the row of a Markdown document with front matter."""
    text, repairs = decode_and_repair(read_limited_file(path, LARGEST_PAGE))
    row = front_matter.read_document(text)
    yield row_part({**row, NOTES: list(repairs)} if repairs else row)


def split_warc(path: Path, _field_names: FieldPairs) -> Iterator[Item]:
    """Yield the articles of a WARC file."""
    for part in warc.read_parts(path):
        yield Part(*part) if isinstance(part, warc.WarcPart) else part


def split_json_lines(path: Path, field_names: FieldPairs) -> Iterator[Item]:
    """Yield each line that is not empty.

    If the first line is not one article but a whole file, the file is read as JSON.
    """
    with open_decompressed(path) as stream:
        first = read_first_line(stream)
        if len(first) == LARGEST_LIST or not json_rows.is_row_line(first, field_names):
            yield from split_json(path, field_names)
            return
        yield Part("record", first.strip())
        while line := stream.readline(LARGEST_PAGE):
            if len(line) == LARGEST_PAGE and not line.endswith(b"\n"):
                skip_line(stream)
                yield UnreadableInput(f"a line of more than {LARGEST_PAGE:,} bytes")
            elif line := line.strip():
                is_comment = line.startswith(COMMENT_SIGNS)
                yield COMMENT_LINE if is_comment else Part("record", line)


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


def split_json(path: Path, field_names: FieldPairs) -> Iterator[Item]:
    """Yield each article of a JSON file."""
    with open_decompressed(path) as stream:
        head = read_at_most(stream, LARGEST_LIST)
    try:
        if len(head) < LARGEST_LIST:
            text = decode_text(head).text
            yield from map(row_part, json_rows.split_json(text, field_names))
        else:
            with open_text(path) as text_stream:
                yield from stream_rows(text_stream, field_names)
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(str(error)) from error


def stream_rows(text: TextIO, field_names: FieldPairs) -> Iterator[Item]:
    """Yield the rows of a large JSON file.

    Raises ``UnreadableInput`` if it has none: a table of columns would need the whole
    file in memory.
    """
    is_empty = True
    for value in json_stream.read_wrapped(text):
        for row in json_rows.find_rows_or_value(value, field_names):
            is_empty = is_empty and isinstance(row, PassedOver)
            yield row_part(row)
    if is_empty:
        raise UnreadableInput(
            f"JSON of more than {LARGEST_LIST:,} bytes without articles in its lists"
            " and objects: write it as JSON Lines"
        )


def split_csv(path: Path, field_names: FieldPairs) -> Iterator[Item]:
    """Yield each row of a table with a header."""
    try:
        yield from map(row_part, tabular.split_csv(read_lines(path), field_names))
    except (ValueError, csv.Error) as error:
        raise UnreadableInput(str(error)) from error


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a long text, each decoded alone if its encoding allows it."""
    with open_decompressed(path) as stream:
        encoding = sample_encoding(read_at_most(stream, SAMPLE))
    if not encoding.startswith("utf-8"):
        with open_text(path) as text:
            yield from text
        return
    with open_decompressed(path) as stream:
        for line in stream:
            yield decode_line(line)


def decode_line(line: bytes) -> str:
    """Return a line of a text in UTF-8; a damaged one is repaired alone."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return decode_damaged_line(line)


@lru_cache(1 << 12)  # damage recurs, and detection takes half a millisecond
def decode_damaged_line(line: bytes) -> str:
    """Return a line that is not UTF-8, in the encoding that it has by itself."""
    try:
        return decode_text(line).text
    except UnreadableInput:
        return line.decode("utf-8", "replace")


def split_trec(path: Path, _field_names: FieldPairs) -> Iterator[Item]:
    """Yield the documents of a TREC-like collection."""
    with open_decompressed(path) as stream:
        yield from map(row_part, trec.read_rows(stream, LARGEST_PAGE))


def split_xml_rows(path: Path, field_names: FieldPairs) -> Iterator[Item]:
    """Yield the rows of an XML dataset."""
    with open_decompressed(path) as stream:
        yield from map(row_part, xml_rows.read_rows(stream, field_names))


def xml_splitter(
    read_rows: Callable[[IO[bytes]], Iterable[object]],
) -> Callable[[Path, FieldPairs], Iterator[Item]]:
    """Return the splitter of an XML format whose entries *read_rows* yields as rows."""

    def split_xml(path: Path, _field_names: FieldPairs) -> Iterator[Item]:
        with open_decompressed(path) as stream:
            yield from map(row_part, read_rows(stream))

    return split_xml


def row_part(row: object) -> Item:
    """Return a row as a part; a reason is passed on."""
    if isinstance(row, UnreadableInput | PassedOver | Progress):
        return row
    return Part("record", json_rows.encode_row(row))


def sample_encoding(sample: bytes) -> str:
    """Return the encoding of a text that begins with *sample*."""
    if len(sample) == SAMPLE:
        # Whole lines only: the sample may end within a character.
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    return decode_text(sample).encoding


def open_text(path: Path) -> TextIOWrapper:
    """Return a long input as a text stream; its start determines the encoding."""
    with open_decompressed(path) as stream:
        encoding = sample_encoding(read_at_most(stream, SAMPLE))
    return TextIOWrapper(open_decompressed(path), encoding, "replace", newline="")


SPLITTERS: dict[str, Callable[[Path, FieldPairs], Iterator[Item]]] = {
    "dump": split_dump,
    "html": split_html,
    "mhtml": split_mhtml,
    "mail": split_mail,
    "markdown": split_markdown,
    "warc": split_warc,
    "jsonl": split_json_lines,
    "json": split_json,
    "csv": split_csv,
    "feed": xml_splitter(feed.read_rows),
    "wxr": xml_splitter(wxr.read_rows),
    "agency": xml_splitter(agency_xml.read_rows),
    "trec": split_trec,
    "xml": split_xml_rows,
}
SINGLE_ARTICLE_FORMATS = {"dump", "html", "mhtml", "markdown"}
MULTI_ARTICLE_FORMATS = frozenset(SPLITTERS) - SINGLE_ARTICLE_FORMATS
