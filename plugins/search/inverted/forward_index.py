# SPDX-License-Identifier: AGPL-3.0-or-later
"""The forward index: the terms of each article in reading order, as numbers.

Each distinct chunk of text between white space is analysed only once, however often it
occurs in the articles: that is what makes indexing fast.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

import numpy as np

from arabic.spelling import MARKS
from plugins.search.arrays import IntArray, concat_ranges, offsets, pack_u32_pairs

LETTERS_OR_LINE_END = re.compile(r"[^\W\d_]{2,}|\n")

# Returns the words of a text of many lines, and "\n" after those of each line.
Analyser = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class ForwardIndex:
    """The tokens of consecutive articles, field by field within an article.

    A *word* is a term with its form, as ``arabic.terms.tokens_of_lines`` returns them.
    A *reading* is a pair of a word and the spelling it was read from (without marks).
    Tokens are numbers of readings, so that the most frequent spelling of a term can be
    counted later. A chunk of several words has no spelling.
    """

    words: list[str]  # word 0 is the end of a line, not a word
    spellings: list[str]  # spelling 0 means none
    readings: IntArray  # numbers of word and spelling, packed as pairs
    tokens: IntArray  # the number of each token's reading
    lengths: IntArray  # tokens per field: a row per article, a column per field


class LineTokens(NamedTuple):
    """The tokens of many lines: distinct texts, and their numbers line by line."""

    texts: list[str]  # the first is the end of a line
    numbers: IntArray
    sizes: IntArray  # tokens of each line


def build_forward_index(
    articles: Iterable[Sequence[str]], fields: int, analyse: Analyser
) -> ForwardIndex:
    """Return the forward index of *articles*, each a text for each of *fields*.

    The texts ``"سد نهر"`` and ``"السد"`` have the chunks سد, نهر and السد (numbers 0, 1
    and 2), whose terms are سد, نهر and سد: the tokens are the readings (سد, سد),
    (نهر, نهر) and (سد, السد).
    """
    chunk_numbers, chunk_stream, text_ends = number_chunks(articles)
    lines = "\n".join([*chunk_numbers, ""])  # each distinct chunk on its own line
    words = split_by_line(analyse(lines))
    spellings = split_by_line(LETTERS_OR_LINE_END.findall(MARKS.sub("", lines)))
    readings, reading_numbers = pair_with_spellings(words, spellings)
    words_per_chunk = words.sizes[chunk_stream]
    text_offsets = offsets(words_per_chunk)[text_ends]
    first_words = offsets(words.sizes)[chunk_stream]
    return ForwardIndex(
        words=words.texts,
        spellings=spellings.texts,
        readings=readings,
        tokens=reading_numbers[concat_ranges(first_words, words_per_chunk)],
        lengths=np.diff(text_offsets).reshape(-1, fields),
    )


def number_chunks(
    articles: Iterable[Sequence[str]],
) -> tuple[Iterable[str], IntArray, IntArray]:
    """Return all distinct chunks, the number of each chunk, and where texts end.

    The texts ``"سد نهر"`` and ``"سد"`` are the chunks سد and نهر, the numbers 0, 1 and
    0, and the ends 0 (before the first text), 2 and 3.
    """
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    stream, ends = array("I"), array("Q", [0])
    for texts in articles:
        for text in texts:
            stream.extend(map(numbers.__getitem__, text.split()))
            ends.append(len(stream))
    # ``frombuffer`` refuses an empty buffer.
    chunks = np.frombuffer(stream, np.uint32) if stream else np.empty(0, np.uint32)
    return numbers, chunks, np.frombuffer(ends, np.uint64)


def split_by_line(tokens: Sequence[str]) -> LineTokens:
    """Return *tokens* of many lines, each line followed by the token ``"\\n"``.

    The tokens سد, نهر, ⏎, سد, ⏎ are the texts ⏎, سد and نهر, the numbers 1, 2 and 1,
    and the sizes 2 and 1.
    """
    ids = defaultdict(count(1).__next__, {"\n": 0})
    numbers = np.fromiter(map(ids.__getitem__, tokens), np.uint32, len(tokens))
    is_line_end = numbers == 0
    line_ends = np.flatnonzero(is_line_end)
    sizes = np.diff(line_ends, prepend=-1) - 1
    return LineTokens(list(ids), numbers[~is_line_end], sizes)


def pair_with_spellings(
    words: LineTokens, spellings: LineTokens
) -> tuple[IntArray, IntArray]:
    """Return all readings, and the number of each word's reading.

    A word has a spelling if its line contains exactly one word and one spelling.
    """
    spelling_of_line = np.zeros(len(words.sizes), np.uint32)
    single = (words.sizes == 1) & (spellings.sizes == 1)
    first_of_line = offsets(spellings.sizes)[:-1]
    spelling_of_line[single] = spellings.numbers[first_of_line[single]]
    spelling_of_word = np.repeat(spelling_of_line, words.sizes)
    return np.unique(
        pack_u32_pairs(words.numbers, spelling_of_word), return_inverse=True
    )
