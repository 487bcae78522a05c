# SPDX-License-Identifier: AGPL-3.0-or-later
"""Split JSON, JSONL and CSV into rows, each of them one article as a JSON object."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TextIO

from ingest.model.record import UnreadableInput

# field of ours → names that data sets give it, the first that holds something wins
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
ASIDE = "warraq:aside"  # why a container's entry is no article of the archive
csv.field_size_limit(
    10_000_000
)  # characters; the default of 131,072 refuses long articles


def rows_of_csv(text: TextIO) -> Iterator[bytes]:
    """Yield each row of a table with a header as one JSON object; the sign most frequent in the header parts columns.

    Raises ``UnreadableInput`` behind the last good row.
    """
    head = next((line for line in text if line.strip("\ufeff\r\n")), "").lstrip(
        "\ufeff"
    )
    table = csv.DictReader(chain([head], text), delimiter=max(",;\t|", key=head.count))
    try:
        for row in table:
            yield json.dumps(
                {key: value for key, value in row.items() if key}, ensure_ascii=False
            ).encode()
    except csv.Error as error:
        raise UnreadableInput(
            f"broken table near line {table.line_num}: {error}"
        ) from error


def rows_of_json(text: str) -> Iterator[bytes]:
    """Return each article of one JSON value: a list, or an object that holds one article or a list of them."""
    value = json.loads(text)
    rows = named_rows(value) if isinstance(value, dict) else value
    yield from (json.dumps(row, ensure_ascii=False).encode() for row in rows or [value])


def rows_of_line(line: bytes) -> Iterator[bytes]:
    """Return the articles of a file's first line: those of the list in it, else the line as it stands."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    rows = named_rows(value) if isinstance(value, dict) else []
    yield from (json.dumps(row, ensure_ascii=False).encode() for row in rows)
    if not rows:
        yield line


def named_rows(value: Mapping[str, object]) -> list[object]:
    """Return the articles that an object wraps, its title theirs as outlet: so a JSON feed names the site."""
    outlet = {"source": value["title"]} if isinstance(value.get("title"), str) else {}
    return [
        {**outlet, **row} if isinstance(row, dict) else row for row in inner_rows(value)
    ]


def inner_rows(value: Mapping[str, object]) -> list[object]:
    """Return the list of articles that an object wraps; none if it is an article itself."""
    if first_present(value, ALIASES["title"]) and first_present(value, ALIASES["body"]):
        return []
    return next(
        (
            inner
            for inner in value.values()
            if isinstance(inner, list) and is_rows(inner)
        ),
        [],
    )


def is_rows(value: list[object]) -> bool:
    """Say whether *value* is a list of objects."""
    return bool(value) and all(isinstance(row, dict) for row in value)


def first_present(row: Mapping[str, object], names: Iterable[str]) -> object:
    """Return the first value of *row* under *names* that holds something."""
    return next((row[name] for name in names if row.get(name)), None)
