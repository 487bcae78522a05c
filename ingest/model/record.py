# SPDX-License-Identifier: AGPL-3.0-or-later
"""What passes between the stages of ingest: pieces of input, and what was found in each."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


class UnreadableInput(ValueError):
    """An input that holds no article we can read; the message is the reason."""


class SetAside(UnreadableInput):
    """An input that is rightly no article of the archive: a draft, a front page."""


class Block(NamedTuple):
    """A block of the body as plain text; *kind* is paragraph, heading, quote, item or rule."""

    kind: str
    text: str


class Failure(NamedTuple):
    """An input or a part of one that became no article, and why.

    *aside*: it rightly is none (a draft). *passing*: not its bytes alone are to blame, and it is tried again.
    """

    name: str
    reason: str
    aside: bool = False
    passing: bool = False


class Figure(NamedTuple):
    """A picture of the text: how many letters of the page stand before it, where it may be found, what it shows."""

    place: int
    addresses: tuple[str, ...]
    alt: str
    caption: str
    file: str = ""  # in the archive, "" if the picture is not kept


class Fact(NamedTuple):
    """A candidate for a *field*: what was found, and where (json-ld, meta, byline, field, url …)."""

    field: str
    value: str
    origin: str


class Cut(NamedTuple):
    """A line that was left out: the rule that cut it, and its place among the blocks of the input."""

    rule: str
    position: int
    text: str


class Home(NamedTuple):
    """Where a piece comes from: a folder of the scrape or a zip, and a file of some kind in it."""

    container: Path
    member: str
    kind: str  # of SPLITTERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The bytes of one article in one input: a page, a dump, a record of a data set."""

    kind: str  # dump | html | record
    data: bytes
    sha256: str  # of the data
    original: str  # file under raw/, with #number for a record inside it
    name: str  # of the input, from the path that was given on
    facts: tuple[Fact, ...] = ()  # what the container knows of it
    home: Home | None = None  # of a page, for its pictures


class Record(NamedTuple):
    """Everything that was read from a piece, nothing decided yet; a tuple, for it is replaced at every step."""

    facts: tuple[Fact, ...]
    blocks: tuple[Block, ...]
    method: str  # dump | field | trafilatura | readability | paragraphs | the name of a source's module
    confidence: float = 1.0
    kept: float = 1.0  # share of the input's running text that the blocks hold
    cuts: tuple[Cut, ...] = ()
    repairs: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    letters: str = ""  # of the page, by which the figures have their places

    def values(self, field: str, *origins: str) -> list[str]:
        """Return the values found for *field*, in order; from *origins* only, if any are named."""
        return [
            fact.value
            for fact in self.facts
            if fact.field == field and (not origins or fact.origin in origins)
        ]

    def first(self, field: str, *origins: str) -> str:
        """Return the first of the values found for *field*, "" if there is none."""
        return next(iter(self.values(field, *origins)), "")

    def with_facts(self, *facts: Fact) -> "Record":
        """Return the record with *facts* added behind its own."""
        return self._replace(facts=(*self.facts, *facts))
