# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads Markdown files with YAML front matter; Pelican's own reader does not.

Pelican's reader takes front matter for plain ``Key: value`` lines.
"""

import hashlib
import os.path
import sys
from datetime import UTC, datetime
from functools import cache
from logging import getLogger
from pathlib import Path
from typing import Any, cast

from babel import Locale
from pelican import signals
from pelican.contents import Article, Author, Category, Content
from pelican.generators import ArticlesGenerator, Generator
from pelican.log import console
from pelican.readers import BaseReader, Readers

from plugins.contract import ArchiveArticle, BuildProblem, Named, Settings
from plugins.frontmatter.checks import BadFrontMatter, check_article, check_page
from plugins.frontmatter.copies import link_both_ways
from plugins.frontmatter.document import (
    IMAGES,
    line_of_key,
    number_paragraphs,
    plain_text,
    render_markdown,
    split_document,
)
from plugins.frontmatter.isolate import isolate_runs
from storage.ids import short_id
from storage.progress import print_counts

logger = getLogger(__name__)

# Pelican demands a date. With this one an undated article sorts behind all others; the
# calendars leave it out.
UNDATED = datetime(1900, 1, 1, tzinfo=UTC)

# An article that is not to be published gets no page: Pelican's drafts are pages too.
UNPUBLISHED = dict.fromkeys(("draft", "hidden", "skip"), "skip")

Head = dict[str, Any]  # front matter


@cache
def is_right_to_left(lang: str) -> bool:
    """Return whether *lang* is written from the right."""
    return Locale.parse(lang, sep="-").text_direction == "rtl"


class FrontMatterReader(BaseReader):
    """Reads articles that ingest has written, and the editors' own pages."""

    file_extensions = ("md",)

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.names: dict[tuple[type, str], Named] = {}
        self.page_folders = [
            Path(settings["PATH"], folder) for folder in settings["PAGE_PATHS"]
        ]

    def read(self, source_path: str) -> tuple[str, Head]:
        """Return the HTML and the metadata of the file at *source_path*."""
        try:
            return self.read_document(Path(source_path))
        except BadFrontMatter as error:
            # Pelican's own message leaves out the reason; a traceback would bury it.
            logger.error("%s: %s", place_of(error, source_path), error)  # noqa: TRY400
            raise

    def read_document(self, path: Path) -> tuple[str, Head]:
        """Return the HTML and the metadata of a page or an article."""
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise BadFrontMatter(f"not UTF-8: {error.reason}") from error
        head, body = split_document(text)
        content = render_markdown(body)
        if is_right_to_left(head.get("lang", self.settings["DEFAULT_LANG"])):
            content = isolate_runs(content)
        if any(path.is_relative_to(folder) for folder in self.page_folders):
            return content, check_page(head)
        metadata = self.article_metadata(check_article(head))
        if metadata["status"] == "skip":
            console.print(f"{path}: not published ({head['status']})", markup=False)
        return content, metadata | {"plain_text": plain_text(content)}

    def article_metadata(self, head: Head) -> Head:
        """Return front matter as Pelican's metadata.

        Names of authors and of the section become Pelican's objects; the slug is the
        article's id.
        """
        section = head.get("section", self.settings["DEFAULT_CATEGORY"])
        metadata = {
            **head,
            "slug": head["id"],
            "shelf": head["id"][:2],
            "date": head.get("date", UNDATED),
            "undated": "date" not in head,
            "status": UNPUBLISHED.get(head.get("status", ""), "published"),
            "category": self.name_object(Category, "section", section),
        }
        authors = metadata.pop("authors", [])
        if authors:
            metadata["authors"] = [
                self.name_object(Author, "author", name) for name in authors
            ]
        return metadata

    def name_object(self, kind: type[Author | Category], role: str, name: str) -> Named:
        """Return Pelican's object for *name*, always the same one.

        Its slug is an id: Pelican's transliteration gives several Arabic names one
        slug.
        """
        if (kind, name) not in self.names:
            name_object = kind(name, self.settings)
            name_object.slug = short_id(role, name)
            self.names[kind, name] = name_object
        return self.names[kind, name]


