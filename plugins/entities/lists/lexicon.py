# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hand-written lists of words that open, accompany or make up a name, by class."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from arabic.spelling import name_key
from plugins.entities.lists.clitics import SHORTEST_STEM, all_segmentations
from plugins.entities.lists.gazetteer import DATA, read_tsv, split_cell, word_lists
from plugins.entities.lists.word_keys import word_keys

# A head too short for a stem of any word, with the proclitics that nothing else has.
DISTRICT = "حي"
IN_DISTRICT = {f"{letters}{DISTRICT}": len(letters) for letters in ("ب", "وب", "ول")}
WITH_ARTICLE = ("title", "org-head", "place-head", "event-head")


@cache
def lexicon() -> Mapping[str, frozenset[str]]:
    """Return the words of each class as comparison keys.

    Classes: triggers, with and without article; name parts; link; nation.
    """
    triggers = {
        word_class: keys_of_cell(cell, add_article=word_class in WITH_ARTICLE)
        for word_class, cell in read_tsv(DATA / "triggers.tsv")
    }
    name_parts = {
        word_class: keys_of_cell(cell)
        for word_class, cell in read_tsv(DATA / "name-parts.tsv")
    }
    name_parts["given"] |= word_lists()["given"]
    return {
        **triggers,
        **name_parts,
        "link": word_lists()["link"],
        "nation": frozenset(nationalities()),
    }


def keys_of_cell(cell: str, *, add_article: bool = False) -> frozenset[str]:
    """Return the keys of all words in a cell, on request also with the article ال."""
    keys = [key for term in split_cell(cell) for key in word_keys(term)]
    if add_article:
        keys += [f"ال{key}" for key in keys]
    return frozenset(keys)


def nationalities() -> Iterator[str]:
    """Yield the adjectives of all countries in all their forms."""
    for _, *cells in read_tsv(DATA / "countries.tsv"):
        for adjective in split_cell(cells[0]):
            yield from adjective_forms(adjective)


def adjective_forms(adjective: str) -> Iterable[str]:
    """Return masculine and feminine of an adjective, with the article and without."""
    masculine = name_key(adjective)
    bare = masculine.removeprefix("ال")
    return (masculine, f"{masculine}ه", bare, f"{bare}ه")


@cache
def lexicon_words() -> frozenset[str]:
    """Return every word of the lexicon: none of them is segmented."""
    return frozenset().union(*lexicon().values())


@cache
def name_parts() -> frozenset[str]:
    """Return the given and the family names."""
    return lexicon()["given"] | lexicon()["family"]


def strip_proclitic(key: str) -> tuple[int, str]:
    """Return the number of proclitic letters of a word key, and its stem.

    A swallowed article is restored. The stem must be a word of the lexicon or have the
    article; otherwise the whole word is its own stem.
    """
    words = lexicon_words()
    if key in words:
        return 0, key
    if key in IN_DISTRICT:
        return IN_DISTRICT[key], DISTRICT
    for cut, stem in all_segmentations(key):
        if stem in words or has_article(stem):
            return cut, stem
    return 0, key


def has_article(stem: str) -> bool:
    """Return whether *stem* is the article and a word that is long enough."""
    return stem.startswith("ال") and len(stem) > SHORTEST_STEM + 1
