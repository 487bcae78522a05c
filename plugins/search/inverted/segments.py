# SPDX-License-Identifier: AGPL-3.0-or-later
"""Segments: consecutive articles inverted and cached on disk, reused by the next build.

Source: Manning, Raghavan, Schütze, Introduction to Information Retrieval, 4.2 (sorted
runs) and 4.5 (a logarithmic number of small indexes).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.search.arrays import IntArray
from plugins.search.cache import SEGMENT_CODE, code_key, digest, load, save
from plugins.search.inverted.forward_index import ForwardIndex
from plugins.search.inverted.invert import InvertedIndex, SpellingCounts, invert

MOST_SMALL = 8  # segments below the full size; an added article would make one more
SUFFIX = ".run"


@dataclass(frozen=True, slots=True)
class Segment:
    """The articles from number *first* to *end*, and their file in the cache."""

    first: int
    end: int
    path: Path

    def save(self, forward: ForwardIndex) -> None:
        """Invert the articles and write them to the cache."""
        inverted = invert(forward, self.first)
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
        ]
        texts = list(inverted.terms), list(inverted.form_texts)
        save(self.path, texts, columns)

    def load(self) -> tuple[InvertedIndex, IntArray] | None:
        """Return the inverted index and the lengths of its articles, if cached."""
        cached = load(self.path)
        if not cached:
            return None
        (terms, form_texts), (starts, articles, gaps, forms, *counts, lengths) = cached
        inverted = InvertedIndex(
            terms, starts, articles, gaps, form_texts, forms, SpellingCounts(*counts)
        )
        return inverted, lengths

    def load_written(self) -> tuple[InvertedIndex, IntArray]:
        """Return what ``save`` has written.

        Raises ``FileNotFoundError`` if it cannot be read back.
        """
        if loaded := self.load():
            return loaded
        raise FileNotFoundError(self.path)


@dataclass(frozen=True, slots=True)
class SegmentCache:
    """The folder of segments, and the digests of all current articles, oldest first."""

    folder: Path
    digests: Sequence[bytes]

    def segment(self, first: int, end: int) -> Segment:
        """Return the segment of these articles; its file name is its cache key."""
        key = digest(code_key(SEGMENT_CODE), *self.digests[first:end])
        name = f"{first}-{end}-{key.hex()}{SUFFIX}"
        return Segment(first, end, self.folder / name)

    def plan(self, size: int) -> list[Segment]:
        """Return segments of all articles: cached ones, then new ones of *size*.

        Small cached segments are dropped from the end while there are more than
        ``MOST_SMALL``; their articles are indexed again in a larger one. With a size of
        100 and 9 cached segments of 1 article after one of 100, the plan is the first
        one and a new one of 9 articles.
        """
        plan = self.consecutive_cached()
        while sum(segment.end - segment.first < size for segment in plan) > MOST_SMALL:
            plan.pop()
        done, count = plan[-1].end if plan else 0, len(self.digests)
        for first in range(done, count, size):
            plan.append(self.segment(first, min(first + size, count)))
        return plan

    def consecutive_cached(self) -> list[Segment]:
        """Return cached segments, one after another from the first article on."""
        ends = defaultdict(list)
        for path in self.folder.glob(f"*{SUFFIX}"):
            first, end = map(int, path.stem.split("-")[:2])
            ends[first].append(end)
        segments: list[Segment] = []
        done = 0
        while segment := self.longest_cached(done, ends[done]):
            segments.append(segment)
            done = segment.end
        return segments

    def longest_cached(self, first: int, ends: Sequence[int]) -> Segment | None:
        """Return the largest cached segment that begins at article *first*."""
        for end in sorted(ends, reverse=True):
            if end <= len(self.digests):
                segment = self.segment(first, end)
                if segment.path.exists():
                    return segment
        return None

    def remove_unused(self, plan: Sequence[Segment]) -> None:
        """Remove the files of segments that are not in *plan*."""
        used = {segment.path for segment in plan}
        for path in self.folder.glob(f"*{SUFFIX}"):
            if path not in used:
                path.unlink(missing_ok=True)
