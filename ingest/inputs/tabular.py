# SPDX-License-Identifier: AGPL-3.0-or-later
"""JSON, JSON Lines and CSV datasets, split into rows: one JSON object an article."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TextIO

from ingest.model.record import UnreadableInput

# Our field → its names in datasets; the first that is not empty wins.
ALIASES: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "عنوان", "العنوان"),
    "body": (
        "content",
        "body",
        "text",
        "articleBody",
        "content_html",
        "content_text",
        "النص",
        "المحتوى",
        "نص",
    ),
    "date": (
        "date",
        "published",
        "date_published",
        "datePublished",
        "pubDate",
        "publishedAt",
        "تاريخ",
        "التاريخ",
    ),
    "updated": ("updated", "modified", "date_modified", "dateModified"),
    "captured": ("captured", "dateextracted", "scraped_at", "crawled", "fetched"),
    "url": ("url", "link", "URL", "الرابط", "رابط"),
    "source": ("source", "publisher", "outlet", "newspaper", "المصدر", "الصحيفة"),
    "author": ("author", "authors", "byline", "الكاتب", "كاتب"),
    "section": ("category", "section", "القسم", "التصنيف"),
    "tags": ("tags", "keywords", "الوسوم"),
    "lang": ("lang", "language"),
}
ASIDE = "warraq:aside"  # field with the reason why a row yields no article (a draft)
DELIMITERS = ",;\t|"
# Characters; the default of 131,072 refuses long articles.
csv.field_size_limit(10_000_000)


def split_csv(text: TextIO) -> Iterator[bytes]:
    """Yield each row of a table with a header as a JSON object.

    The most frequent delimiter in the header is the table's. Raises ``UnreadableInput``
    after the last good row.
    """
    header = next((line for line in text if line.strip("\ufeff\r\n")), "")
    header = header.lstrip("\ufeff")
    delimiter = max(DELIMITERS, key=header.count)
    table = csv.DictReader(chain([header], text), delimiter=delimiter)
    try:
        for cells in table:
            named = {name: cell for name, cell in cells.items() if name}
            yield encode_row(named)
    except csv.Error as error:
        raise UnreadableInput(
            f"broken table near line {table.line_num}: {error}"
        ) from error


def split_json(text: str) -> Iterator[bytes]:
    """Yield the articles of a JSON value: a list, one in an object, or an article."""
    value = json.loads(text)
    rows = wrapped_rows(value) if isinstance(value, dict) else value
    yield from map(encode_row, rows or [value])


def split_json_line(line: bytes) -> Iterator[bytes]:
    """Yield the articles of a file's first line.

    The line may contain a whole JSON file, a list of articles in an object; otherwise
    it is the first row of JSON Lines.
    """
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    rows = wrapped_rows(value) if isinstance(value, dict) else []
    if rows:
        yield from map(encode_row, rows)
    else:
        yield line


def encode_row(row: object) -> bytes:
    """Return *row* as JSON."""
    return json.dumps(row, ensure_ascii=False).encode()


def wrapped_rows(value: Mapping[str, object]) -> list[object]:
    """Return the articles in an object, each with the object's title as its source.

    The title of a JSON feed is the outlet's name.
    """
    outlet = {"source": value["title"]} if isinstance(value.get("title"), str) else {}
    return [with_defaults(row, outlet) for row in find_row_list(value)]


def with_defaults(row: object, defaults: Mapping[str, object]) -> object:
    """Return *row* with the fields of *defaults* that it lacks, if it is an object."""
    return {**defaults, **row} if isinstance(row, dict) else row


def find_row_list(value: Mapping[str, object]) -> list[object]:
    """Return the list of articles in an object; [] if the object is an article."""
    if first_present(value, ALIASES["title"]) and first_present(value, ALIASES["body"]):
        return []
    for member in value.values():
        if isinstance(member, list) and is_row_list(member):
            return member
    return []


def is_row_list(members: list[object]) -> bool:
    """Return whether *members* are objects, at least one."""
    return bool(members) and all(isinstance(member, dict) for member in members)


def first_present(row: Mapping[str, object], names: Iterable[str]) -> object:
    """Return the first value of *row* under *names* that is not empty, else None."""
    return next((row[name] for name in names if row.get(name)), None)
