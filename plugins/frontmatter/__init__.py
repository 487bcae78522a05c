# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads articles with YAML front matter, which Pelican's own Markdown reader takes for plain lines."""

import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.contents import Article, Author, Category, Content
from pelican.generators import ArticlesGenerator, Generator
from pelican.readers import BaseReader, Readers

from plugins.frontmatter.copies import linked
from plugins.frontmatter.document import (
    PAGE_KEYS,
    BadFrontMatter,
    check_article,
    plain_text,
    render,
    require,
    split,
)
from storage.ids import short_id

logger = logging.getLogger(__name__)

# Pelican demands a date; an undated article sorts behind all others and is kept out of the calendars.
UNDATED = datetime(1900, 1, 1, tzinfo=UTC)


class FrontMatterReader(BaseReader):
    """Reads articles by the contract of the halves, and the editors' own pages."""

    file_extensions = ("md",)

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__(settings)
        self.named_things: dict[tuple[type, str], Any] = {}
        self.page_folders = [
            Path(settings["PATH"], folder) for folder in settings["PAGE_PATHS"]
        ]

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML and the metadata of the file at *source_path*."""
        path = Path(source_path)
        try:
            head, body = split(path.read_text(encoding="utf-8"))
            content = render(body)
            if any(path.is_relative_to(folder) for folder in self.page_folders):
                require(head, PAGE_KEYS)
                return content, head
            return content, self.metadata(check_article(head)) | {
                "plain_text": plain_text(content)
            }
        except BadFrontMatter as error:
            # Pelican's own message leaves out the reason; a traceback would bury it.
            logger.error("%s: %s", source_path, error)
            raise

    def metadata(self, head: dict[str, Any]) -> dict[str, Any]:
        """Return front matter as Pelican's metadata: names become its objects, the id the slug."""
        names = head.get("authors", [])
        people = (
            {"authors": [self.named(Author, "author", name) for name in names]}
            if names
            else {}
        )
        section = head.get("section", self.settings["DEFAULT_CATEGORY"])
        return {
            **head,
            "slug": head["id"],
            "shelf": head["id"][:2],
            "date": head.get("date", UNDATED),
            "undated": "date" not in head,
            "category": self.named(Category, "section", section),
            **people,
        }

    def named(self, kind: type, role: str, name: str) -> Any:
        """Return the one object for *name*; its slug is an id, for Pelican's transliteration makes names collide."""
        if (kind, name) not in self.named_things:
            thing = kind(name, self.settings)
            thing.slug = short_id(role, name)
            self.named_things[kind, name] = thing
        return self.named_things[kind, name]


def use_front_matter(readers: Readers) -> None:
    """Read ``.md`` with ``FrontMatterReader``."""
    readers.reader_classes["md"] = FrontMatterReader


def expect_no_other_reader(generator: Generator) -> None:
    """Keep Pelican from warning, article by article, that its own Markdown reader lacks a package."""
    generator.readers.disabled_readers.pop("md", None)


def keep_own_address(content: Content) -> None:
    """Undo that Pelican takes ``url``, where the original stands, for the address of our page.

    An article's address is fixed with its id: Pelican would work it out anew for every link to it.
    """
    vars(content).pop("override_url", None)
    if isinstance(content, Article):
        content.override_url = content.url


def link_copies(generator: ArticlesGenerator) -> None:
    """Set ``article.elsewhere``: the articles of other papers with the same text."""
    articles = {article.metadata["id"]: article for article in generator.articles}
    others = linked(
        {
            name: article.metadata.get("also_in", [])
            for name, article in articles.items()
        }
    )
    for name, article in articles.items():
        article.elsewhere = [articles[other] for other in others.get(name, [])]


def register() -> None:
    """Before any article is read."""
    signals.content_object_init.connect(keep_own_address)
    signals.readers_init.connect(use_front_matter)
    signals.generator_init.connect(expect_no_other_reader)
    signals.article_generator_pretaxonomy.connect(link_copies)
