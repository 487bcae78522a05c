# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds the entities of an archive: those in lists, and those it supports itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plugins.contract import ArchiveArticle, EntityMention
from plugins.entities.build.cache import KeyedText, NameCache
from plugins.entities.build.entity_pages import Entity
from plugins.entities.build.prefill_cache import prefill_cache
from plugins.entities.discover.aggregate import add_discovered, aggregate_names
from plugins.entities.discover.candidates import Candidate
from plugins.entities.discover.id_lock import Lock, extend_lock, reuse_ids
from plugins.entities.editors.apply_file import apply_editors_file
from plugins.entities.editors.file import EditorsFile
from plugins.entities.lists.gazetteer import (
    load_gazetteer,
    phrases_without_names,
    word_lists,
)
from plugins.entities.lists.known_entity import KnownEntity, follow_merges
from plugins.entities.lists.word_keys import plain_spelling
from plugins.entities.match.finder import Finder, Mention
from storage.progress import print_counts

SAMPLE = 100  # articles of a newspaper that decide of which country it is


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveNames:
    """The entities of an archive by id, and candidates with the entity of each.

    *unedited* are the gazetteer's entities by locked id, without the editors' changes.
    """

    entities: Mapping[str, Entity]
    candidates: Sequence[tuple[KnownEntity, Candidate]]
    unedited: Mapping[str, KnownEntity]

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


def find_archive_names(
    articles: Sequence[ArchiveArticle],
    editors: EditorsFile,
    lock: Lock,
    cache: NameCache,
    processes: int = 1,
) -> ArchiveNames:
    """Return the names of *articles*, and set ``entities`` and ``named`` of each.

    Many texts without cached names are read by *processes* worker processes first.
    """
    unedited = reuse_ids(load_gazetteer(), lock)
    finder = make_finder(unedited, editors)
    homes = countries_of_sources(articles, finder, cache)
    keys = [article.text_sha256 for article in articles]

    def counted_texts() -> Iterator[KeyedText]:
        counted = print_counts(articles, len(articles), "names")
        for key, article in zip(keys, counted, strict=True):
            yield KeyedText(key, text_of(article), homes[article.source])

    cache.keep_unaffected(counted_texts(), finder)
    prefill_cache(cache, finder, counted_texts(), processes)
    slugs = (article.slug for article in articles)
    names = cache.names_of_texts(counted_texts(), finder)
    mentions, candidates = aggregate_names(zip(slugs, names, strict=True))
    # Published ones first: they have a prior claim to the locked ids.
    candidates = sorted(candidates, key=lambda candidate: not candidate.published)
    with_ids = reuse_ids([candidate.entity for candidate in candidates], lock)
    discovered = list(zip(with_ids, candidates, strict=True))
    published: list[tuple[Candidate, KnownEntity]] = []
    for entity, candidate in discovered:
        resolved = resolve_discovered(entity, editors, finder.entities)
        if candidate.published and resolved:
            published.append((candidate, resolved))
    return ArchiveNames(
        entities=tag_articles(articles, add_discovered(mentions, published)),
        candidates=discovered,
        unedited={entity.id: entity for entity in unedited},
    )


def countries_of_sources(
    articles: Iterable[ArchiveArticle], finder: Finder, cache: NameCache
) -> Mapping[str, str]:
    """Return the country of each newspaper: that of most of its articles.

    "" without a clear winner, as for an agency that reports from everywhere. A sample
    decides, by slug, so that it is the same in the next build.
    """
    by_source: dict[str, list[ArchiveArticle]] = {}
    for article in sorted(articles, key=lambda article: article.slug):
        by_source.setdefault(article.source, []).append(article)
    return {
        source: cache.country_of(list(map(text_of, published[:SAMPLE])), finder)
        for source, published in by_source.items()
    }


def make_finder(gazetteer: Iterable[KnownEntity], editors: EditorsFile) -> Finder:
    """Return the finder of the gazetteer's entities, as the editors changed them."""
    entities, ignored = apply_editors_file(gazetteer, editors)
    return Finder(entities, [*phrases_without_names(), *ignored], word_lists())


def text_of(article: ArchiveArticle) -> str:
    """Return the text in which names are found: title, two newlines, body."""
    return f"{title_part(article)}{article.plain_text}"


def title_part(article: ArchiveArticle) -> str:
    """Return the part of that text before the body."""
    return f"{article.title}\n\n"


def resolve_discovered(
    discovered: KnownEntity, editors: EditorsFile, entities: Mapping[str, KnownEntity]
) -> KnownEntity | None:
    """Return the entity that the editors made of a discovered one.

    Itself without an entry in their file, ``None`` if they ignore it.
    """
    if discovered.id not in editors.entries:
        return discovered
    return entities.get(follow_merges(discovered.id, editors.entries))


def tag_articles(
    articles: Iterable[ArchiveArticle], mentions: Mapping[str, Iterable[Mention]]
) -> dict[str, Entity]:
    """Set ``entities`` and ``named`` of each article; return all entities by id.

    ``entities`` are in the order of their first mentions. ``named`` are the first
    mentions in the body, with offsets in ``plain_text``.
    """
    entities: dict[str, Entity] = {}
    for article in articles:
        body = len(title_part(article))
        in_article: dict[str, Entity] = {}
        first_mentions: dict[str, EntityMention] = {}
        for mention in mentions[article.slug]:
            identity = mention.entity.id
            entity = entities.get(identity)
            if entity is None:
                entity = entities[identity] = Entity(known_entity=mention.entity)
            in_article[identity] = entity
            entity.spellings[plain_spelling(mention.surface)] += 1
            if mention.start >= body and identity not in first_mentions:
                start, end = mention.start - body, mention.end - body
                first_mentions[identity] = (start, end, entity)
        article.entities = list(in_article.values())
        article.named = list(first_mentions.values())
        for entity in in_article.values():
            entity.articles.append(article)
    return entities
