# SPDX-License-Identifier: AGPL-3.0-or-later
"""The names everybody knows: CLDR's countries and cities, and our own supplement in data/."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from babel import Locale

from plugins.entities.lists.known_entity import TYPES, Record, entity_id, words

DATA = Path(__file__).parent / "data"
BRACKETED = re.compile(r"\s*\([^)]*\)")
LIST_COMMA = re.compile(r"\s*،\s*")


def rows(path: Path) -> Iterator[list[str]]:
    """Yield the columns of each row of a tab-separated file; lines opening with # are remarks."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("\t")]


def split(cell: str) -> tuple[str, ...]:
    """Return the items of a cell, which Arabic commas divide."""
    return tuple(item for item in LIST_COMMA.split(cell) if item)


@cache
def word_lists() -> Mapping[str, frozenset[str]]:
    """Return the lists of data/words.tsv by kind, as comparison keys."""
    return {
        kind: frozenset(key for item in split(cell) for key in words(item))
        for kind, cell in rows(DATA / "words.tsv")
    }


@cache
def not_names() -> tuple[str, ...]:
    """Return the phrases that hold a name and mean something else: صلاة المغرب."""
    return tuple(
        item for cells in rows(DATA / "not-names.tsv") for item in split(cells[0])
    )


def cldr_places() -> list[Record]:
    """Return the countries, regions and time-zone cities that Babel names in Arabic.

    data/cldr.tsv gives another label to some and leaves out those that are common words or misspelt.
    """
    corrected = {
        cells[0]: cells[1] if len(cells) > 1 else ""
        for cells in rows(DATA / "cldr.tsv")
    }
    named = (BRACKETED.sub("", name) for name in _cldr_names())
    labels = dict.fromkeys(corrected.get(name, name) for name in named)
    return [_record("place", label) for label in labels if label]


def _cldr_names() -> list[str]:
    arabic = Locale.parse("ar")
    cities = (zone["city"] for zone in arabic.time_zones.values() if "city" in zone)
    return [*arabic.territories.values(), *cities]


@cache
def supplement() -> tuple[Record, ...]:
    """Return the records of our own files, whose names open with the type: place-arab.tsv, person.tsv.

    Columns: label, aliases, cue words, Wikidata id; all but the first may be missing.
    """
    return tuple(
        _record(kind, *cells)
        for kind in TYPES
        for path in sorted(DATA.glob(f"{kind}*.tsv"))
        for cells in rows(path)
    )


def _record(
    kind: str, label: str, names: str = "", cues: str = "", wikidata: str = ""
) -> Record:
    return Record(
        id=entity_id(kind, label),
        label=label,
        type=kind,
        aliases=split(names),
        cues=split(cues),
        wikidata=wikidata,
    )


def patterns() -> list[Record]:
    """Return the bodies that every country or city has: وزارة الخارجية المصرية, جامعة دمشق.

    data/patterns.tsv: type, cell of labels with one {slot}, aliases with the same slot. The slots are the columns of
    data/countries.tsv (country, masculine and feminine adjective with article) and the single-word cities.
    """
    return [
        record
        for kind, label, *rest in rows(DATA / "patterns.tsv")
        for slots in _slots(label)
        for record in [
            _record(
                kind, label.format(**slots), rest[0].format(**slots) if rest else ""
            )
        ]
    ]


def _slots(label: str) -> list[dict[str, str]]:
    if "{city}" in label:
        return [{"city": city} for city in cities()]
    return [
        {"country": country, "m": m, "f": f"{m}ة"}
        for country, adjectives in rows(DATA / "countries.tsv")
        for m in split(adjectives)[:1]
    ]


def cities() -> list[str]:
    """Return the places of our own files that are one word and no homograph."""
    own = [
        record for record in supplement() if record.type == "place" and not record.cues
    ]
    return [record.label for record in own if len(words(record.label)) == 1]


def unite(records: Iterable[Record]) -> list[Record]:
    """Return *records* with those of one id made one: the first label, all aliases, all cues."""
    united: dict[str, Record] = {}
    for record in records:
        known = united.get(record.id, record)
        united[record.id] = Record(
            id=record.id,
            label=known.label,
            type=record.type,
            aliases=tuple(dict.fromkeys((*known.aliases, *record.aliases))),
            cues=tuple(dict.fromkeys((*known.cues, *record.cues))),
            origin=known.origin,
            wikidata=known.wikidata or record.wikidata,
        )
    return list(united.values())


@cache
def load() -> tuple[Record, ...]:
    """Return every gazetteer record, in a fixed order."""
    return tuple(unite([*supplement(), *cldr_places(), *patterns()]))
