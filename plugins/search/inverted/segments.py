# SPDX-License-Identifier: AGPL-3.0-or-later
"""Segments: consecutive articles inverted and cached on disk, reused by the next build.

The digest of an article decides whether a segment ends there, whichever articles are
next to it, and each segment numbers its articles from 0. So an article that is edited,
added or removed changes one segment, and all others keep their files.

Source: Manning, Raghavan, Schütze, Introduction to Information Retrieval, 4.2 (sorted
runs); Muthitacharoen, Chen, Mazières, A Low-bandwidth Network File System, SOSP 2001
(boundaries by content).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from plugins.search.arrays import IntArray
from plugins.search.cache import SEGMENT_CODE, code_key, digest, load, save
from plugins.search.inverted.forward_index import ForwardIndex
from plugins.search.inverted.invert import InvertedIndex, SpellingCounts, invert

LINE_END = "\n"  # is in no term and no form

ARTICLES_PER_BOUNDARY = 128  # on average, in an archive of at most
MANY_SEGMENTS = 128  # times as many; the terms of all segments are in memory
LONGEST = 2  # times the average: few articles are inverted again with an edited one
SUFFIX = ".run"


class StoredTexts(Sequence[str]):
    """Terms or forms in a mapped column of UTF-8, decoded when they are asked for.

    A build after an edit needs those of the edited segment only.
    """

    def __init__(self, column: IntArray) -> None:
        self.column = column

    @cached_property
    def texts(self) -> list[str]:
        """All texts."""
        text = self.column.tobytes().decode("utf-8", "surrogatepass")
        return text.split(LINE_END)[:-1]

    def __len__(self) -> int:
        return len(self.texts)

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __getitem__(self, place: Any) -> Any:
        return self.texts[place]


def encode_texts(texts: Iterable[str]) -> IntArray:
    """Return the column that ``StoredTexts`` decodes: a line a text."""
    lines = "".join(f"{text}{LINE_END}" for text in texts)
    return np.frombuffer(lines.encode("utf-8", "surrogatepass"), np.uint8)


@dataclass(frozen=True, slots=True)
class Segment:
    """The articles from number *first* to *end*, and their file in the cache.

    In the file the articles are numbered from 0.
    """

    first: int
    end: int
    path: Path

    def save(self, forward: ForwardIndex) -> None:
        """Invert the articles and write them to the cache."""
        inverted = invert(forward)
        spellings = inverted.spellings
        columns = [
            inverted.starts,
            inverted.articles,
            inverted.gaps,
            inverted.forms,
            spellings.terms,
            spellings.counts,
            spellings.starts,
            spellings.texts,
            forward.lengths,
            encode_texts(inverted.terms),
            encode_texts(inverted.form_texts),
        ]
        save(self.path, None, columns)

    def load(self) -> tuple[InvertedIndex, IntArray] | None:
        """Return the inverted index and the lengths of its articles, if cached."""
        cached = load(self.path)
        if not cached:
            return None
        starts, articles, gaps, forms, *counts, lengths, terms, form_texts = cached[1]
        inverted = InvertedIndex(
            StoredTexts(terms),
            starts,
            articles,
            gaps,
            StoredTexts(form_texts),
            forms,
            SpellingCounts(*counts),
        )
        return inverted, lengths

    def load_written(self) -> tuple[InvertedIndex, IntArray]:
        """Return what ``save`` has written.

        Raises ``FileNotFoundError`` if it cannot be read back.
        """
        if loaded := self.load():
            return loaded
        raise FileNotFoundError(self.path)


def plan_segments(folder: Path, digests: Sequence[bytes], size: int) -> list[Segment]:
    """Return the segments of at most *size* articles, in files of *folder*.

    *digests* are those of all articles, oldest first. The name of a segment's file is
    its cache key.
    """
    plan: list[Segment] = []
    code = code_key(SEGMENT_CODE)
    for first, end in cut_segments(digests, size):
        key = digest(code, *digests[first:end])
        plan.append(Segment(first, end, folder / f"{key.hex()}{SUFFIX}"))
    return plan


def cut_segments(
    digests: Sequence[bytes], size: int, total: int = 0
) -> Iterator[tuple[int, int]]:
    """Yield the first article of each segment, and one after its last.

    *total* are the articles of the archive if *digests* are those of a part of it.
    """
    every = articles_per_boundary(total or len(digests), size)
    longest = min(size, LONGEST * every)
    first = 0
    for number, of_article in enumerate(digests, start=1):
        if (
            ends_segment(of_article, every)
            or number - first == longest
            or number == len(digests)
        ):
            yield first, number
            first = number


def ends_segment(digest_of_article: bytes, every: int) -> bool:
    """Return whether a segment ends with an article, one in *every* on average."""
    return int.from_bytes(digest_of_article[:4], "big") % every == 0


def articles_per_boundary(count: int, size: int) -> int:
    """Return how many articles a segment has on average.

    An archive of more than ``ARTICLES_PER_BOUNDARY * MANY_SEGMENTS`` articles has
    segments of twice as many, and so on; none is larger than *size*.
    """
    every = ARTICLES_PER_BOUNDARY
    while every * MANY_SEGMENTS < count:
        every *= 2
    return max(1, min(every, size // 2))


def remove_unused(folder: Path, plan: Iterable[Segment]) -> None:
    """Remove the files of segments that are not in *plan*."""
    used = {segment.path for segment in plan}
    for path in folder.glob(f"*{SUFFIX}"):
        if path not in used:
            path.unlink(missing_ok=True)
