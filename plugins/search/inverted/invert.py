# SPDX-License-Identifier: AGPL-3.0-or-later
"""Inverts a forward index: for each term the positions at which it occurs.

A term has one positions list per field. The lists of all terms are stored one after
another: with two fields (title, body), list 6 is the title of term 3, list 7 its body.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from arabic.stem import ARTICLE
from arabic.terms import FORM_SIGN, analysed_lines
from plugins.search.arrays import (
    IntArray,
    concat_ranges,
    offsets,
    pack_u32_pairs,
    sizes_of,
    stable_argsort,
    unpack_u32_pairs,
)
from plugins.search.inverted.forward_index import ForwardIndex

# The number of a term, a spelling, and how often the term was written so.
SpellingCount = tuple[int, str, int]
Spellings = tuple[tuple[str, int], ...]  # each with how often it occurs

# What a form must have to be suggested beside the most frequent one of its stem.
MIN_TIMES_OF_FORM = 10
SHARE_OF_FORM = 0.03  # of the occurrences of the stem
MAX_FORMS = 5


def utf16_sort_key(text: str) -> bytes:
    """Return the key by which JavaScript compares strings: their UTF-16 units."""
    return text.encode("utf-16-be")


@dataclass(frozen=True, slots=True)
class SpellingCounts:
    """Spelling counts sorted by term, as columns of which a part can be read."""

    terms: IntArray  # ranks of terms
    counts: IntArray
    starts: IntArray  # of each spelling in *texts*, and the end of the last
    texts: IntArray  # bytes: UTF-8, one line per spelling

    def of_terms(self, terms: IntArray) -> Iterator[SpellingCount]:
        """Yield the counts of *terms* (ascending), which are numbered from 0."""
        firsts = np.searchsorted(self.terms, terms)
        sizes = np.searchsorted(self.terms, terms, side="right") - firsts
        rows = concat_ranges(firsts, sizes)
        starts = self.starts[rows]
        bounds = concat_ranges(starts, self.starts[rows + 1] - starts)
        spellings = self.texts[bounds].tobytes().decode().splitlines()
        numbers = np.repeat(np.arange(len(terms)), sizes).tolist()
        return zip(numbers, spellings, self.counts[rows].tolist(), strict=True)


@dataclass(frozen=True, slots=True)
class InvertedIndex:
    """Terms in JavaScript's order, and the positions of each."""

    terms: Sequence[str]
    starts: IntArray  # of each list among the positions, and the end of the last
    articles: IntArray  # of each position
    # From the previous position in the same article and field; the first from 0.
    gaps: IntArray
    form_texts: Sequence[str]  # sorted
    forms: IntArray  # of each position, its form's number among the texts
    spellings: SpellingCounts

    def terms_of(self, articles: IntArray, fields: int) -> Iterator[str]:
        """Yield the terms that occur in *articles*."""
        positions = np.flatnonzero(np.isin(self.articles, articles))
        lists = np.searchsorted(self.starts, positions, side="right") - 1
        for term in np.unique(lists // fields).tolist():
            yield self.terms[term]


def invert(forward: ForwardIndex) -> InvertedIndex:
    """Return the inverted index of articles that are numbered from 0 on.

    The bodies ``"سد نهر سد"`` and ``"نهر"`` of articles 0 and 1 give: سد in article 0
    at the positions 0 and 2 (gaps 0 and 2), نهر in article 0 at 1, in article 1 at 0.
    """
    fields = forward.lengths.shape[1]
    words = unpack_u32_pairs(forward.readings)[0]
    terms, term_numbers, form_texts, form_numbers = split_words(forward.words)
    term_of_reading = term_numbers[words]
    lengths = forward.lengths.ravel()
    # Text t is field t % fields of article t // fields.
    texts = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
    articles, field_numbers = np.divmod(texts, np.uint32(fields))
    lists = term_of_reading[forward.tokens] * np.uint32(fields) + field_numbers
    starts = offsets(np.bincount(lists, minlength=len(terms) * fields))
    order = stable_argsort(lists)
    texts = texts[order]
    positions = positions_in_texts(lengths)[order]
    return InvertedIndex(
        terms=terms,
        starts=starts,
        articles=articles[order],
        gaps=position_gaps(texts, positions, starts),
        form_texts=form_texts,
        forms=form_numbers[words][forward.tokens][order],
        spellings=count_spellings(forward, term_of_reading),
    )


def split_words(
    words: Sequence[str],
) -> tuple[list[str], IntArray, list[str], IntArray]:
    """Return the sorted terms of *words* and each word's term; then the same of forms.

    Word 0, the end of a line, has the number 0 of both, which is not used.
    """
    pairs = [word.partition(FORM_SIGN) for word in words[1:]]
    terms, term_numbers = number_sorted([pair[0] for pair in pairs], utf16_sort_key)
    forms, form_numbers = number_sorted([pair[2] for pair in pairs], str.encode)
    return terms, term_numbers, forms, form_numbers


def number_sorted(
    texts: Sequence[str], key: Callable[[str], bytes]
) -> tuple[list[str], IntArray]:
    """Return the distinct *texts* sorted, and the number of each text, after a 0."""
    distinct = sorted(set(texts), key=key)
    number_of = {text: number for number, text in enumerate(distinct)}
    numbers = np.fromiter(map(number_of.__getitem__, texts), np.uint32, len(texts))
    return distinct, np.concatenate([np.zeros(1, np.uint32), numbers])


def sort_and_rank(
    texts: Sequence[str], key: Callable[[str], bytes]
) -> tuple[list[str], IntArray]:
    """Return all *texts* but the first in sorted order, and the rank of each text.

    The texts ⏎, نهر and سد are sorted سد and نهر, and their ranks are 0 (of ⏎, which is
    not used), 1 and 0.
    """
    keys = [key(text) for text in texts]
    order = sorted(range(1, len(texts)), key=keys.__getitem__)
    ranks = np.zeros(len(texts), np.uint32)
    ranks[order] = np.arange(len(order))
    return [texts[number] for number in order], ranks


def positions_in_texts(lengths: IntArray) -> IntArray:
    """Return 0, 1, 2 … for the tokens of each text.

    Texts of the *lengths* 2, 0 and 3 have the positions 0, 1, 0, 1 and 2.
    """
    text_starts = offsets(lengths)[:-1]
    starts = np.repeat(text_starts, lengths).astype(np.uint32)
    return np.arange(len(starts), dtype=np.uint32) - starts


def position_gaps(texts: IntArray, positions: IntArray, starts: IntArray) -> IntArray:
    """Return the gap from each position to the previous one of its text and list."""
    gaps = np.diff(positions, prepend=np.uint32(0))
    return np.where(is_first_occurrence(texts, starts), positions, gaps)


def is_first_occurrence(sources: IntArray, starts: IntArray) -> IntArray:
    """Return for each position whether it is the first of its article in its list.

    *sources* are the articles (or texts) of all positions, *starts* where lists begin.
    With the lists 4, 4, 7 and 7, 7 (sources 4, 4, 7, 7, 7; starts 0, 3, 5), the
    positions 0, 2 and 3 are the first of their articles.
    """
    first = np.ones(len(sources), np.bool_)
    np.not_equal(sources[1:], sources[:-1], out=first[1:])
    is_filled = np.diff(starts) > 0
    first[starts[:-1][is_filled]] = True
    return first


def count_spellings(forward: ForwardIndex, term_of_reading: IntArray) -> SpellingCounts:
    """Return how often each term was written with which spelling.

    The bodies ``"السد سد"`` and ``"سد"`` give: سد once as السد and twice as سد.
    """
    _, spelling_numbers = unpack_u32_pairs(forward.readings)
    texts, ranks = sort_and_rank(forward.spellings, str.encode)
    rank_of_reading = ranks[spelling_numbers]
    spelled = np.flatnonzero(spelling_numbers)  # readings with a spelling
    keys = pack_u32_pairs(term_of_reading[spelled], rank_of_reading[spelled])
    spelled = spelled[np.argsort(keys)]
    counts = np.bincount(forward.tokens, minlength=len(forward.readings))
    spelling_ranks = rank_of_reading[spelled].tolist()
    lines = [f"{texts[rank]}\n".encode() for rank in spelling_ranks]
    return SpellingCounts(
        terms=term_of_reading[spelled],
        counts=counts[spelled].astype(np.uint32),
        starts=offsets(sizes_of(lines)),
        texts=np.frombuffer(b"".join(lines), np.uint8),
    )


def frequent_spellings(counts: Iterable[SpellingCount], terms: int) -> list[Spellings]:
    """Return spellings of each of *terms* terms, the most frequent first.

    Of each form only the most frequent one is returned, and of the forms after the
    first only frequent ones: «البحرين» is under the stem of «البحر». Ties are broken by
    the order of strings, so that the index does not depend on the order of segments.
    """
    totals: list[Counter[str]] = [Counter() for _ in range(terms)]
    for term, spelling, count in counts:
        totals[term][spelling] += count
    candidates = [most_frequent(total) for total in totals]
    forms = bare_forms({spelling for pairs in candidates for spelling, _ in pairs})
    return [tuple(distinct_forms(pairs, forms)) for pairs in candidates]


def most_frequent(total: Counter[str]) -> Spellings:
    """Return the spellings that are frequent enough, and the first in any case."""
    by_frequency = sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))
    least = max(MIN_TIMES_OF_FORM, SHARE_OF_FORM * total.total())
    frequent = [pair for pair in by_frequency if pair[1] >= least]
    return tuple(frequent or by_frequency[:1])


def distinct_forms(
    by_frequency: Spellings, forms: Mapping[str, str]
) -> Iterator[tuple[str, int]]:
    """Yield the most frequent spelling of each form, and how often it is."""
    of_term: set[str] = set()
    for spelling, times in by_frequency:
        if len(of_term) == MAX_FORMS:
            return
        if forms[spelling] not in of_term:
            of_term.add(forms[spelling])
            yield spelling, times


def bare_forms(spellings: Collection[str]) -> dict[str, str]:
    """Return the form of each spelling of a word, without its article."""
    return {
        spelling: " ".join(word.form.removeprefix(ARTICLE) for word in words)
        for spelling, words in zip(spellings, analysed_lines(spellings), strict=True)
    }
