# SPDX-License-Identifier: AGPL-3.0-or-later
"""Handlers of Pelican's signals: tag articles, write redirects and the lock."""

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from pelican.generators import ArticlesGenerator, Generator
from pelican.urlwrappers import Tag
from pelican.writers import Writer

from arabic.spelling import RULES
from plugins.contract import (
    SORT_KEYS,
    ArchiveArticle,
    Settings,
    joined_page,
    section_id,
)
from plugins.entities.build.archive_run import find_archive_names
from plugins.entities.build.archive_state import (
    FILE,
    ArchiveState,
    read_state,
    state_key,
    write_state,
)
from plugins.entities.build.cache import NameCache, open_cache
from plugins.entities.build.entity_pages import (
    Entity,
    all_entity_lists,
    all_page_facts,
    group_by_type,
)
from plugins.entities.build.joined_names import joined_lists
from plugins.entities.build.marks import link_mentions
from plugins.entities.build.redirects import (
    find_redirects,
    former_urls,
    record_former_ids,
)
from plugins.entities.discover.id_lock import BadLock, Lock, read_lock, save_lock
from plugins.entities.editors.file import BadEditorsFile, read_editors_file
from plugins.entities.models.load_recogniser import BadBackend, load_recogniser


def add_entities(generator: ArticlesGenerator) -> None:
    """Tag every article.

    A mistake in a file of the archive ends the build with one line, without the
    traceback that Pelican would print.
    """
    try:
        tag_archive(generator)
    except (BadEditorsFile, BadLock, BadBackend) as error:
        raise SystemExit(f"{error}") from error


def tag_archive(generator: ArticlesGenerator) -> None:
    """Tag every article; put pages, redirects and the new lock in the context."""
    settings, context = generator.settings, generator.context
    articles: Sequence[ArchiveArticle] = generator.articles
    lock = read_lock(lock_file(settings))
    editors = read_editors_file(Path(settings["ENTITIES_AUTHORITY"]))
    processes = settings["ENTITIES_PROCESSES"]
    store = StateFile(settings)
    former = store.read()
    SORT_KEYS.update(former.sort_keys)
    with open_name_cache(settings) as cache:
        names = find_archive_names(articles, editors, lock, cache, processes, former)
    entities = names.entities
    set_urls(entities.values(), lock, settings)
    set_pelican_tags(articles, entities, settings)
    new_lock = names.extend(lock)
    redirects = find_redirects(new_lock, editors.entries, entities)
    record_former_ids(redirects, entities)
    context["entities_archive_names"] = names
    context["entities_lock"] = new_lock
    context["entities_redirects"] = redirects
    context["entities_by_type"] = group_by_type(entities.values())
    lists = context.setdefault("lists", [])
    facts = all_page_facts(entities.values(), names.state.rows, names.state.pages)
    sort_keys = {
        entity.label: SORT_KEYS[entity.label]
        for entity in entities.values()
        if entity.url
    }
    store.write(names.state._replace(pages=facts, sort_keys=sort_keys), former)
    lists.extend(all_entity_lists(facts, entities))
    lists.extend(
        joined_lists(new_lock, entities, redirects, settings["ENTITIES_JOINED_URL"])
    )


class StateFile:
    """The file with the state that one build stores for the next."""

    def __init__(self, settings: Settings) -> None:
        recogniser = load_recogniser(settings["ENTITIES_BACKEND"])
        self.path = Path(settings["ENTITIES_CACHE"], FILE)
        self.key = state_key(recogniser.fingerprint)

    def read(self) -> ArchiveState:
        """Return the state of the last build, an empty one without any."""
        return read_state(self.path, self.key)

    def write(self, state: ArchiveState, former: ArchiveState) -> None:
        """Store *state*, unless it is that of the last build."""
        if state != former:
            write_state(self.path, self.key, state)


def open_name_cache(settings: Settings) -> AbstractContextManager[NameCache]:
    """Open the cache of the settings' recogniser."""
    recogniser = load_recogniser(settings["ENTITIES_BACKEND"])
    return open_cache(recogniser, Path(settings["ENTITIES_CACHE"]))


def lock_file(settings: Settings) -> Path:
    """Return the path of the archive's lock file."""
    return Path(settings["PATH"], settings["ENTITIES_LOCK"])


def set_urls(entities: Iterable[Entity], lock: Lock, settings: Settings) -> None:
    """Set the URL of each entity that has enough articles for a page, or had one.

    With fewer articles it is a section of a joined page.
    """
    pages_from = settings["ENTITIES_PAGE_ARTICLES"]
    sections_from = settings["ENTITIES_JOINED_ARTICLES"]
    for entity in entities:
        locked = lock.get(entity.id)
        if entity.count >= pages_from or (locked and locked.page):
            entity.url = settings["TAG_URL"].format(slug=entity.id)
            entity.save_as = settings["TAG_SAVE_AS"].format(slug=entity.id)
        elif entity.count >= sections_from or (locked and locked.joined):
            page = joined_page(settings["ENTITIES_JOINED_URL"], entity.id)
            entity.url = f"{page}#{section_id(entity.id)}"


def set_pelican_tags(
    articles: Iterable[ArchiveArticle],
    entities: Mapping[str, Entity],
    settings: Settings,
) -> None:
    """Give each article its entities as Pelican's tags, which other plugins use."""
    tags: dict[object, Tag] = {}  # by entity
    for identity, entity in entities.items():
        tags[entity] = Tag(entity.label, settings)
        tags[entity].slug = identity
    for article in articles:
        article.tags = [tags[entity] for entity in article.entities]


def add_to_templates(generator: Generator) -> None:
    """Give the templates the filter ``marked`` and the rules that fold spellings."""
    generator.env.filters["marked"] = link_mentions
    generator.env.globals["spelling_rules"] = RULES


def forget_candidates(generators: Sequence[Generator]) -> None:
    """Free the memory of what only the review uses, before pages are written."""
    for generator in generators:
        generator.context.pop("entities_archive_names", None)


class EntitiesGenerator(Generator):
    """Writes the redirects and the lock file."""

    def generate_output(self, writer: Writer) -> None:
        """Write a page for each former URL, then the lock."""
        template = self.get_template("moved")
        for redirect in self.context["entities_redirects"]:
            if not redirect["page"]:
                continue
            context = ChainMap(dict(redirect), self.context)
            for path in former_urls(
                self.settings["TAG_SAVE_AS"].format(slug=redirect["id"]),
                redirect["target"],
                self.settings["DEFAULT_PAGINATION"],
            ):
                writer.write_file(
                    path, template, context, self.settings["RELATIVE_URLS"]
                )
        save_lock(lock_file(self.settings), self.context["entities_lock"])


def entities_generator(_pelican: object) -> type[EntitiesGenerator]:
    """Return the generator class for Pelican's ``get_generators``."""
    return EntitiesGenerator