def place_of(error: BadFrontMatter, path: str) -> str:
    """Return ``path:line`` of what is wrong with a file."""
    line = error.line
    if error.key:
        line = line_of_key(Path(path).read_text(encoding="utf-8"), error.key)
    return f"{path}:{line}" if line else path


def start_counting(generator: ArticlesGenerator) -> None:
    """Prepare the counts of articles that a terminal shows while they are read."""
    if sys.stderr.isatty():
        total = len(list(generator.get_files(generator.settings["ARTICLE_PATHS"])))
        generator.counts = print_counts(range(total), total, "articles")


def count_article(generator: ArticlesGenerator) -> None:
    """Count the next article."""
    next(getattr(generator, "counts", iter(())), None)


def use_front_matter_reader(readers: Readers) -> None:
    """Read ``.md`` with ``FrontMatterReader``."""
    readers.reader_classes["md"] = FrontMatterReader


def silence_missing_reader(generator: Generator) -> None:
    """Stop Pelican from warning for every article that Markdown is not installed."""
    generator.readers.disabled_readers.pop("md", None)


def fix_url(content: Content) -> None:
    """Give *content* the URL of its page in this archive, computed once.

    Pelican takes the front matter's ``url``, the address of the original, for the URL
    of the page. An article's URL is stored: Pelican would compute it for every link.
    """
    vars(content).pop("override_url", None)
    if isinstance(content, Article):
        content.override_url = content.url


def add_text_digest(content: Content) -> None:
    """Set ``text_sha256`` of an article, by which other plugins cache what they find.

    The text is an attribute; in the metadata too, it would be stored twice.
    """
    if isinstance(content, Article):
        plain = content.metadata.pop("plain_text")
        text = f"{content.title}\n\n{plain}"
        content.text_sha256 = hashlib.sha256(text.encode()).digest()


def relink_images(content: Content) -> None:
    """Make the addresses of images relative to the article's page.

    The Markdown file's are relative to the file. Both are the same where pages are as
    deep below the output as files below PATH, as with the ARTICLE_SAVE_AS a/xx/id.html.
    """
    if not isinstance(content, Article) or IMAGES not in content._content:
        return
    images = os.path.relpath("images", Path(content.save_as).parent)
    src = f'src="{Path(images).as_posix()}/'
    content._content = content._content.replace(f'src="{IMAGES}', src)


def refuse_equal_ids(generator: ArticlesGenerator) -> None:
    """End the build if two files have one id: Pelican takes them for translations."""
    files: dict[str, str] = {}
    for article in (*generator.articles, *generator.translations):
        other = files.setdefault(article.slug, article.source_path)
        if other != article.source_path:
            raise BuildProblem(
                f"{article.source_path}: its id {article.slug} is that of {other}:"
                " delete one of the two files"
            )


def link_copies(generator: ArticlesGenerator) -> None:
    """Set ``elsewhere``: the articles with the same text in other newspapers."""
    articles: dict[str, ArchiveArticle] = {
        article.slug: article for article in generator.articles
    }
    also_in = {
        identity: cast(list[str], article.metadata.get("also_in", []))
        for identity, article in articles.items()
    }
    links = link_both_ways(also_in)
    for identity, article in articles.items():
        article.elsewhere = [articles[other] for other in links.get(identity, [])]


def add_filter(generator: Generator) -> None:
    """Give the templates the filter ``numbered``."""
    generator.env.filters["numbered"] = number_paragraphs


def register() -> None:
    """Connect before any article is read."""
    signals.generator_init.connect(add_filter)
    signals.article_generator_init.connect(start_counting)
    signals.article_generator_preread.connect(count_article)
    signals.content_object_init.connect(fix_url)
    signals.content_object_init.connect(relink_images)
    signals.content_object_init.connect(add_text_digest)
    signals.readers_init.connect(use_front_matter_reader)
    signals.generator_init.connect(silence_missing_reader)
    signals.article_generator_pretaxonomy.connect(refuse_equal_ids)
    signals.article_generator_pretaxonomy.connect(link_copies)
