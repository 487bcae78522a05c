# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tags articles with the persons, places, bodies and events they name, and gives each a page that stays."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pelican.generators import ArticlesGenerator, Generator
from pelican.urlwrappers import Tag
from pelican.writers import Writer

from arabic.spelling import RULES
from plugins.entities.build.archive_run import read, text_of
from plugins.entities.build.cache import Cached, cached
from plugins.entities.build.entity_pages import Entity, by_type, companions, listing
from plugins.entities.build.marks import marked
from plugins.entities.build.prefill_cache import recognise_ahead
from plugins.entities.build.redirects import left, moved
from plugins.entities.discover import id_lock
from plugins.entities.editors import file
from plugins.entities.models.backend import NoBackend, load
from plugins.entities.models.spans import Nobody


def add_entities(generator: ArticlesGenerator) -> None:
    """Tag every article. What must be mended first is said in one line, which Pelican would bury in a traceback."""
    try:
        tag_archive(generator)
    except (file.BadAuthority, id_lock.BadLock, NoBackend) as error:
        raise SystemExit(f"{error}") from error


def tag_archive(generator: ArticlesGenerator) -> None:
    """Tag every article, and leave the entities' pages, their index and the lock as it grew in the context."""
    settings, context = generator.settings, generator.context
    held = id_lock.read(lock_file(settings))
    editors = file.read(Path(settings["ENTITIES_AUTHORITY"]))
    with recogniser(settings, map(text_of, generator.articles)) as recognise:
        reading = read(generator.articles, editors, held, recognise)
    known = reading.known
    add_addresses(known.values(), held, settings)
    add_tags(generator.articles, known, settings)
    context["entities_reading"] = reading
    context["entities_lock"] = reading.lock(held)
    context["entities_moved"] = moved(context["entities_lock"], editors.entries, known)
    name_former(context["entities_moved"])
    context["entities_by_type"] = by_type(known.values())
    context.setdefault("lists", []).extend(pages(generator.articles, known))


def name_former(addresses: Iterable[Mapping[str, Any]]) -> None:
    """Tell each entity the ids that it has taken over, by which a search may still be narrowed."""
    for page in addresses:
        if page["target"]:
            page["target"].former.append(page["id"])


@contextmanager
def recogniser(
    settings: Mapping[str, Any], texts: Iterable[str] = ()
) -> Iterator[Cached]:
    """Give the recogniser of the settings with its memory; without one no name is found that no record has.

    It will be asked for *texts*: if many of them are new, all cores recognise them now.
    """
    name = settings["ENTITIES_BACKEND"]
    with cached(load(name) or Nobody(), Path(settings["ENTITIES_CACHE"])) as memory:
        if name:
            recognise_ahead(memory, name, texts, settings["ENTITIES_PROCESSES"])
        yield memory


def lock_file(settings: Mapping[str, Any]) -> Path:
    """Return where the archive that is built keeps its ids."""
    return Path(settings["PATH"], settings["ENTITIES_LOCK"])


def add_addresses(
    entities: Iterable[Entity], held: id_lock.Lock, settings: Mapping[str, Any]
) -> None:
    """Set the address of each entity that has enough articles for a page, or has had one before."""
    for entity in entities:
        had = entity.id in held and held[entity.id].page
        if had or entity.count >= settings["ENTITIES_PAGE_ARTICLES"]:
            entity.url = settings["TAG_URL"].format(slug=entity.id)
            entity.save_as = settings["TAG_SAVE_AS"].format(slug=entity.id)


def add_tags(
    articles: Iterable[Any], known: Mapping[str, Entity], settings: dict[str, Any]
) -> None:
    """Give each article its entities as Pelican's tags, so that any stock plugin sees them."""
    tags = {identity: Tag(entity.label, settings) for identity, entity in known.items()}
    for identity, stock in tags.items():
        stock.slug = identity
    for article in articles:
        article.tags = [tags[entity.id] for entity in article.entities]


def pages(articles: Sequence[Any], known: Mapping[str, Entity]) -> list[dict[str, Any]]:
    """Return the pages of all entities that have one."""
    together = companions(articles)
    return [
        listing(entity, together.get(entity.id, Counter()), known)
        for entity in known.values()
        if entity.url
    ]


def add_to_templates(generator: Generator) -> None:
    """Give the templates ``marked``, an article's body with its names as links, and the rules by which names fold."""
    generator.env.filters["marked"] = marked
    generator.env.globals["spelling_rules"] = RULES


def forget_candidates(generators: Sequence[Generator]) -> None:
    """Let go of what only the review asks for, before pages are written: all names of the archive with their places."""
    for generator in generators:
        generator.context.pop("entities_reading", None)


class EntitiesGenerator(Generator):
    """Writes what no list of articles is: pages at addresses that names have left, and the lock."""

    def generate_output(self, writer: Writer) -> None:
        """Write a page for each id that has had one, and keep all ids given so far."""
        template = self.get_template("moved")
        for page in self.context["entities_moved"]:
            context = {**self.context, **page}
            for path in left(
                self.settings["TAG_SAVE_AS"].format(slug=page["id"]),
                page["target"],
                self.settings["DEFAULT_PAGINATION"],
            ):
                writer.write_file(
                    path, template, context, self.settings["RELATIVE_URLS"]
                )
        id_lock.save(lock_file(self.settings), self.context["entities_lock"])


def entities_generator(_pelican: object) -> type[EntitiesGenerator]:
    """Return the generator class for Pelican's ``get_generators``."""
    return EntitiesGenerator
