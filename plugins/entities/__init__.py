# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tags articles with the persons, places, bodies and events they name, and gives each a page."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator
from pelican.urlwrappers import Tag

from . import authority, gazetteer
from .find import Finder, Mention, Text
from .link import link
from .pages import Entity, by_type, companions, listing


def finder(editors_file: Path) -> Finder:
    """Return the search for every name that the gazetteer and the editors know."""
    records, ignored = authority.lay_over(gazetteer.load(), authority.read(editors_file))
    return Finder(records, [*gazetteer.not_names(), *ignored], gazetteer.word_lists())


def mentions(finder: Finder, text: str) -> list[Mention]:
    """Return the names in *text*, short forms of what was named in full among them."""
    cut = Text(text)
    return link(cut, finder.find_in(cut), finder.word_lists)


def tag(articles: Iterable[Any], finder: Finder) -> dict[str, Entity]:
    """Set ``entities`` on each article, in the order of their first mention, and return all of them by id."""
    known: dict[str, Entity] = {}
    for article in articles:
        named: dict[str, Entity] = {}
        for mention in mentions(finder, f"{article.title}\n\n{article.plain_text}"):
            record = mention.record
            entity = named[record.id] = known.setdefault(record.id, Entity(record=record))
            entity.spellings[mention.surface] += 1
        article.entities = list(named.values())
        for entity in article.entities:
            entity.articles.append(article)
    return known


def add_entities(generator: ArticlesGenerator) -> None:
    """Tag every article, and leave the entities' pages and their index in the context."""
    settings, context = generator.settings, generator.context
    known = tag(generator.articles, finder(Path(settings["ENTITIES_AUTHORITY"])))
    for entity in known.values():
        if entity.count >= settings["ENTITIES_PAGE_ARTICLES"]:
            entity.url = settings["TAG_URL"].format(slug=entity.id)
    add_tags(generator.articles, known, settings)
    together = companions(generator.articles)
    pages = [listing(entity, together.get(entity.id, Counter()), known) for entity in known.values() if entity.url]
    context.setdefault("lists", []).extend(pages)
    context["entities_by_type"] = by_type(known.values())


def add_tags(articles: Iterable[Any], known: dict[str, Entity], settings: dict[str, Any]) -> None:
    """Give each article its entities as Pelican's tags, so that any stock plugin sees them."""
    tags = {identity: Tag(entity.label, settings) for identity, entity in known.items()}
    for identity, stock in tags.items():
        stock.slug = identity
    for article in articles:
        article.tags = [tags[entity.id] for entity in article.entities]


def register() -> None:
    """Before Pelican groups articles by tag, and after dates has set their days."""
    signals.article_generator_pretaxonomy.connect(add_entities)
