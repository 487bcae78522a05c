# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consecutive articles, inverted and kept on disk: those that a build has left there the next one takes as they are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.search.cache import digest, load, rules, save
from plugins.search.forward import Forward, Numbers
from plugins.search.inverted import Inverted, Spelled, inverted

SMALL = 8  # partitions below the full size; where an added article would make more, it joins the last one


@dataclass(frozen=True, slots=True)
class Partition:
    """The articles from number *first* to *end*, and the file that holds them inverted."""

    first: int
    end: int
    path: Path

    def save(self, held: Forward) -> None:
        """Keep the articles, of which *held* are the words."""
        part = inverted(held, self.first)
        spelled = part.spelled
        columns = [
            part.starts,
            part.articles,
            part.gaps,
            spelled.terms,
            spelled.times,
            spelled.starts,
            spelled.texts,
        ]
        save(self.path, list(part.terms), [*columns, held.lengths])

    def load(self) -> tuple[Inverted, Numbers] | None:
        """Return the articles inverted, and their lengths; nothing where they are not kept or damaged."""
        found = load(self.path)
        if not found:
            return None
        terms, (starts, articles, gaps, *spelled, lengths) = found
        return Inverted(terms, starts, articles, gaps, Spelled(*spelled)), lengths

    def made(self) -> tuple[Inverted, Numbers]:
        """Return what ``save`` has just written. Raises ``FileNotFoundError`` where it cannot be read back."""
        if found := self.load():
            return found
        raise FileNotFoundError(self.path)


@dataclass(frozen=True, slots=True)
class Kept:
    """The folder of partitions, and the digests of all articles there are now, oldest first."""

    folder: Path
    digests: Sequence[bytes]

    def partition(self, first: int, end: int) -> Partition:
        """Return the partition of these articles; its file is named by a digest of all that decides what it holds."""
        name = digest(rules(), *self.digests[first:end]).hex()
        return Partition(first, end, self.folder / f"{first}-{end}-{name}.run")

    def plan(self, size: int) -> list[Partition]:
        """Return partitions of all articles, *size* to each that is not there yet."""
        plan = self.known()
        while sum(one.end - one.first < size for one in plan) > SMALL:
            plan.pop()
        done = plan[-1].end if plan else 0
        firsts = range(done, len(self.digests), size)
        return plan + [
            self.partition(first, min(first + size, len(self.digests)))
            for first in firsts
        ]

    def known(self) -> list[Partition]:
        """Return the partitions that are there, one after another from the first article on."""
        ends = defaultdict(list)
        for path in self.folder.glob("*.run"):
            first, end = map(int, path.stem.split("-")[:2])
            ends[first].append(end)
        plan: list[Partition] = []
        while found := self.longest(plan[-1].end if plan else 0, ends):
            plan.append(found)
        return plan

    def longest(self, first: int, ends: dict[int, list[int]]) -> Partition | None:
        """Return the largest partition that is there and begins at an article."""
        fitting = sorted(
            (end for end in ends.get(first, ()) if end <= len(self.digests)),
            reverse=True,
        )
        some = (self.partition(first, end) for end in fitting)
        return next((one for one in some if one.path.exists()), None)

    def forget(self, plan: Sequence[Partition]) -> None:
        """Remove the partitions that are not in *plan*."""
        for path in set(self.folder.glob("*.run")).difference(one.path for one in plan):
            path.unlink(missing_ok=True)
