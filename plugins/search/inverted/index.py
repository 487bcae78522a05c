# SPDX-License-Identifier: AGPL-3.0-or-later
"""The index of an archive, oldest article first: its segments, terms and lengths.

The index contains term frequencies, never weights: those change with every added
article. The browser computes weights from the counts in the root file.
"""

import os
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np

from plugins.search.arrays import IntArray
from plugins.search.inverted.forward_index import Analyser, build_forward_index
from plugins.search.inverted.invert import InvertedIndex
from plugins.search.inverted.merge import (
    Block,
    LoadedSegment,
    block_bounds,
    merge_pieces,
    slice_segment,
)
from plugins.search.inverted.segments import Segment, plan_segments
from plugins.search.inverted.vocabulary import (
    Vocabulary,
    load_vocabularies,
    save_vocabularies,
    update_vocabulary,
)
from storage.child_process import run_parallel
from storage.progress import print_counts

Article = TypeVar("Article")

VOCABULARY = "vocabulary"  # file of the cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """All articles and terms; blocks of postings are merged when they are asked for."""

    fields: tuple[str, ...]
    digests: Sequence[bytes]  # of the articles' texts
    lengths: IntArray  # tokens per field: a row per article, a column per field
    terms: Sequence[str]  # in JavaScript's order
    form_texts: Sequence[str]
    plan: Sequence[Segment]
    segments: Sequence[LoadedSegment]  # those of the plan

    @property
    def count(self) -> int:
        """The number of articles."""
        return len(self.digests)

    def terms_of(self, articles: Sequence[int]) -> Iterator[str]:
        """Yield the terms of *articles*, given by number in ascending order."""
        for segment, loaded in zip(self.plan, self.segments, strict=True):
            yield from terms_in_segment(
                segment, loaded.inverted, articles, len(self.fields)
            )

    def blocks(self) -> Iterator[Block]:
        """Yield all terms once, in blocks, in the order of JavaScript's strings."""
        bounds = block_bounds(self.position_counts())
        for first, end in pairwise(bounds):
            yield self.block(np.arange(first, end))

    def position_counts(self) -> IntArray:
        """Return the number of positions of each term."""
        counts = np.zeros(len(self.terms), np.int64)
        for segment in self.segments:
            starts = segment.inverted.starts[:: len(self.fields)]
            counts[segment.ranks] += np.diff(starts)
        return counts

    def block(self, numbers: IntArray) -> Block:
        """Return the terms *numbers* (ascending), merged from all segments."""
        fields = len(self.fields)
        pieces = (slice_segment(segment, numbers, fields) for segment in self.segments)
        terms = [self.terms[number] for number in numbers.tolist()]
        filled = [piece for piece in pieces if piece is not None]
        return merge_pieces(terms, filled, fields, self.form_texts)


def build_index(  # noqa: PLR0913 – all decide what the index contains
    fields: Sequence[str],
    analyse: Analyser,
    articles: Sequence[Article],
    texts: Callable[[Article], Sequence[str]],
    digest_of: Callable[[Article], bytes],
    *,
    size: int,
    folder: Path,
) -> Index:
    """Return the index of *articles* in segments of at most *size* articles.

    *texts* returns the text of each field of an article, *digest_of* their digest.
    Segments are cached in *folder*; those that an earlier build has left there are
    reused.
    """
    digests = list(map(digest_of, articles))
    plan = plan_segments(folder, digests, size)

    def write_segments(segments: Sequence[Segment]) -> None:
        numbers = [n for segment in segments for n in range(segment.first, segment.end)]
        selected = (articles[number] for number in numbers)
        counted = print_counts(selected, len(numbers), "index")
        for segment in segments:
            own = islice(counted, segment.end - segment.first)
            field_texts = (texts(article) for article in own)
            segment.save(build_forward_index(field_texts, len(fields), analyse))

    loaded = load_or_write(plan, write_segments)
    terms, forms = merge_vocabularies(folder / VOCABULARY, plan, loaded)
    no_articles = np.empty((0, len(fields)), np.int64)
    return Index(
        fields=tuple(fields),
        digests=digests,
        lengths=np.concatenate([no_articles, *(lengths for _, lengths in loaded)]),
        terms=terms.texts,
        form_texts=forms.texts,
        plan=plan,
        segments=[
            LoadedSegment(
                segment.first,
                inverted,
                terms.ranks[segment.path.name],
                forms.ranks[segment.path.name],
            )
            for segment, (inverted, _) in zip(plan, loaded, strict=True)
        ],
    )


def merge_vocabularies(
    path: Path,
    plan: Sequence[Segment],
    loaded: Sequence[tuple[InvertedIndex, IntArray]],
) -> tuple[Vocabulary, Vocabulary]:
    """Return all terms and all forms of the segments, cached in the file *path*."""
    former_terms, former_forms = load_vocabularies(path)
    names = [segment.path.name for segment in plan]
    inverted = [of_segment for of_segment, _ in loaded]
    of_terms = dict(zip(names, (each.terms for each in inverted), strict=True))
    of_forms = dict(zip(names, (each.form_texts for each in inverted), strict=True))
    terms = update_vocabulary(former_terms, of_terms)
    forms = update_vocabulary(former_forms, of_forms)
    if terms is not former_terms or forms is not former_forms:
        save_vocabularies(path, terms, forms)
    return terms, forms


def load_or_write(
    plan: Sequence[Segment], write: Callable[[Sequence[Segment]], None]
) -> list[tuple[InvertedIndex, IntArray]]:
    """Return the segments of *plan*; *write* builds those not cached, on all cores."""
    cached = {segment: segment.load() for segment in plan}
    missing = [segment for segment in plan if cached[segment] is None]
    shares = min(os.cpu_count() or 1, len(missing))
    run_parallel(partial(write, missing[share::shares]) for share in range(shares))
    return [cached[segment] or segment.load_written() for segment in plan]


def terms_in_segment(
    segment: Segment, inverted: InvertedIndex, articles: Sequence[int], fields: int
) -> Iterator[str]:
    """Yield the terms of those of *articles* (ascending) that are in a segment."""
    first, end = (bisect_left(articles, n) for n in (segment.first, segment.end))
    if first < end:
        numbers = np.array(articles[first:end]) - segment.first
        yield from inverted.terms_of(numbers, fields)
