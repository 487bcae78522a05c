# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which words stand in articles, in their order and as numbers: a word is read once, however often it stands there."""

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from arabic.spelling import MARKS

LETTERS_OR_END = re.compile(r"[^\W\d_]{2,}|\n")
Numbers = NDArray[Any]  # whole ones, one after another
Analyse = Callable[
    [str], list[str]
]  # the terms of a text, and the ends of its lines between them


@dataclass(frozen=True, slots=True)
class Forward:
    """The words of consecutive articles, and of an article field by field.

    A form is a term with the word without marks that gave it, where that word stood alone.
    """

    terms: list[str]
    spellings: list[str]  # the first is of forms that have none
    forms: Numbers  # the numbers of a term and a spelling, paired
    words: Numbers  # the number of each one's form
    lengths: Numbers  # how many there are; a row an article, a column a field


class Lines(NamedTuple):
    """What stands in lines: each text once, the first one the end of a line, and their numbers line by line."""

    texts: list[str]
    numbers: Numbers
    sizes: Numbers  # of each line


def read(articles: Iterable[Sequence[str]], fields: int, analyse: Analyse) -> Forward:
    """Return the words of *articles*, each of them a text for each of so many *fields*."""
    known: defaultdict[str, int] = defaultdict(
        count().__next__
    )  # what stands between white space → its number
    chunks, ends = array("I"), array("Q", [0])
    for texts in articles:
        for text in texts:
            chunks.extend(map(known.__getitem__, text.split()))
            ends.append(len(chunks))
    lines = "\n".join([*known, ""])
    terms, spellings = (
        in_lines(analyse(lines)),
        in_lines(LETTERS_OR_END.findall(MARKS.sub("", lines))),
    )
    forms, words = recognised(terms, spellings)
    numbers = np.frombuffer(chunks, np.uint32) if chunks else np.empty(0, np.uint32)
    counts = terms.sizes[numbers]
    lengths = np.diff(beginnings(counts)[np.frombuffer(ends, np.uint64)]).reshape(
        -1, fields
    )
    words = words[ranges(beginnings(terms.sizes)[numbers], counts)]
    return Forward(terms.texts, spellings.texts, forms, words, lengths)


def in_lines(found: Sequence[str]) -> Lines:
    """Return what was *found* in lines, each of which has its end behind it."""
    known = defaultdict(count(1).__next__, {"\n": 0})
    numbers = np.fromiter(map(known.__getitem__, found), np.uint32, len(found))
    return Lines(
        list(known),
        numbers[numbers > 0],
        np.diff(np.flatnonzero(numbers == 0), prepend=-1) - 1,
    )


def recognised(terms: Lines, spellings: Lines) -> tuple[Numbers, Numbers]:
    """Return all forms, and the number of that of each term: it has a spelling where its line holds one of each."""
    alone = np.zeros(len(terms.sizes), np.uint32)
    single = (terms.sizes == 1) & (spellings.sizes == 1)
    alone[single] = spellings.numbers[beginnings(spellings.sizes)[:-1][single]]
    return np.unique(
        pairs(terms.numbers, np.repeat(alone, terms.sizes)), return_inverse=True
    )


def pairs(high: Numbers, low: Numbers) -> Numbers:
    """Return two numbers below 2^32 as one, pair by pair: they sort by *high*, then by *low*."""
    joined = high.astype(np.uint64)
    joined <<= np.uint64(32)
    joined |= low.astype(np.uint64)
    return joined


def apart(joined: Numbers) -> tuple[Numbers, Numbers]:
    """Return what ``pairs`` has joined."""
    return (joined >> np.uint64(32)).astype(np.uint32), joined.astype(np.uint32)


def beginnings(counts: Numbers) -> Numbers:
    """Return where each of groups so large begins, and where the last one ends."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)))


def ranges(starts: Numbers, counts: Numbers) -> Numbers:
    """Return the numbers from each of *starts* on, so many as *counts* says, one range after another."""
    shifts = np.repeat(starts - beginnings(counts)[:-1], counts)
    shifts += np.arange(len(shifts))
    return shifts
