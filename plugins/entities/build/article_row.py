# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a build stores of an article's names, so that the next one need not read them.

A row has texts, numbers and tuples of them only. Long rows are flat tuples of the
fields one after the other, for a tuple for each name would take most of the memory.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from plugins.contract import ArchiveArticle
from plugins.entities.build.article_text import title_part
from plugins.entities.discover.candidates import (
    Evidence,
    evidence_of,
    short_form,
    typed_key,
)
from plugins.entities.discover.variants import ShortForm, TypedKey
from plugins.entities.lists.known_entity import KnownEntity
from plugins.entities.lists.word_keys import plain_spelling
from plugins.entities.match.finder import Mention
from plugins.entities.resolve.reconcile import ArticleNames, UnlinkedName

Published = Mapping[TypedKey, KnownEntity]  # by each of the names of a candidate


class Interned(dict[Any, Any]):
    """Equal values become the same object: it is stored once, and takes memory once."""

    def __missing__(self, value: Any) -> Any:
        self[value] = value
        return value


class ArticleInputs(NamedTuple):
    """What decides the names of an article, besides the finder, and its day."""

    text: bytes  # SHA-256
    home: str  # the country of the newspaper
    title: int  # characters before the body
    day: int  # ordinal; 0 without one


class ArticleRow(NamedTuple):
    """The names of an article, and the entities that they are mentions of."""

    inputs: ArticleInputs
    unlinked: tuple[TypedKey, ...]
    supports: tuple[Any, ...]  # spelling, confidence, quoted of each unlinked name
    short_forms: tuple[ShortForm, ...]
    entities: tuple[str, ...] = ()  # ids, in the order of the first mentions
    spellings: tuple[str, ...] = ()  # id and spelling of each mention
    named: tuple[Any, ...] = ()  # start, end and id of first mentions in the body

    def evidence(self, article: str) -> Iterator[Evidence]:
        """Yield what each unlinked name contributes to its candidate."""
        fields = iter(self.supports)
        for spelling, confidence, quoted in zip(fields, fields, fields, strict=True):
            yield Evidence(article, spelling, confidence, quoted)

    def spelling_pairs(self) -> Iterator[tuple[str, str]]:
        """Yield id and spelling of each mention."""
        fields = iter(self.spellings)
        return zip(fields, fields, strict=True)

    def first_mentions(self) -> Iterator[tuple[int, int, str]]:
        """Yield start, end (in the body) and id of the first mention of each entity."""
        fields = iter(self.named)
        return zip(fields, fields, fields, strict=True)


def inputs_of(article: ArchiveArticle, home: str) -> ArticleInputs:
    """Return what decides the names of *article*."""
    day = article.day.toordinal() if article.day else 0
    return ArticleInputs(article.text_sha256, home, len(title_part(article)), day)


def row_of_names(
    inputs: ArticleInputs, unlinked: Sequence[UnlinkedName], interned: Interned
) -> ArticleRow:
    """Return the row of an article with these *unlinked* names, without entities."""
    supports: list[Any] = []
    for name in unlinked:
        _, spelling, confidence, quoted = evidence_of("", name)
        supports += (interned[spelling], confidence, quoted)
    short_forms = filter(None, map(short_form, unlinked))
    return ArticleRow(
        inputs,
        tuple([interned[typed_key(name)] for name in unlinked]),
        tuple(supports),
        tuple([interned[form] for form in short_forms]),
    )


def all_mentions(names: ArticleNames, published: Published) -> list[Mention]:
    """Return the mentions of an article, in order, those of published names too."""
    discovered = [
        Mention(name.start, name.end, name.surface, published[typed_key(name)])
        for name in names.unlinked
        if typed_key(name) in published
    ]
    return sorted([*names.mentions, *discovered], key=lambda mention: mention.start)


def add_mentions(
    row: ArticleRow, mentions: Iterable[Mention], interned: Interned
) -> ArticleRow:
    """Return *row* with the entities of *mentions*, which are in order."""
    body = row.inputs.title
    spellings: list[str] = []
    first_mentions: dict[str, tuple[int, int, str]] = {}
    for mention in mentions:
        identity = mention.entity.id
        spellings += (identity, interned[plain_spelling(mention.surface)])
        if mention.start >= body and identity not in first_mentions:
            start, end = mention.start - body, mention.end - body
            first_mentions[identity] = (start, end, identity)
    return row._replace(
        entities=tuple(dict.fromkeys(spellings[::2])),
        spellings=tuple(spellings),
        named=tuple([field for first in first_mentions.values() for field in first]),
    )
