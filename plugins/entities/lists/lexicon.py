# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hand-written lists of words that open, accompany or make up a name, by kind."""

from collections.abc import Iterable, Mapping
from functools import cache

from arabic.spelling import name_key
from plugins.entities.lists.clitics import SHORTEST_REST, splits
from plugins.entities.lists.gazetteer import DATA, rows, split, word_lists
from plugins.entities.lists.known_entity import words

WITH_ARTICLE = ("title", "org-head", "place-head", "event-head")


@cache
def lexicon() -> Mapping[str, frozenset[str]]:
    """Return the lists by kind, as comparison keys: triggers with and without article, name parts, nationalities."""
    triggers = {
        kind: _keys(cell, article=kind in WITH_ARTICLE)
        for kind, cell in rows(DATA / "triggers.tsv")
    }
    names = {kind: _keys(cell) for kind, cell in rows(DATA / "name-parts.tsv")}
    names["given"] |= word_lists()["given"]
    nations = frozenset(
        key
        for _, *cells in rows(DATA / "countries.tsv")
        for key in _feminine_too(cells[0])
    )
    return {**triggers, **names, "link": word_lists()["link"], "nation": nations}


def _keys(cell: str, *, article: bool = False) -> frozenset[str]:
    keys = [key for item in split(cell) for key in words(item)]
    return frozenset([*keys, *(f"ال{key}" for key in keys if article)])


def _feminine_too(adjectives: str) -> Iterable[str]:
    for adjective in split(adjectives):
        key = name_key(adjective)
        yield from (
            key,
            f"{key}ه",
            key.removeprefix("ال"),
            f"{key.removeprefix('ال')}ه",
        )


@cache
def known_words() -> frozenset[str]:
    """Return every word of the lists: none of them is taken for a proclitic and a rest."""
    return frozenset().union(*lexicon().values())


def part(key: str) -> tuple[int, str]:
    """Return how many letters of a word key are glued on in front, and the rest, its swallowed article put back.

    The rest must be a listed word or have the article.
    """
    known = known_words()
    if key in known:
        return 0, key
    for cut, rest in splits(key):
        if rest in known or _has_article(rest):
            return cut, rest
    return 0, key


def _has_article(rest: str) -> bool:
    return rest.startswith("ال") and len(rest) > SHORTEST_REST + 1
