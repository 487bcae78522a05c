# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of an article as its file is now, from the objects of the last build.

A build takes the longer the larger the archive is: it counts names, sorts lists and
writes the index. A preview reads one file and renders one page, so an editor sees a
saved text at once. What other articles decide (neighbours, related articles, names and
their pages, dates) is that of the last build; the next one, which begins at the same
time, replaces the preview.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import TypeGuard

from pelican import signals
from pelican.contents import Article, SkipStub
from pelican.generators import ArticlesGenerator

from plugins.contract import ArchiveArticle, BuildProblem, EntityMention
from plugins.publish.failures import describe
from plugins.publish.pages.page_writer import Page
from storage.shared_prefix import shared_prefix_length

# What plugins set on an article: see plugins/contract.py. ``named`` has offsets.
SET_BY_PLUGINS = (
    *("elsewhere", "day", "hijri", "locale_date", "iso_date", "entities", "tags"),
    *("newer", "older", "source_url", "section_url", "related"),
)
CORRECTIONS = "corrections"  # a key of ``metadata`` that plugins.public_log sets


class ArticlePreview:
    """Renders the pages of single articles; *generator* is that of a finished build."""

    def __init__(self, generator: ArticlesGenerator) -> None:
        self.generator = generator

    @cached_property
    def by_page(self) -> dict[str, Article]:
        """The articles by the path of their page."""
        return {article.save_as: article for article in self.generator.articles}

    def source_of(self, page: str) -> str | None:
        """Return the Markdown file of an article's *page*, ``None`` of another page."""
        article = self.by_page.get(page)
        return article.source_path if article else None

    def render(self, page: str) -> bytes | None:
        """Return the bytes of the article's *page*.

        ``None`` if the file has no such page any more: another id, or not published.
        Raises ``BuildProblem`` for a mistake in the file or in a template.
        """
        former = self.by_page[page]
        try:
            article = self.read(former.source_path)
            if not is_published_at(article, page):
                return None
            take_over(former, article)
            return self.render_article(article)
        except Exception as error:
            # With --fatal, what a reader raises is the context of Pelican's own error.
            reason = describe(error) or error.__context__
            if reason is None:
                raise
            line = getattr(reason, "line", 0)
            place = f"{former.source_path}:{line}" if line else former.source_path
            raise BuildProblem(f"{place}: {reason}") from error

    def read(self, path: str) -> Article | SkipStub:
        """Return the article of a file, read as Pelican's generator reads it."""
        generator = self.generator
        article: Article | SkipStub = generator.readers.read_file(
            base_path=generator.path,
            path=path,
            content_class=Article,
            context=generator.context,
            preread_signal=signals.article_generator_preread,
            preread_sender=generator,
            context_signal=signals.article_generator_context,
            context_sender=generator,
        )
        return article

    def render_article(self, article: Article) -> bytes:
        """Return the page of an article, with what Pelican gives its template."""
        page = Page(
            name=article.save_as,
            path="",
            template=self.generator.get_template(article.template),
            site=self.generator.context,
            variables={"article": article, "category": article.category, "blog": True},
            relative_urls=self.generator.settings["RELATIVE_URLS"],
        )
        text: str = page.template.render(page.context())
        return text.encode()


def is_published_at(article: Article | SkipStub, page: str) -> TypeGuard[Article]:
    """Return whether an article as it was read is published as this *page*."""
    is_article = isinstance(article, Article)
    return is_article and article.status == "published" and article.save_as == page


def take_over(former: ArchiveArticle, article: ArchiveArticle) -> None:
    """Set what plugins have set on the *former* object of an *article*."""
    for name in SET_BY_PLUGINS:
        setattr(article, name, getattr(former, name))
    article.named = list(moved_mentions(former, article.plain_text))
    if CORRECTIONS in former.metadata:
        article.metadata = {
            **article.metadata,
            CORRECTIONS: former.metadata[CORRECTIONS],
        }


def moved_mentions(former: ArchiveArticle, text: str) -> Iterator[EntityMention]:
    """Yield the mentions of the *former* article that are in the edited *text*.

    Those before and after the edit: with «من دمشق إلى حلب» made «من دمشق ثم إلى حلب»,
    دمشق stays, and حلب is three characters later.
    """
    before = shared_prefix_length(former.plain_text, text)
    most = min(len(former.plain_text), len(text)) - before
    same_end = shared_prefix_length(former.plain_text[::-1], text[::-1])
    after = len(former.plain_text) - min(same_end, most)
    shift = len(text) - len(former.plain_text)
    for start, end, entity in former.named:
        if end <= before:
            yield start, end, entity
        elif start >= after:
            yield start + shift, end + shift, entity
