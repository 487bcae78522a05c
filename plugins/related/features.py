# SPDX-License-Identifier: AGPL-3.0-or-later
"""The features of all articles: the names in each, and the words of its title."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from arabic import terms
from arabic.spelling import RULES, fold
from plugins.contract import ArchiveArticle, ArticleEntity
from plugins.related.stored_stems import Stems, stems_of

SHORTEST_WORD = 3  # letters of a word of a title that counts

PUNCTUATION = "«»\"'()[]،؛:.!؟…-–"
STOP_WORDS = frozenset(map(fold, RULES["stop"]))

MOST_ARTICLES = 40  # with a feature that relates articles
MOST_SHARE = 0.2  # of a small archive

IntArray = NDArray[Any]  # one-dimensional, whole numbers


class Features(NamedTuple):
    """The features that relate articles: a row for each of the features of an article.

    The rows of an article follow one another: first its names, then the words of its
    title. Each feature has one row, also if it occurs several times.
    """

    articles: IntArray  # by number, ascending
    numbers: IntArray  # of the features, the same in all articles
    sizes: IntArray  # how many articles have the feature
    places: IntArray  # in *texts*
    texts: Sequence[str]  # names and words as printed, also those that relate nothing


class Occurrences(NamedTuple):
    """All features as they occur, article by article: number, feature, text."""

    articles: IntArray
    numbers: IntArray  # -1 is none
    texts: list[str]


def find_features(
    articles: Sequence[ArchiveArticle], stored: Path | None = None
) -> Features:
    """Return the features that relate *articles*: those of two at least, and of few.

    Stems are stored in the file *stored*. A title with «معصرة» and «المعصرة» has one
    feature, printed as the first of them.
    """
    most = int(min(MOST_ARTICLES, max(2, MOST_SHARE * len(articles))))
    names, words = find_names(articles), find_title_words(articles, stored)
    of_names, of_words = relating(names, most), relating(words, most)
    places = np.concatenate([of_names, of_words + len(names.texts)])
    owners = np.concatenate([names.articles[of_names], words.articles[of_words]])
    above = names.numbers.max(initial=-1) + 1
    numbers = np.concatenate([names.numbers[of_names], words.numbers[of_words] + above])
    order = np.argsort(owners, kind="stable")
    return Features(
        articles=owners[order],
        numbers=numbers[order],
        sizes=np.bincount(numbers)[numbers[order]],
        places=places[order],
        texts=[*names.texts, *words.texts],
    )


def relating(occurrences: Occurrences, most: int) -> IntArray:
    """Return where features of two articles at least, and of *most*, occur first.

    If سد is twice in an article and once in another, it is of two.
    """
    numbers = occurrences.numbers
    rows = np.flatnonzero(numbers >= 0)
    rows = rows[np.bincount(numbers[rows])[numbers[rows]] > 1]
    rows = first_in_article(rows, occurrences.articles[rows], numbers[rows])
    sizes = np.bincount(numbers[rows])[numbers[rows]]
    return rows[(sizes > 1) & (sizes <= most)]


def first_in_article(rows: IntArray, articles: IntArray, numbers: IntArray) -> IntArray:
    """Return those of *rows* in which an article has a feature for the first time."""
    keys = articles * (numbers.max(initial=0) + 1) + numbers
    _, firsts = np.unique(keys, return_index=True)
    return rows[np.sort(firsts)]


def find_names(articles: Iterable[ArchiveArticle]) -> Occurrences:
    """Return the names in *articles*; of each entity object the id is read once."""
    mentioned = [article.entities for article in articles]
    flat = list(chain.from_iterable(mentioned))
    identities = list(map(id, flat))
    by_identity: dict[int, ArticleEntity] = dict(zip(identities, flat, strict=True))
    number_of_id: defaultdict[str, int] = defaultdict(count().__next__)
    numbers = {key: number_of_id[entity.id] for key, entity in by_identity.items()}
    labels = {key: entity.label for key, entity in by_identity.items()}
    return Occurrences(
        repeat_numbers(map(len, mentioned)),
        look_up(numbers, identities),
        list(map(labels.__getitem__, identities)),
    )


def find_title_words(
    articles: Sequence[ArchiveArticle], stored: Path | None
) -> Occurrences:
    """Return the words of the titles of *articles*, without punctuation."""
    titles = [article.title.split() for article in articles]
    words = [word.strip(PUNCTUATION) for title in titles for word in title]
    stems = stems_of(words, find_stems, stored)
    number_of_stem = defaultdict(count().__next__, {"": -1})
    numbers = {word: number_of_stem[stems[word]] for word in dict.fromkeys(words)}
    return Occurrences(repeat_numbers(map(len, titles)), look_up(numbers, words), words)


def look_up(numbers: Mapping[Any, int], keys: Sequence[Any]) -> IntArray:
    """Return the number of each of *keys*."""
    return np.fromiter(map(numbers.__getitem__, keys), np.int64, len(keys))


def repeat_numbers(sizes: Iterable[int]) -> IntArray:
    """Return the number of each list as often as it has elements: 2, 1 is 0, 0, 1."""
    counts = np.array(list(sizes), np.int64)
    return np.repeat(np.arange(len(counts)), counts)


def find_stems(words: Sequence[str]) -> Stems:
    """Return the stem of each of *words*, "" if it carries no content.

    All words are analysed at once: one by one it takes several times as long.
    """
    content_words = [
        word
        for word in words
        if len(word) >= SHORTEST_WORD and fold(word) not in STOP_WORDS
    ]
    analysed = terms.analysed_lines(content_words)
    stems = dict.fromkeys(words, "")
    for word, of_word in zip(content_words, analysed, strict=True):
        if len(of_word) == 1:
            stems[word] = of_word[0].term
    return stems
