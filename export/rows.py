# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counts the tables that are made of all articles: names, days, newspapers."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import html

from export.page_facts import Page, linked_data, wikidata_of
from storage.json_lines import read_log

Row = dict[str, Any]


class Totals:
    """Counts of names, days and newspapers over the articles."""

    def __init__(self) -> None:
        self.entities: Counter[tuple[str, str, str]] = Counter()
        self.days: Counter[tuple[str, str]] = Counter()
        self.sources: dict[str, Row] = {}

    def add(self, page: Page) -> None:
        """Count an article."""
        for row in page.mentions:
            if row["entity"]:
                self.entities[row["entity"], row["label"], row["type"]] += 1
        article = page.article
        if article["day"]:
            self.days[article["day"], article["hijri"]] += 1
        self.add_source(article)

    def add_source(self, article: Row) -> None:
        """Count an article of its newspaper."""
        name, day = article["source"], article["day"]
        source = self.sources.setdefault(
            name,
            {
                **{"name": name, "articles": 0, "undated": 0, "first": "", "last": ""},
                "licence": article["licence"],
            },
        )
        source["articles"] += 1
        if not day:
            source["undated"] += 1
            return
        source["first"] = min(source["first"] or day, day)
        source["last"] = max(source["last"], day)

    def entity_rows(self, site: Path) -> Iterator[Row]:
        """Yield the names by id, with the item of Wikidata that their page states."""
        joined = dict(joined_entities(site))
        for (identity, label, kind), count in sorted(self.entities.items()):
            path = f"e/{identity}.html"
            if (site / path).exists():
                wikidata = wikidata_of(read_linked_data(site / path)["about"])
            else:
                path, wikidata = joined[identity]
            yield {
                **{"id": identity, "page": path, "label": label, "type": kind},
                **{"wikidata": wikidata, "articles": count},
            }

    def day_rows(self) -> Iterator[Row]:
        """Yield the days in order."""
        for (day, hijri), count in sorted(self.days.items()):
            yield {"day": day, "hijri": hijri, "articles": count}

    def source_rows(self) -> Iterator[Row]:
        """Yield the newspapers by name."""
        yield from (self.sources[name] for name in sorted(self.sources))


def joined_entities(site: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the ids on joined pages, each with address and item of Wikidata."""
    for path in sorted((site / "e" / "joined").glob("*.html")):
        for thing in read_linked_data(path)["about"]:
            section = thing["@id"]
            address = f"{path.relative_to(site).as_posix()}{section}"
            yield section.removeprefix("#n-"), (address, wikidata_of(thing))


def read_linked_data(path: Path) -> Row:
    """Return the JSON-LD of the page in a file."""
    page: Any = html.document_fromstring(path.read_bytes())
    return linked_data(page)


def removal_rows(content: Path, published: Iterable[str]) -> Iterator[Row]:
    """Yield the removals of articles that are not *published* again, by id."""
    shown = set(published)
    rows = read_log(content / "removals.jsonl", "id", "date", "reason", "level")
    last: Mapping[str, Row] = {row["id"]: row for row in rows}
    for identity in sorted(last.keys() - shown):
        row = last[identity]
        yield {name: row[name] for name in ("id", "date", "reason", "level")}


def json_line(row: Row) -> str:
    """Return a row as a line of JSON, without what is empty."""
    values = {name: value for name, value in row.items() if value not in ("", None, [])}
    return json.dumps(values, ensure_ascii=False) + "\n"
