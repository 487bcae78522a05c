# SPDX-License-Identifier: AGPL-3.0-or-later
"""WARC: the pages of a crawl, articles in answers of an API, and a count of the rest.

Pages are in ``response`` records (an HTTP answer) and ``resource`` records (the bytes
alone, as Webrecorder and ArchiveBox write them).
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ingest.inputs.containers import several_articles
from ingest.inputs.containers.http_message import (
    HttpMessage,
    decode_body,
    parse_response,
)
from ingest.inputs.containers.warc_records import VERSION, WarcReader, WarcRecord
from ingest.inputs.datasets import json_rows
from ingest.inputs.detect_format import is_html
from ingest.inputs.resuming_stream import open_resuming
from ingest.model.record import Fact, PassedOver, Progress, UnreadableInput
from ingest.text.decode import decode_text

PAGE_TYPES = frozenset(("text/html", "application/xhtml+xml"))
JSON_TYPE = re.compile(r"(?:application|text)/(?:[\w.-]+\+)?json")
LARGEST_PAGE = 10_000_000  # bytes
OK = 200


class WarcPart(NamedTuple):
    """A page (kind html) or an article of an API (kind record), and its metadata."""

    kind: str
    data: bytes
    facts: tuple[Fact, ...]


WarcItem = WarcPart | UnreadableInput | PassedOver | Progress


def read_parts(path: Path) -> Iterator[WarcItem]:
    """Yield the articles in the WARC file at *path*.

    A record that is damaged yields the reason, one that is no article is passed over.
    """
    file, stream = open_resuming(path, VERSION)
    with file:
        for item in WarcReader(stream).records():
            if isinstance(item, WarcRecord):
                yield from read_record(item)
            else:
                yield item


def read_record(record: WarcRecord) -> Iterator[WarcItem]:
    """Yield the articles of a record, why it cannot be read, or that it is none."""
    record_type = record.kind
    message = None
    if record_type == "response":
        message = parse_response(record.block)
    elif record_type == "resource":
        message = message_of_resource(record)
    if not message:
        yield PassedOver(f"WARC records: {record_type or 'without a type'}")
    elif message.status != OK:
        yield PassedOver(f"WARC records: HTTP status {message.status}")
    elif not may_have_articles(message):
        yield PassedOver(f"WARC records: {message.content_type}")
    else:
        yield from read_message(record, message)


def message_of_resource(record: WarcRecord) -> HttpMessage:
    """Return the bytes of a resource record as if a server had sent them."""
    headers = {"content-type": record.headers.get("content-type", "")}
    return HttpMessage(OK, headers, record.block)


def may_have_articles(message: HttpMessage) -> bool:
    """Return whether a message is a page or JSON, or states no type."""
    content_type = message.content_type
    is_json = JSON_TYPE.fullmatch(content_type) is not None
    return content_type in PAGE_TYPES or is_json or not content_type


def read_message(record: WarcRecord, message: HttpMessage) -> Iterator[WarcItem]:
    """Yield the page or the articles of a *message*, or why it cannot be read."""
    try:
        check_size(record)
        data = decode_body(message, LARGEST_PAGE)
    except UnreadableInput as error:
        yield UnreadableInput(f"{error}: {record.url}")
        return
    if message.content_type in PAGE_TYPES or is_html(data.lstrip()):
        yield from parts_of_page(data, read_facts(record, message))
    elif not message.content_type:
        yield PassedOver("WARC records: without a content type")
    else:
        yield from read_json(record, message, data)


def parts_of_page(data: bytes, facts: tuple[Fact, ...]) -> Iterator[WarcPart]:
    """Yield a page, or each article of a page with several.

    Of the *facts* of the page an article with its own address has only the capture.
    """
    articles = several_articles.split_page(data)
    captured = captures_of(facts)
    for article in articles:
        own_facts = (*article.facts, *captured) if article.facts else facts
        yield WarcPart("html", article.data, own_facts)
    if not articles:
        yield WarcPart("html", data, facts)


def captures_of(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Return those of *facts* that state when a record was captured."""
    return tuple(fact for fact in facts if fact.field == "captured")


def read_json(
    record: WarcRecord, message: HttpMessage, data: bytes
) -> Iterator[WarcItem]:
    """Yield the articles in the answer of an API; their URLs are in their fields."""
    captured = captures_of(read_facts(record, message))
    count = 0
    with suppress(UnreadableInput, RecursionError):  # no JSON, which is counted
        for row in json_rows.find_articles(decode_text(data).text):
            count += 1
            yield WarcPart("record", json_rows.encode_row(row), captured)
    if not count:
        yield PassedOver("WARC records: JSON without an article")


def check_size(record: WarcRecord) -> None:
    """Raise ``UnreadableInput`` if a page is too large, or not whole in the WARC."""
    if not record.is_whole:
        raise UnreadableInput(f"more than {LARGEST_PAGE:,} bytes")
    if cause := record.headers.get("warc-truncated"):
        raise UnreadableInput(f"cut off by the crawler ({cause})")


def read_facts(record: WarcRecord, message: HttpMessage) -> tuple[Fact, ...]:
    """Return the URL, the capture date and the declared encoding, where present."""
    values = {
        "url": record.url,
        "captured": record.headers.get("warc-date", ""),
        "charset": message.charset,
    }
    return tuple(Fact(field, value, "warc") for field, value in values.items() if value)
