# SPDX-License-Identifier: AGPL-3.0-or-later
"""JSON, JSONL and CSV: each row is an article whose fields a map names."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import TextIO

from ingest.body import fragment_blocks
from ingest.cleaning import clean, lines, unescaped_line
from ingest.mojibake import repair
from ingest.record import Block, Fact, Piece, Record, SetAside, UnreadableInput

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
MARKUP = re.compile(r"<(?:p|br|div|h[1-6]|ul|span|a)\b[^>]*>", re.IGNORECASE)
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
    if first(value, ALIASES["title"]) and first(value, ALIASES["body"]):
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


def read(piece: Piece) -> Record:
    """Return the record of one JSON object. Raises ``UnreadableInput`` without a title or a body."""
    row = load(piece.data)
    if row.get(ASIDE):
        raise SetAside(str(row[ASIDE]))
    names = field_map(piece.facts)
    readings = [
        (field, repair(text))
        for field in names
        for text in texts(first(row, names[field]))
    ]
    facts = [Fact(field, reading.text, "field") for field, reading in readings]
    bodies = [fact.value for fact in facts if fact.field == "body"]
    blocks = tuple(body_blocks("\n\n".join(bodies)))
    if not blocks:
        raise UnreadableInput("no body")
    repairs = tuple(
        f"{field}: wrong tables undone: {reading.note}"
        for field, reading in readings
        if reading.note
    )
    rest = [fact for fact in facts if fact.field != "body"]
    known = [fact for fact in piece.facts if fact.field != "map"]
    return Record(
        facts=(*known, *map(one_line, rest)),
        blocks=blocks,
        method="field",
        repairs=repairs,
    )


def load(data: bytes) -> Mapping[str, object]:
    """Return the object that *data* spells. Raises ``UnreadableInput``."""
    try:
        row = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise UnreadableInput("not a JSON object")
    return row


@lru_cache(16)
def field_map(facts: tuple[Fact, ...]) -> dict[str, tuple[str, ...]]:
    """Return the aliases, with the names that the caller's map («captured=date») gives in front, and there alone."""
    given = dict(fact.value.split("=", 1) for fact in facts if fact.field == "map")
    taken = set(given.values())
    free = {
        field: tuple(name for name in names if name not in taken)
        for field, names in ALIASES.items()
    }
    return {
        field: (given[field], *names) if field in given else names
        for field, names in free.items()
    }


def first(row: Mapping[str, object], names: Iterable[str]) -> object:
    """Return the first value of *row* under *names* that holds something."""
    return next((row[name] for name in names if row.get(name)), None)


def texts(value: object) -> list[str]:
    """Return *value* as strings: itself, the members of a list, the name of an object."""
    if isinstance(value, list):
        return [text for member in value for text in texts(member)]
    if isinstance(value, dict):
        return texts(value.get("name"))
    return [] if value is None or isinstance(value, bool) else [str(value)]


def one_line(fact: Fact) -> Fact:
    """Return *fact* with its value on one line, entities read."""
    return fact._replace(value=unescaped_line(fact.value))


def body_blocks(text: str) -> list[Block]:
    """Return the blocks of a body field: of its markup if it has any, else one a line."""
    if "<" in text and MARKUP.search(text):
        return fragment_blocks(clean(text))
    return [Block("paragraph", row) for row in lines(text)]
