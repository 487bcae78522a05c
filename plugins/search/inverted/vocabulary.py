# SPDX-License-Identifier: AGPL-3.0-or-later
"""All texts (terms or forms) of an index, sorted, and their ranks in each segment.

To sort the texts of all segments again would take longer than to index an edited
article. So the sorted texts and the ranks are cached; a build looks up only the texts
of new segments, and shifts the cached ranks by what is inserted and removed.

Example: the segments A (سد, نهر) and B (بحر, نهر) have the vocabulary بحر, سد, نهر; the
ranks of A are 1 and 2. B is replaced by C (جبل, نهر): بحر goes, جبل comes before سد.
The ranks of A are again 1 and 2, those of C are 0 and 2.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress, count, pairwise
from pathlib import Path

import numpy as np

from plugins.search.arrays import IntArray, offsets, sizes_of
from plugins.search.cache import SEGMENT_CODE, code_key, load, save
from plugins.search.inverted.invert import utf16_sort_key

Texts = Sequence[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The sorted *texts*, and the ranks of those of each segment, by its file name."""

    texts: Texts
    ranks: Mapping[str, IntArray]


EMPTY = Vocabulary([], {})


def update_vocabulary(former: Vocabulary, segments: Mapping[str, Texts]) -> Vocabulary:
    """Return the vocabulary of *segments*, given by file name with their sorted texts.

    Segments of *former* have the texts that they had.
    """
    kept = {name: former.ranks[name] for name in segments if name in former.ranks}
    new = [texts for name, texts in segments.items() if name not in kept]
    if not new and len(kept) == len(former.ranks):
        return former
    rank_of = dict(zip(former.texts, count(), strict=False))
    distinct = set(chain.from_iterable(new))
    is_used = np.zeros(len(former.texts), np.bool_)
    for ranks in kept.values():
        is_used[ranks] = True
    is_used[[rank_of[text] for text in distinct if text in rank_of]] = True
    added = sorted(distinct - rank_of.keys(), key=utf16_sort_key)
    remaining = list(compress(former.texts, is_used.tolist()))
    texts, shifted = insert_sorted(remaining, added)
    # Of a text that is gone, the rank of no other text: no kept segment has it.
    rank_after = shifted[np.cumsum(is_used) - 1] if len(remaining) else shifted
    rank_of = dict(zip(texts, count(), strict=False)) if new else {}
    return Vocabulary(
        texts,
        {
            name: rank_after[kept[name]] if name in kept else look_up(rank_of, own)
            for name, own in segments.items()
        },
    )


def insert_sorted(texts: Texts, added: Texts) -> tuple[list[str], IntArray]:
    """Return *texts* with those of *added*, and the new rank of each of *texts*.

    Both are sorted. سد, نهر with بحر, شط inserted is بحر, سد, شط, نهر; the ranks of سد
    and نهر are 1 and 3.
    """
    places = [
        bisect_left(texts, utf16_sort_key(text), key=utf16_sort_key) for text in added
    ]
    merged: list[str] = list(texts[: places[0]]) if places else list(texts)
    for text, (place, following) in zip(
        added, pairwise([*places, len(texts)]), strict=True
    ):
        merged.append(text)
        merged += texts[place:following]
    numbers = np.arange(len(texts))
    return merged, numbers + np.searchsorted(np.array(places), numbers, side="right")


def look_up(rank_of: Mapping[str, int], texts: Texts) -> IntArray:
    """Return the rank of each of *texts*."""
    return np.fromiter(map(rank_of.__getitem__, texts), np.int64, len(texts))


def load_vocabularies(path: Path) -> tuple[Vocabulary, Vocabulary]:
    """Return the vocabularies of terms and of forms that an earlier build saved."""
    entry = load(path)
    if entry is None or entry[0][0] != code_key(SEGMENT_CODE).hex():
        return EMPTY, EMPTY
    (_, names, terms, forms), columns = entry
    of_terms, of_forms = split(*columns[:2]), split(*columns[2:])
    return (
        Vocabulary(terms, dict(zip(names, of_terms, strict=True))),
        Vocabulary(forms, dict(zip(names, of_forms, strict=True))),
    )


def save_vocabularies(path: Path, terms: Vocabulary, forms: Vocabulary) -> None:
    """Write both vocabularies, of the same segments."""
    value = (code_key(SEGMENT_CODE).hex(), list(terms.ranks), terms.texts, forms.texts)
    columns = [*join(terms.ranks), *join(forms.ranks)]
    save(path, value, columns)


def join(ranks: Mapping[str, IntArray]) -> tuple[IntArray, IntArray]:
    """Return the ranks of all segments one after another, and where each begins."""
    of_all = [np.empty(0, np.uint32), *ranks.values()]
    return np.concatenate(of_all).astype(np.uint32), offsets(sizes_of(of_all[1:]))


def split(ranks: IntArray, starts: IntArray) -> list[IntArray]:
    """Return the ranks of each segment that ``join`` has joined."""
    numbers = ranks.astype(np.int64)
    return [numbers[first:end] for first, end in pairwise(starts.tolist())]
