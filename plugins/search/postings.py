# SPDX-License-Identifier: AGPL-3.0-or-later
"""Terms as the index holds them: their articles and frequencies in bits, their places in bytes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np

from plugins.search.bits import Codes, golomb, joined, orders_for, packed
from plugins.search.forward import Numbers, beginnings
from plugins.search.index import Block
from plugins.search.inverted import opening
from plugins.search.varint import sizes, varints

ORDER_BITS = 5
LENGTH_ORDER = 3  # of the codes of a title's length
SIZE_ORDER = 5  # of the code of a term's bits


@dataclass(frozen=True, slots=True)
class Postings:
    """The terms of a block in codes, and the gaps of their places."""

    terms: Sequence[str]
    spellings: Sequence[str]
    articles: Numbers  # how many hold each term, in the field where they are most
    codes: Codes
    code_starts: Numbers  # of each term, and the end of the last
    gaps: Numbers
    gap_starts: Numbers

    def rows(self) -> Iterator["Row"]:
        """Yield each term."""
        bits = (
            np.add.reduceat(self.codes.widths, self.code_starts[:-1], dtype=np.int64)
            if self.terms
            else np.zeros(0)
        )
        for number, (term, size) in enumerate(
            zip(self.terms, (bits // 8).tolist(), strict=True)
        ):
            yield Row(term, int(size) + len(term), self, number)


class Row(NamedTuple):
    """A term as shards are cut of them: how long it is about, and where its postings are."""

    term: str
    size: int
    held: Postings
    number: int  # among those of the block, or where it is not read, among all


NOTHING = np.empty(0, np.uint32)
UNREAD = Postings((), (), NOTHING, Codes(NOTHING, NOTHING), NOTHING, NOTHING, NOTHING)


def in_codes(block: Block, lengths: Sequence[Numbers | None]) -> Postings:
    """Return a block in codes, list after list: the number of articles, the order of their gaps, gaps and frequencies.

    Before the lists of a term stands how many bits they are, so that a reader goes past all terms but one.
    A gap is the one between two articles less one, a frequency is less one. Given the *lengths* of a field in all
    articles, that of each article follows: a title is so short, and is asked for so seldom, that no table pays.
    """
    fields = len(lengths)
    lists = lists_of(block)
    columns = np.tile([2 if one is None else 3 for one in lengths], len(block.terms))
    opening_terms = np.arange(len(lists.counts)) % fields == 0
    starts = beginnings(
        np.where(lists.counts > 0, 2 + lists.counts * columns, 1) + opening_terms
    )
    firsts = starts[:-1] + opening_terms  # of each list's own codes
    codes = Codes(np.zeros(starts[-1], np.uint32), np.zeros(starts[-1], np.uint8))
    orders = put_heads(codes, firsts, lists)
    at = np.repeat(firsts + 2 - lists.starts[:-1] * columns, lists.counts)
    at += np.arange(len(lists.articles)) * np.repeat(columns, lists.counts)
    put(
        codes,
        at,
        golomb(lists.gaps(), np.repeat(orders, lists.counts[lists.counts > 0])),
    )
    put(codes, at + 1, golomb(lists.frequencies - 1, 0))
    put_lengths(codes, at + 2, lists, lengths)
    put_sizes(codes, starts[:-1:fields])
    return Postings(
        block.terms,
        block.spellings,
        lists.counts.reshape(-1, fields).max(axis=1),
        codes,
        starts[::fields],
        block.gaps,
        block.starts[::fields],
    )


class Lists(NamedTuple):
    """The articles of each list one after another, how often the term is in each, and where lists begin and end."""

    articles: Numbers
    frequencies: Numbers
    starts: Numbers

    @property
    def counts(self) -> Numbers:
        """How many articles each list holds."""
        return np.diff(self.starts)

    @property
    def firsts(self) -> Numbers:
        """Where each list begins that holds any."""
        return self.starts[:-1][self.counts > 0]

    def gaps(self) -> Numbers:
        """Return for each article the gap from the one before in its list less one; for the first its number."""
        gaps = np.diff(self.articles, prepend=0) - 1
        gaps[self.firsts] = self.articles[self.firsts]
        return gaps


def lists_of(block: Block) -> Lists:
    """Return the lists of a block, whose places are told one by one, article by article."""
    heads = np.flatnonzero(opening(block.articles, block.starts))
    frequencies = np.diff(heads, append=len(block.articles))
    return Lists(
        block.articles[heads].astype(np.int64),
        frequencies,
        np.searchsorted(heads, block.starts),
    )


def put_heads(codes: Codes, at: Numbers, lists: Lists) -> Numbers:
    """Write before each list how many articles it holds, and if any the order of their gaps; return those orders."""
    held = lists.counts > 0
    put(codes, at, golomb(lists.counts, 0))
    orders = orders_for(
        (lists.articles[lists.starts[1:][held] - 1] + 1) / lists.counts[held]
    )
    put(codes, at[held] + 1, Codes(orders, np.full(len(orders), ORDER_BITS)))
    return orders


def put_lengths(
    codes: Codes, at: Numbers, lists: Lists, lengths: Sequence[Numbers | None]
) -> None:
    """Write how long each article is, in the lists of those fields of which *lengths* are told."""
    field = np.repeat(np.arange(len(lists.counts)) % len(lengths), lists.counts)
    for number, known in enumerate(lengths):
        if known is not None:
            mine = field == number
            put(
                codes,
                at[mine],
                golomb(known[lists.articles[mine]].astype(np.int64), LENGTH_ORDER),
            )


def put_sizes(codes: Codes, at: Numbers) -> None:
    """Write, where each term begins, how many bits its codes are."""
    bits = np.add.reduceat(codes.widths, at, dtype=np.int64) if len(at) else at
    put(codes, at, golomb(bits, SIZE_ORDER))


def put(codes: Codes, at: Numbers, some: Codes) -> None:
    """Write *some* codes to their places."""
    codes.values[at] = some.values
    codes.widths[at] = some.widths


class Content(NamedTuple):
    """What a shard holds: its postings in bits, the places of its terms in bytes."""

    postings: bytes
    places: bytes


def contents(shards: Sequence[Sequence[Row]]) -> list[Content]:
    """Return what each of *shards* holds, all of them coded at once."""
    codes, gaps, code_sizes, gap_sizes = [], [], [], []
    for shard in shards:
        pieces = [
            piece(list(rows)) for _, rows in groupby(shard, lambda row: id(row.held))
        ]
        codes += [one for one, _ in pieces]
        gaps += [one for _, one in pieces]
        code_sizes.append(sum(len(one.values) for one, _ in pieces))
        gap_sizes.append(sum(len(one) for _, one in pieces))
    numbers = np.concatenate(gaps)
    edges = beginnings(sizes(numbers))[beginnings(np.array(gap_sizes))].tolist()
    places = varints(numbers)
    bits = packed(joined(codes), beginnings(np.array(code_sizes)))
    return [
        Content(one, places[first:end])
        for one, first, end in zip(bits, edges[:-1], edges[1:], strict=True)
    ]


def piece(rows: Sequence[Row]) -> tuple[Codes, Numbers]:
    """Return the codes and the gaps of consecutive terms of a block."""
    held, first, end = rows[0].held, rows[0].number, rows[-1].number + 1
    codes = held.codes.part(held.code_starts[first], held.code_starts[end])
    return codes, held.gaps[held.gap_starts[first] : held.gap_starts[end]]
