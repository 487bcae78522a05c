# SPDX-License-Identifier: AGPL-3.0-or-later
"""The values that pass between the stages of ingest.

An input file is split into `RawArticle` values (bytes), each is read as an
`ExtractedArticle` (text blocks and candidate facts), and editing decides the
`ingest.model.article.Article`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple


class UnreadableInput(ValueError):
    """An input without a readable article; the message is the reason.

    *facts* are what is known of it all the same: the report counts it under its
    newspaper and month.
    """

    facts: tuple["Fact", ...] = ()


class SetAside(UnreadableInput):
    """An input that correctly yields no article: a draft, a front page."""


class Block(NamedTuple):
    """A block of body text.

    *kind* is paragraph, heading, quote, item, table, code or rule. In a table, a line
    is a row and a tab separates its cells; the first row is the header.
    """

    kind: str
    text: str


class BlockPlace(NamedTuple):
    """Where a block is in the DOM of its page.

    *path* has the tags and classes around it. *in_text*: it is one of the paragraphs
    of the running text, not in a box of its own.
    """

    path: str
    in_text: bool


class Failure(NamedTuple):
    """An input, or a part of one, that yielded no article, and why.

    *aside*: it correctly yields none (a draft). *transient*: its bytes alone are not
    the cause, so the next run tries it again. *source* and *month* (2021-05) are ""
    where they are unknown.
    """

    name: str
    reason: str
    aside: bool = False
    transient: bool = False
    source: str = ""
    month: str = ""


class Progress(NamedTuple):
    """What a splitter yields while it works through bytes without any piece.

    It renews the limit of processor time.
    """


class PassedOver(NamedTuple):
    """Parts of an input that are no articles by their kind: only counted.

    *source* is the newspaper, "" where it is unknown.
    """

    reason: str
    parts: int = 1
    source: str = ""


class Figure(NamedTuple):
    """An image of the text.

    *position* is the number of letters of the page before it, *addresses* are the URLs
    where it may be found, the best first.
    """

    position: int
    addresses: tuple[str, ...]
    alt: str
    caption: str
    file: str = ""  # in the archive, "" if the image is not stored


class Fact(NamedTuple):
    """A candidate value of a metadata *field*.

    *origin* is where it was found: json-ld, meta, byline, field, url …
    """

    field: str
    value: str
    origin: str


class Cut(NamedTuple):
    """A line that was removed: the rule that matched, its index among the blocks."""

    rule: str
    position: int
    text: str


class ScrapeFile(NamedTuple):
    """The file that a page comes from: in a folder of the scrape or in a zip file."""

    container: Path
    member: str
    kind: str  # of SPLITTERS


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle:
    """The bytes of one article in an input: a page, a text dump, a dataset row."""

    kind: str  # dump | html | record
    data: bytes
    sha256: str  # of the data
    original: str  # file under raw/, with #number for a row inside it
    name: str  # of the input, starting at the path given on the command line
    facts: tuple[Fact, ...] = ()  # metadata of the container
    scrape_file: ScrapeFile | None = None  # of a page, to locate its images


class RecordFields(NamedTuple):
    """Names of the fields of a record of a dataset.

    *unread* are those that are no field of ours, *chosen* those that the command line
    gave and the record has. *damage* has notes on its cells.
    """

    unread: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    damage: tuple[str, ...] = ()


class ExtractedArticle(NamedTuple):
    """Everything extracted from a raw article, before anything is decided.

    A tuple, because every editing step replaces it.
    """

    facts: tuple[Fact, ...]
    blocks: tuple[Block, ...]
    # dump | field | trafilatura | readability | paragraphs | a module of sources/
    method: str
    confidence: float = 1.0
    kept_share: float = 1.0  # share of the input's running text that is in the blocks
    cuts: tuple[Cut, ...] = ()
    repairs: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    page_letters: str = ""  # of the page: positions of figures are offsets in it
    fields: RecordFields = RecordFields()
    places: Mapping[str, BlockPlace] = MappingProxyType({})  # by letters of blocks

    def values_of(self, field: str, *origins: str) -> list[str]:
        """Return the candidates of *field* in order; from *origins* only, if any."""
        return [
            fact.value
            for fact in self.facts
            if fact.field == field and (not origins or fact.origin in origins)
        ]

    def first_value(self, field: str, *origins: str) -> str:
        """Return the first candidate of *field*, "" if there is none."""
        return next(iter(self.values_of(field, *origins)), "")

    def with_facts(self, *facts: Fact) -> "ExtractedArticle":
        """Return a copy with *facts* appended to its own."""
        return self._replace(facts=(*self.facts, *facts))


@contextmanager
def known_facts(facts: tuple[Fact, ...]) -> Iterator[None]:
    """Attach *facts* to an ``UnreadableInput`` that is raised inside."""
    try:
        yield
    except UnreadableInput as error:
        error.facts = facts
        raise
