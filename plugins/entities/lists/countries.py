# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words that indicate of which country a text is: its names, adjectives and cities."""

from collections.abc import Iterator, Mapping
from functools import cache

from arabic.spelling import name_key
from plugins.entities.lists.gazetteer import (
    DATA,
    load_gazetteer,
    read_tsv,
    split_cell,
)
from plugins.entities.lists.word_keys import word_keys

# Adjectives that are also common words: المالية (finance), المالي (of Mali).
COMMON_ADJECTIVES = frozenset({"مالي", "غيني", "غاني", "مجري", "ويلزي"})


@cache
def country_words() -> Mapping[str, str]:
    """Return the country of each word, by comparison key.

    A word that two countries share has none.
    """
    countries: dict[str, set[str]] = {}
    for word, country in (*country_adjectives(), *country_names(), *city_names()):
        countries.setdefault(word, set()).add(country)
    return {
        word: next(iter(owners))
        for word, owners in countries.items()
        if len(owners) == 1
    }


def country_adjectives() -> Iterator[tuple[str, str]]:
    """Yield adjectives and other words of data/countries.tsv with their country."""
    for country, adjectives, *words in read_tsv(DATA / "countries.tsv"):
        for adjective in split_cell(adjectives):
            bare = name_key(adjective).removeprefix("ال")
            if bare not in COMMON_ADJECTIVES:
                for form in adjective_cases(bare):
                    yield form, country
                    yield f"ال{form}", country
        for word in split_cell("".join(words)):
            yield name_key(word), country


def adjective_cases(bare: str) -> tuple[str, ...]:
    """Return an adjective's singular, feminine and plural forms."""
    return (bare, f"{bare}ه", f"{bare}ون", f"{bare}ين", f"{bare}ات")


def country_names() -> Iterator[tuple[str, str]]:
    """Yield the single-word names of countries; of homographs only the label."""
    labels = {row[0] for row in read_tsv(DATA / "countries.tsv")}
    for entity in load_gazetteer():
        if entity.type == "place" and entity.label in labels:
            names = (entity.label,) if entity.cues else entity.names
            for name in names:
                if len(key := word_keys(name)) == 1:
                    yield key[0], entity.label


def city_names() -> Iterator[tuple[str, str]]:
    """Yield the single-word names of places with a country, no homographs."""
    for entity in load_gazetteer():
        if entity.type == "place" and entity.country and not entity.cues:
            for name in entity.names:
                if len(key := word_keys(name.strip("=«»~"))) == 1:
                    yield key[0], entity.country
