# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes every list of articles: those of source, section and author, and those other plugins left in the context."""

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator
from pelican.writers import Writer

from plugins.lists.shelves import GROUPED_BY, address, cut, group, neighbours


def leave_lists_to_us(generator: ArticlesGenerator) -> None:
    """Keep Pelican from writing its own lists: it scans all articles for each name, which is quadratic."""
    for stock in ("generate_tags", "generate_categories", "generate_authors"):
        setattr(generator, stock, lambda _write: None)


def add_lists(generator: ArticlesGenerator) -> None:
    """Set each article's neighbours and addresses of its lists, and ``context["shelves"]`` by kind."""
    for article, newer, older in neighbours(generator.articles):
        article.newer, article.older = newer, older
        article.source_url = address("source", article.source)
        article.section_url = address("section", article.category.name)
    shelves = {kind: group(kind, generator.articles) for kind in GROUPED_BY}
    generator.context["shelves"] = shelves
    generator.context.setdefault("lists", []).extend(
        shelf for kind in shelves.values() for shelf in kind
    )


class ListsGenerator(Generator):
    """Writes ``context["lists"]``, each with the template of its kind."""

    def generate_output(self, writer: Writer) -> None:
        """Write every page of every list; its template sees the list's own keys and the page as ``shelf``."""
        for listing in self.context["lists"]:
            template = self.get_template(listing["kind"])
            for shelf in cut(
                listing["path"],
                listing["articles"],
                self.settings["DEFAULT_PAGINATION"],
            ):
                context = {
                    **self.context,
                    **listing,
                    "articles": shelf.articles,
                    "shelf": shelf,
                }
                writer.write_file(
                    shelf.save_as, template, context, self.settings["RELATIVE_URLS"]
                )


def lists_generator(_pelican: object) -> type[ListsGenerator]:
    """Return the generator class for Pelican's ``get_generators``."""
    return ListsGenerator


def register() -> None:
    """After dates and entities have left their lists, before output."""
    signals.article_generator_init.connect(leave_lists_to_us)
    signals.article_generator_pretaxonomy.connect(add_lists)
    signals.get_generators.connect(lists_generator)
