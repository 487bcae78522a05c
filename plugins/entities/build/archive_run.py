# SPDX-License-Identifier: AGPL-3.0-or-later
"""An archive read for its names: those that lists and editors know, and those that it bears out itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plugins.entities.build.cache import Cached
from plugins.entities.build.entity_pages import Entity
from plugins.entities.discover.aggregate import gather, with_minted
from plugins.entities.discover.candidates import Candidate
from plugins.entities.discover.id_lock import Lock, grown, settle
from plugins.entities.editors.apply_file import final, lay_over
from plugins.entities.editors.file import Authority
from plugins.entities.lists import gazetteer
from plugins.entities.lists.known_entity import Record
from plugins.entities.match.finder import Finder, Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an archive names: entities by id, and what may become one, each with the record it would be."""

    known: Mapping[str, Entity]
    candidates: Sequence[tuple[Record, Candidate]]
    own: Mapping[
        str, Record
    ]  # the gazetteer's records by their permanent id, before editors' entries

    def lock(self, held: Lock) -> Lock:
        """Return *held* with what this reading adds."""
        pages = {identity for identity, entity in self.known.items() if entity.url}
        return grown(
            held,
            {identity: entity.record for identity, entity in self.known.items()},
            pages,
            self.own,
        )


def read(
    articles: Sequence[Any], editors: Authority, held: Lock, memory: Cached
) -> Reading:
    """Return what *articles* name, and tell each of them its entities.

    ``entities`` stand in the order of their first mention; ``named`` are the first ones in the body, as offsets in
    ``plain_text`` with the entity.
    """
    own = settle(gazetteer.load(), held)
    finder, records = search(own, editors)
    mentions, candidates = gather(
        (article.slug, memory.read(text_of(article), finder)) for article in articles
    )
    # Published ones first: they have a claim to the ids that are held.
    candidates = sorted(candidates, key=lambda candidate: not candidate.published)
    minted = list(
        zip(
            settle([candidate.record for candidate in candidates], held),
            candidates,
            strict=True,
        )
    )
    published = [
        (candidate, borne)
        for record, candidate in minted
        if candidate.published and (borne := bearer(record, editors, records))
    ]
    known = tag(articles, with_minted(mentions, published))
    return Reading(
        known=known, candidates=minted, own={record.id: record for record in own}
    )


def search(
    own: Iterable[Record], editors: Authority
) -> tuple[Finder, dict[str, Record]]:
    """Return the search for *own* records under what the editors decided, and the records it knows by id."""
    records, ignored = lay_over(own, editors)
    finder = Finder(records, [*gazetteer.not_names(), *ignored], gazetteer.word_lists())
    return finder, {record.id: record for record in records}


def text_of(article: Any) -> str:
    """Return the text that is read for names: offsets of mentions and candidates count in it."""
    return f"{opening(article)}{article.plain_text}"


def opening(article: Any) -> str:
    """Return what stands before the body in it."""
    return f"{article.title}\n\n"


def bearer(
    record: Record, editors: Authority, records: Mapping[str, Record]
) -> Record | None:
    """Return whom a minted *record* stands for: whom the editors say, nobody where they ignore it, else itself."""
    if record.id not in editors.entries:
        return record
    return records.get(final(record.id, editors.entries))


def tag(
    articles: Iterable[Any], mentions: Mapping[str, Iterable[Mention]]
) -> dict[str, Entity]:
    """Set ``entities`` and ``named`` of each article from its *mentions*, and return all entities by id."""
    known: dict[str, Entity] = {}
    for article in articles:
        body = len(opening(article))
        named: dict[str, Entity] = {}
        first: dict[str, tuple[int, int, Entity]] = {}
        for mention in mentions[article.slug]:
            record = mention.record
            entity = named[record.id] = known.setdefault(
                record.id, Entity(record=record)
            )
            entity.spellings[mention.surface] += 1
            if mention.start >= body:
                first.setdefault(
                    record.id, (mention.start - body, mention.end - body, entity)
                )
        article.entities, article.named = list(named.values()), list(first.values())
        for entity in article.entities:
            entity.articles.append(article)
    return known
