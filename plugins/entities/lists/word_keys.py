# SPDX-License-Identifier: AGPL-3.0-or-later
"""Comparison keys of words and names: spellings of one name have equal keys."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from arabic.spelling import MARKS, name_key

CACHED_WORDS = 100_000
CACHED_NAMES = 50_000
# \w does not match marks: a word is letters, then marks and letters in turn.
WORD = re.compile(rf"[^\W_]+(?:(?:{MARKS.pattern})+[^\W_]*)*")

NameKey = tuple[str, ...]  # the keys of a name's words
Computed = TypeVar("Computed")


class WordCache(dict[str, Computed]):
    """Computes a value for each word once; emptied when it has ``CACHED_WORDS``.

    Most words of an archive recur. ``__missing__`` is called for new words only, so a
    hit costs one dictionary access, less than a call of ``lru_cache``.
    """

    def __init__(self, compute: Callable[[str], Computed]) -> None:
        super().__init__()
        self.compute = compute

    def __missing__(self, word: str) -> Computed:
        if len(self) >= CACHED_WORDS:
            self.clear()
        computed = self[word] = self.compute(word)
        return computed


word_key = WordCache(name_key).__getitem__


@lru_cache(maxsize=CACHED_NAMES)
def word_keys(text: str) -> NameKey:
    """Return the comparison keys of the words of *text*."""
    return tuple(word_key(word) for word in WORD.findall(text))


QUOTATION_MARKS = re.compile(r"[\"«»“”‹›()]+")


@lru_cache(maxsize=CACHED_NAMES)
def plain_spelling(surface: str) -> str:
    """Return a surface form as a label: no quotation mark, no swallowed article.

    «صحيفة "سنديان» → «صحيفة سنديان», «للميادين» → «الميادين».
    """
    spelling = " ".join(QUOTATION_MARKS.sub(" ", surface).split())
    if spelling.startswith("لل") and len(spelling) > len("للا"):
        return f"ال{spelling[2:]}"
    return spelling


JOINED_BEFORE = ("عبد", "ابو", "ابي")  # written «عبد الله» and «عبدالله»
JOINED_AFTER = ("الله", "الدين")
SHORTEST_HEAD = 3  # letters: «عبد الله», but not «من الله»
SPLIT_HEADS = ("عبد", "ابو")


def spacing_variants(name: NameKey) -> list[NameKey]:
    """Return *name*, and the same with compound words split and joined.

    Newspapers write «عبد الله» and «عبدالله».
    """
    if not any(word.startswith(JOINED_BEFORE) or word in JOINED_AFTER for word in name):
        return [name]
    split = tuple(part for word in name for part in split_compound(word))
    return list(dict.fromkeys((name, split, join_compounds(split))))


def split_compound(word: str) -> tuple[str, ...]:
    """Return the words that *word* joins: «عبدالله» → «عبد», «الله»."""
    for head in SPLIT_HEADS:
        tail = word.removeprefix(head)
        if tail != word and tail.startswith("ال") and len(tail) > len("ال") + 1:
            return (head, tail)
    return (word,)


def join_compounds(split: NameKey) -> NameKey:
    """Return a name with compounds such as «عبد الله» as one word."""
    words: list[str] = []
    for word in split:
        if words and is_compound(words[-1], word):
            words[-1] += word
        else:
            words.append(word)
    return tuple(words)


def is_compound(first: str, second: str) -> bool:
    """Return whether two consecutive words are often written as one."""
    if first in JOINED_BEFORE:
        return True
    return second in JOINED_AFTER and len(first) >= SHORTEST_HEAD
