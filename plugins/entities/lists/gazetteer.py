# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gazetteer: CLDR's countries and cities, and the lists in data/."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from babel import Locale

from plugins.entities.lists.known_entity import TYPES, KnownEntity, entity_id
from plugins.entities.lists.stored_entities import read_entities, write_entities
from plugins.entities.lists.word_keys import word_keys
from storage.code_digest import ROOT, code_digest

DATA = Path(__file__).parent / "data"
COMPILED = ROOT / ".cache" / "gazetteer"
BRACKETED = re.compile(r"\s*\([^)]*\)")
LIST_COMMA = re.compile(r"\s*،\s*")


def read_tsv(path: Path) -> Iterator[list[str]]:
    """Yield the cells of each row of a TSV file; lines with # are comments."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("\t")]


def split_cell(cell: str) -> tuple[str, ...]:
    """Return the terms of a cell, which Arabic commas separate."""
    return tuple(term for term in LIST_COMMA.split(cell) if term)


@cache
def word_lists() -> Mapping[str, frozenset[str]]:
    """Return the lists of data/words.tsv by kind, as comparison keys."""
    return {
        kind: frozenset(key for term in split_cell(cell) for key in word_keys(term))
        for kind, cell in read_tsv(DATA / "words.tsv")
    }


@cache
def phrases_without_names() -> tuple[str, ...]:
    """Return the phrases that contain a name but mean something else: صلاة المغرب."""
    phrases: list[str] = []
    for cells in read_tsv(DATA / "not-names.tsv"):
        phrases += split_cell(cells[0])
    return tuple(phrases)


def cldr_places() -> list[KnownEntity]:
    """Return the countries, regions and time-zone cities that Babel names in Arabic.

    data/cldr.tsv relabels some, and omits those that are common words or misspelt.
    """
    corrected = {
        cells[0]: cells[1] if len(cells) > 1 else ""
        for cells in read_tsv(DATA / "cldr.tsv")
    }
    latin_names: dict[str, str] = {}
    for arabic, english in cldr_names():
        name = BRACKETED.sub("", arabic)
        latin = BRACKETED.sub("", english)
        latin_names.setdefault(corrected.get(name, name), latin)
    return [
        replace(entity_from_cells("place", label), latin=latin)
        for label, latin in latin_names.items()
        if label
    ]


def cldr_names() -> Iterator[tuple[str, str]]:
    """Yield CLDR's Arabic and English names of territories, then of cities.

    Where the English name of a city is its zone's, CLDR has no other: Asia/Riyadh.
    """
    arabic, english = Locale.parse("ar"), Locale.parse("en")
    for code, name in arabic.territories.items():
        yield name, english.territories.get(code, "")
    for zone, names in arabic.time_zones.items():
        if "city" in names:
            city = english.time_zones.get(zone, {}).get("city")
            yield names["city"], city or zone.rpartition("/")[2].replace("_", " ")


@cache
def listed_entities() -> tuple[KnownEntity, ...]:
    """Return the entities of the files whose names begin with a type: person.tsv.

    Columns: label, aliases, cue words, Wikidata id, country; all but the first are
    optional.
    """
    return tuple(
        entity_from_cells(entity_type, *cells)
        for entity_type in TYPES
        for path in files_of_type(entity_type)
        for cells in read_tsv(path)
    )


def files_of_type(entity_type: str) -> list[Path]:
    """Return the files that list entities of a type."""
    return sorted(DATA.glob(f"{entity_type}*.tsv"))


def entity_from_cells(  # noqa: PLR0913, PLR0917 the columns of a row
    entity_type: str,
    label: str,
    aliases: str = "",
    cues: str = "",
    wikidata: str = "",
    country: str = "",
) -> KnownEntity:
    """Return the entity that a row describes."""
    return KnownEntity(
        id=entity_id(entity_type, label),
        label=label,
        type=entity_type,
        aliases=split_cell(aliases),
        cues=split_cell(cues),
        wikidata=wikidata,
        country=country,
    )


def organisations_from_patterns() -> list[KnownEntity]:
    """Return organisations that every country or city has: وزارة الخارجية المصرية.

    data/patterns.tsv: type, label with one {slot}, aliases with the same slot. Slots
    are the columns of data/countries.tsv (country, masculine and feminine adjective
    with article) and the single-word cities. A country's other adjectives give more
    aliases: الأميركية beside الأمريكية.
    """
    entities: list[KnownEntity] = []
    for entity_type, label, *aliases in read_tsv(DATA / "patterns.tsv"):
        for country, spellings in slots_for(label):
            names = [
                name.format(**slots)
                for slots in spellings
                for name in (label, *split_cell("".join(aliases[:1])))
            ]
            first, *others = dict.fromkeys(names)
            entities.append(
                KnownEntity(
                    id=entity_id(entity_type, first),
                    label=first,
                    type=entity_type,
                    aliases=tuple(others),
                    country=country,
                )
            )
    return entities


Slots = dict[str, str]
# Countries with the name of their capital, or with one town: مطار الكويت, بلدية تونس.
CITIES_TOO = {"الكويت", "قطر", "البحرين", "تونس", "الجزائر", "جيبوتي", "سنغافورة"}


def slots_for(pattern: str) -> list[tuple[str, list[Slots]]]:
    """Return the country and the slots of each entity that *pattern* describes.

    The first slots give the label, all of them give names.
    """
    if "{city}" in pattern:
        return [("", [{"city": city}]) for city in single_word_cities()]
    if "{town}" in pattern:
        countries = {row[0] for row in read_tsv(DATA / "countries.tsv")} - CITIES_TOO
        towns = (city for city in single_word_cities() if city not in countries)
        return [("", [{"town": town}]) for town in towns]
    return [
        (
            country,
            [
                {"country": country, "m": masculine, "f": f"{masculine}ة"}
                for masculine in split_cell(adjectives)
            ],
        )
        for country, adjectives, *_ in read_tsv(DATA / "countries.tsv")
    ]


def single_word_cities() -> list[str]:
    """Return the listed places that are one word and no homograph."""
    return [
        entity.label
        for entity in listed_entities()
        if entity.type == "place"
        and not entity.cues
        and len(word_keys(entity.label)) == 1
    ]


def merge_same_ids(entities: Iterable[KnownEntity]) -> list[KnownEntity]:
    """Return *entities*, those of one id merged: first label, all aliases, all cues."""
    merged: dict[str, KnownEntity] = {}
    for entity in entities:
        first = merged.get(entity.id, entity)
        merged[entity.id] = KnownEntity(
            id=entity.id,
            label=first.label,
            type=entity.type,
            aliases=tuple(dict.fromkeys((*first.aliases, *entity.aliases))),
            cues=tuple(dict.fromkeys((*first.cues, *entity.cues))),
            origin=first.origin,
            wikidata=first.wikidata or entity.wikidata,
            latin=first.latin or entity.latin,
            country=first.country or entity.country,
        )
    return list(merged.values())


@cache
def load_gazetteer() -> tuple[KnownEntity, ...]:
    """Return every entity of the gazetteer, in a fixed order."""
    key = code_digest((DATA.parent,), ("Babel",))
    entities = read_entities(COMPILED, key)
    if entities is None:
        entities = compile_gazetteer()
        write_entities(COMPILED, key, entities)
    return entities


def compile_gazetteer() -> tuple[KnownEntity, ...]:
    """Return every entity of the lists, of CLDR and of the patterns."""
    listed = [*listed_entities(), *cldr_places()]
    from_patterns = rename_listed(organisations_from_patterns(), listed)
    return tuple(merge_same_ids([*listed, *from_patterns]))


def rename_listed(
    from_patterns: Iterable[KnownEntity], listed: Iterable[KnownEntity]
) -> Iterator[KnownEntity]:
    """Yield *from_patterns*; what is listed under another label gets that label.

    The Pentagon has the alias «وزارة الدفاع الأمريكية».
    """
    by_alias = {
        (entity.type, alias): entity for entity in listed for alias in entity.aliases
    }
    for entity in from_patterns:
        if target := by_alias.get((entity.type, entity.label)):
            yield replace(
                entity, id=target.id, label=target.label, aliases=entity.names
            )
        else:
            yield entity
