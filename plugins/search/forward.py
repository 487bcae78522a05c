# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which words stand in articles, in their order and as numbers: a word is read once, however often it stands there."""

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from arabic.spelling import MARKS

LETTERS = re.compile(r"[^\W\d_]{2,}")
Numbers = NDArray[Any]  # whole ones, one after another
Form = tuple[str, str]  # a term, and the word without marks that gave it where that word stood alone
Analyse = Callable[[Sequence[str]], list[list[str]]]


@dataclass(frozen=True, slots=True)
class Forward:
    """The words of consecutive articles, and of an article field by field."""

    forms: list[Form]
    words: Numbers  # the number of each one's form
    lengths: Numbers  # how many there are; a row an article, a column a field


def read(articles: Iterable[Sequence[str]], fields: int, analyse: Analyse) -> Forward:
    """Return the words of *articles*, each of them a text for each of so many *fields*."""
    known: defaultdict[str, int] = defaultdict(count().__next__)  # what stands between white space → its number
    chunks, ends = array("I"), array("Q", [0])
    for texts in articles:
        for text in texts:
            chunks.extend(map(known.__getitem__, text.split()))
            ends.append(len(chunks))
    forms, words, sizes = recognised(list(known), analyse)
    numbers = np.frombuffer(chunks, np.uint32) if chunks else np.empty(0, np.uint32)
    counts = sizes[numbers]
    lengths = np.diff(beginnings(counts)[np.frombuffer(ends, np.uint64)])
    return Forward(forms, words[ranges(beginnings(sizes)[numbers], counts)], lengths.reshape(-1, fields))


def recognised(chunks: Sequence[str], analyse: Analyse) -> tuple[list[Form], Numbers, Numbers]:
    """Return all forms, the numbers of those in *chunks*, one chunk after another, and how many each chunk holds."""
    terms = analyse(chunks)
    sizes = list(map(len, terms))
    bare = MARKS.sub("", "\n".join(chunks)).split("\n")
    alone = (spelling(chunk) if size == 1 else "" for chunk, size in zip(bare, sizes, strict=False))
    spellings = chain.from_iterable(map(repeat, alone, sizes))
    forms: defaultdict[Form, int] = defaultdict(count().__next__)
    words = np.fromiter(map(forms.__getitem__, zip(chain.from_iterable(terms), spellings, strict=True)), np.uint32)
    return list(forms), words, np.array(sizes, np.int64)


def spelling(chunk: str) -> str:
    """Return the word in *chunk*, or nothing where there are several."""
    words = LETTERS.findall(chunk)
    return words[0] if len(words) == 1 else ""


def beginnings(counts: Numbers) -> Numbers:
    """Return where each of groups so large begins, and where the last one ends."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)))


def ranges(starts: Numbers, counts: Numbers) -> Numbers:
    """Return the numbers from each of *starts* on, so many as *counts* says, one range after another."""
    shifts = np.repeat(starts - beginnings(counts)[:-1], counts)
    shifts += np.arange(len(shifts))
    return shifts
