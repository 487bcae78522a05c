# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes every list of articles: its own and those that other plugins added.

Its own are the lists of sources, sections and authors; dates and entities add theirs
to ``context["lists"]``.
"""

from collections import ChainMap
from functools import partial
from operator import attrgetter, itemgetter

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator
from pelican.writers import Writer

from plugins.contract import ArchiveArticle, ArchiveContext, ArticleList
from plugins.lists.groups import (
    days_of,
    group_by_kind,
    group_by_letter,
    link_neighbours,
)
from plugins.lists.joined_authors import join_short_lists
from plugins.lists.pagination import ListPage, split_into_pages
from plugins.lists.render_once import add_render_once

OF_THE_WHOLE_LIST = frozenset(("months", "companions", "spellings"))
PELICANS_LISTS = ("generate_tags", "generate_categories", "generate_authors")


def disable_pelicans_lists(generator: ArticlesGenerator) -> None:
    """Stop Pelican from writing lists: it scans all articles for each name."""
    for method in PELICANS_LISTS:
        setattr(generator, method, lambda _write: None)


def add_lists(generator: ArticlesGenerator) -> None:
    """Set each article's neighbours and the URLs of its lists; add the lists."""
    articles: list[ArchiveArticle] = generator.articles
    context: ArchiveContext = generator.context
    groups = group_by_kind(articles, generator.settings)
    link_neighbours(articles)
    source_urls = urls_by_name(groups["source"])
    section_urls = urls_by_name(groups["section"])
    for article in articles:
        article.source_url = source_urls[article.source]
        article.section_url = section_urls[article.category.name]
    context["groups"] = groups
    lists = context.setdefault("lists", [])
    lists += groups["source"]
    lists += groups["section"]
    lists += join_short_lists(groups["author"], articles, generator.settings)


def urls_by_name(lists: list[ArticleList]) -> dict[str, str]:
    """Return the URL of each list by its name."""
    return {article_list["name"]: article_list["url"] for article_list in lists}


def add_letters(generator: Generator) -> None:
    """Give the templates filters that group an index by letter."""
    generator.env.filters["entities_by_letter"] = partial(
        group_by_letter, name=attrgetter("label")
    )
    generator.env.filters["lists_by_letter"] = partial(
        group_by_letter, name=itemgetter("name")
    )


class ListsGenerator(Generator):
    """Writes ``context["lists"]``, each with the template of its kind."""

    def generate_output(self, writer: Writer) -> None:
        """Write every page of every list."""
        for article_list in self.context["lists"]:
            self.write_list(writer, article_list)

    def write_list(self, writer: Writer, article_list: ArticleList) -> None:
        """Write the pages of a list.

        The template sees the list's own keys, and the page as ``list_page``.
        """
        template = self.get_template(article_list["kind"])
        pages = split_into_pages(article_list, self.settings["DEFAULT_PAGINATION"])
        for page in pages:
            context = ChainMap(variables_of(article_list, page), self.context)
            writer.write_file(
                page.save_as, template, context, self.settings["RELATIVE_URLS"]
            )


def variables_of(article_list: ArticleList, page: ListPage) -> dict[str, object]:
    """Return what the template sees of a list and one of its pages.

    An older page has its own first and last day, and no part of the whole list: a new
    article would change it.
    """
    own: dict[str, object] = {
        **article_list,
        "articles": page.articles,
        "list_page": page,
    }
    if page.newer_url:
        for key in OF_THE_WHOLE_LIST & own.keys():
            del own[key]
        if "first" in own:
            days = days_of(page.articles)
            own |= {"first": min(days, default=None), "last": max(days, default=None)}
    return own


def lists_generator(_pelican: object) -> type[ListsGenerator]:
    """Return the generator class for Pelican's ``get_generators``."""
    return ListsGenerator


def register() -> None:
    """Connect after dates and entities, which add lists, and before output."""
    signals.generator_init.connect(add_render_once)
    signals.generator_init.connect(add_letters)
    signals.article_generator_init.connect(disable_pelicans_lists)
    signals.article_generator_pretaxonomy.connect(add_lists)
    signals.get_generators.connect(lists_generator)
