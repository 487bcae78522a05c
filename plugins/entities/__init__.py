# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tags articles with the persons, places, bodies and events they name, and gives each a page that stays."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator
from pelican.urlwrappers import Tag
from pelican.writers import Writer

from arabic.spelling import RULES

from . import authority, gazetteer, lock
from .authority import Authority
from .find import Finder, Mention, Text
from .link import link
from .marks import marked
from .moved import moved
from .pages import Entity, by_type, companions, listing
from .record import Record


def finder(editors_file: Path) -> Finder:
    """Return the search for every name that the gazetteer and the editors know."""
    return search(gazetteer.load(), authority.read(editors_file))


def search(own: Iterable[Record], editors: Authority) -> Finder:
    """Return the search for *own* records under what the editors decided."""
    records, ignored = authority.lay_over(own, editors)
    return Finder(records, [*gazetteer.not_names(), *ignored], gazetteer.word_lists())


def mentions(finder: Finder, text: str) -> list[Mention]:
    """Return the names in *text*, short forms of what was named in full among them."""
    cut = Text(text)
    return link(cut, finder.find_in(cut), finder.word_lists)


def tag(articles: Iterable[Any], finder: Finder) -> dict[str, Entity]:
    """Tell each article its entities, and return all of them by id.

    ``entities`` stand in the order of their first mention; ``named`` are the first ones in the body, as offsets in
    ``plain_text`` with the entity.
    """
    known: dict[str, Entity] = {}
    for article in articles:
        opening = f"{article.title}\n\n"
        named: dict[str, Entity] = {}
        first: dict[str, tuple[int, int, Entity]] = {}
        for mention in mentions(finder, f"{opening}{article.plain_text}"):
            record = mention.record
            entity = named[record.id] = known.setdefault(record.id, Entity(record=record))
            entity.spellings[mention.surface] += 1
            if mention.start >= len(opening):
                first.setdefault(record.id, (mention.start - len(opening), mention.end - len(opening), entity))
        article.entities, article.named = list(named.values()), list(first.values())
        for entity in article.entities:
            entity.articles.append(article)
    return known


def add_entities(generator: ArticlesGenerator) -> None:
    """Tag every article, and leave the entities' pages, their index and the lock as it grew in the context."""
    settings, context = generator.settings, generator.context
    held = lock.read(lock_file(settings))
    editors = authority.read(Path(settings["ENTITIES_AUTHORITY"]))
    own = lock.settle(gazetteer.load(), held)
    known = tag(generator.articles, search(own, editors))
    add_addresses(known.values(), held, settings)
    add_tags(generator.articles, known, settings)
    together = companions(generator.articles)
    pages = [listing(entity, together.get(entity.id, Counter()), known) for entity in known.values() if entity.url]
    context.setdefault("lists", []).extend(pages)
    context["entities_by_type"] = by_type(known.values())
    context["entities_lock"] = lock.grown(
        held,
        {identity: entity.record for identity, entity in known.items()},
        {identity for identity, entity in known.items() if entity.url},
        {record.id: record for record in own},
    )
    context["entities_moved"] = moved(context["entities_lock"], editors.entries, known)


def lock_file(settings: dict[str, Any]) -> Path:
    """Return where the archive that is built keeps its ids."""
    return Path(settings["PATH"], settings["ENTITIES_LOCK"])


def add_addresses(entities: Iterable[Entity], held: lock.Lock, settings: dict[str, Any]) -> None:
    """Set the address of each entity that has enough articles for a page, or has had one before."""
    for entity in entities:
        had = entity.id in held and held[entity.id].page
        if had or entity.count >= settings["ENTITIES_PAGE_ARTICLES"]:
            entity.url = address(entity.id, settings)


def address(identity: str, settings: dict[str, Any]) -> str:
    """Return the address of an entity's page."""
    return str(settings["TAG_URL"].format(slug=identity))


def add_tags(articles: Iterable[Any], known: dict[str, Entity], settings: dict[str, Any]) -> None:
    """Give each article its entities as Pelican's tags, so that any stock plugin sees them."""
    tags = {identity: Tag(entity.label, settings) for identity, entity in known.items()}
    for identity, stock in tags.items():
        stock.slug = identity
    for article in articles:
        article.tags = [tags[entity.id] for entity in article.entities]


def add_to_templates(generator: Generator) -> None:
    """Give the templates ``marked``, an article's body with its names as links, and the rules by which names fold."""
    generator.env.filters["marked"] = marked
    generator.env.globals["spelling_rules"] = RULES


class EntitiesGenerator(Generator):
    """Writes what no list of articles is: pages at addresses that names have left, and the lock."""

    def generate_output(self, writer: Writer) -> None:
        """Write a page for each id that has had one, and keep all ids given so far."""
        template = self.get_template("moved")
        for page in self.context["entities_moved"]:
            context = {**self.context, **page}
            writer.write_file(address(page["id"], self.settings), template, context, self.settings["RELATIVE_URLS"])
        lock.save(lock_file(self.settings), self.context["entities_lock"])


def entities_generator(_pelican: object) -> type[EntitiesGenerator]:
    """Return the generator class for Pelican's ``get_generators``."""
    return EntitiesGenerator


def register() -> None:
    """Before Pelican groups articles by tag, and after dates has set their days."""
    signals.generator_init.connect(add_to_templates)
    signals.article_generator_pretaxonomy.connect(add_entities)
    signals.get_generators.connect(entities_generator)
