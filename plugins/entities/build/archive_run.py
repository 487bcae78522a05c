# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds the entities of an archive: those in lists, and those it supports itself.

A build starts from the state that the last one stored, and computes anew what depends
on changed articles; without a state, all articles are changed. ``archive_state.py``
describes what is stored.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from plugins.contract import ArchiveArticle
from plugins.entities.build.archive_state import NO_STATE, ArchiveState
from plugins.entities.build.article_row import ArticleRow, Published
from plugins.entities.build.cache import NameCache
from plugins.entities.build.entity_pages import Entity
from plugins.entities.build.identify import published_names
from plugins.entities.build.read_names import NamesReader
from plugins.entities.build.set_entities import count_spellings, set_entities
from plugins.entities.build.stored_finder import FILE, load_known_names
from plugins.entities.discover.id_lock import Lock, extend_lock
from plugins.entities.discover.update_candidates import (
    articles_with_names,
    update_candidates,
)
from plugins.entities.editors.file import EditorsFile
from plugins.entities.lists.known_entity import KnownEntity

Rows = Mapping[str, ArticleRow]  # by article


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveNames:
    """The entities of an archive by id, and the *state* for the next build.

    *unedited* are the gazetteer's entities by locked id, without the editors' changes.
    """

    entities: Mapping[str, Entity]
    unedited: Mapping[str, KnownEntity]
    state: ArchiveState

    def extend(self, lock: Lock) -> Lock:
        """Return *lock* with the entities of this archive."""
        ascending = sorted(
            self.entities.items(), key=lambda item: (item[1].count, item[0])
        )
        mentioned = {identity: entity.known_entity for identity, entity in ascending}
        with_page = {
            identity for identity, entity in self.entities.items() if entity.save_as
        }
        joined = {
            identity
            for identity, entity in self.entities.items()
            if entity.url and not entity.save_as
        }
        return extend_lock(lock, mentioned, with_page, self.unedited, joined)


def find_archive_names(  # noqa: PLR0913, PLR0917 all that decides the names
    articles: Sequence[ArchiveArticle],
    editors: EditorsFile,
    lock: Lock,
    cache: NameCache,
    processes: int = 1,
    former: ArchiveState = NO_STATE,
) -> ArchiveNames:
    """Return the names of *articles*, and set ``entities`` and ``named`` of each.

    *former* is the state of the last build. Many texts without cached names are read
    by *processes* worker processes first.
    """
    known = load_known_names(cache.folder / FILE, lock, editors)
    finder = known.finder
    reader = NamesReader(articles, finder, cache)
    kept = reader.unchanged_rows(former)
    reader.read(reader.inputs.keys() - kept.keys(), processes)
    rows = reader.rows(kept)
    unlinked = (row.unlinked for row in changed_rows(former.rows, rows))
    candidates = update_candidates(
        former.candidates, rows, chain.from_iterable(unlinked)
    )
    published = published_names(candidates, lock, editors, finder.entities)
    ids = {name: entity.id for name, entity in published.items()}
    moved = {name for name, _ in former.published.items() ^ ids.items()}
    retagged = reader.names.keys() | set(articles_with_names(rows, moved))
    reader.tag(rows, retagged, published)
    changed = changed_entities(former.rows, rows)
    spellings = count_spellings(rows.values(), former.spellings, changed)
    discovered = first_entities(reader, rows, published)
    entities = set_entities(
        articles,
        rows,
        spellings,
        lambda identity: discovered.get(identity) or finder.entities[identity],
    )
    unchanged_pages = {
        identity: facts
        for identity, facts in former.pages.items()
        if identity not in changed
    }
    state = ArchiveState(
        finder=finder.fingerprint,
        rows=rows,
        candidates=candidates,
        published=ids,
        spellings=spellings,
        pages=unchanged_pages,
    )
    return ArchiveNames(entities=entities, unedited=known.unedited, state=state)


def changed_entities(former: Rows, rows: Rows) -> set[str]:
    """Return the ids of the entities that changed articles have or had."""
    changed = changed_rows(former, rows)
    return {identity for row in changed for identity in row.entities}


def changed_rows(former: Rows, rows: Rows) -> Iterator[ArticleRow]:
    """Yield the rows that are in one of two builds only, or different in both."""
    for article in former.keys() | rows.keys():
        before, after = former.get(article), rows.get(article)
        if before is after:
            continue
        for row in (before, after):
            if row is not None:
                yield row


def first_entities(
    reader: NamesReader, rows: Rows, published: Published
) -> dict[str, KnownEntity]:
    """Return the discovered entities by id.

    An id is a hash of type and label, so a discovered entity may have that of a known
    one, whose cue words a text lacks. Which of the two the page of that id shows is
    decided by the first mention in the archive.
    """
    discovered = {entity.id: entity for entity in published.values()}
    known = reader.finder.entities
    for identity, entity in discovered.items():
        if identity in known and known[identity] is not entity:
            discovered[identity] = first_mentioned(identity, reader, rows, published)
    return discovered


def first_mentioned(
    identity: str, reader: NamesReader, rows: Rows, published: Published
) -> KnownEntity:
    """Return the entity of the first mention with an id."""
    article = next(slug for slug, row in rows.items() if identity in row.entities)
    mentions = reader.mentions(article, published)
    return next(mention.entity for mention in mentions if mention.entity.id == identity)
