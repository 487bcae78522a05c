# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pelican's generator of articles, which reads only the files that changed.

Pelican's own cache of articles (``CONTENT_CACHING_LAYER = "generator"``) is slower than
reading: it is one file for all articles, and decides by the time of modification alone.
This one takes its place in the same two methods.
"""

import os
from typing import Any

from pelican import signals
from pelican.contents import Article
from pelican.generators import ArticlesGenerator

from plugins.publish.foreign_receivers import foreign_receivers
from plugins.publish.pages.page_inputs import add_digests
from plugins.publish.reading.article_cache import ArticleCache, group_by_file
from plugins.publish.reading.article_pickle import SharedObjects
from storage.signatures import Signature

# Whoever listens to these may change how an article is read.
SIGNALS_OF_READING = (
    signals.generator_init,
    signals.readers_init,
    signals.article_generator_init,
    signals.article_generator_preread,
    signals.article_generator_context,
    signals.content_object_init,
)


class CachedArticlesGenerator(ArticlesGenerator):
    """Restores the articles of files that did not change.

    Where a plugin from elsewhere listens to the reading, all files are read.
    """

    article_cache: ArticleCache  # Pelican sets it: it is a keyword of the generator

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.shared = SharedObjects(self.settings, self.context)
        self.signatures: dict[str, Signature] = {}  # of files before they were read
        # Which article is a draft may depend on the time of the build.
        self.uses_cache = self.settings["WITH_FUTURE_DATES"] and not any(
            foreign_receivers(SIGNALS_OF_READING)
        )

    def get_files(self, *arguments: Any, **keywords: Any) -> list[str]:
        """Return Pelican's files in the order of the cache."""
        return group_by_file(super().get_files(*arguments, **keywords), self.path)

    def get_cached_data(self, path: str, default: Any = None) -> Any:
        """Return the article of the last build if its file did not change."""
        if not self.uses_cache:
            return default
        absolute = os.path.join(self.path, path)
        article = self.article_cache.restore(absolute, self.shared)
        if article is None:
            self.signatures[path] = self.article_cache.sign(absolute)
            return default
        signals.article_generator_preread.send(self)
        return article

    def add_source_path(self, content: Article, static: bool = False) -> None:  # noqa: FBT001, FBT002  # Pelican's signature
        """Record an article by its path, which Pelican would compute again."""
        self.context["generated_content"][content.relative_source_path] = content

    def add_static_links(self, article: Article) -> None:
        """Search only an article that may have them for links to files."""
        if article.has_link_signs:
            super().add_static_links(article)

    def check_disabled_readers(self) -> None:
        """Look for files of disabled readers only where there are such readers."""
        if self.readers.disabled_extensions:
            super().check_disabled_readers()

    def cache_data(self, path: str, article: Article) -> None:
        """Store an article that was just read, before a plugin adds to it."""
        add_digests(article)
        if self.uses_cache:
            absolute = os.path.join(self.path, path)
            self.article_cache.store(absolute, self.signatures[path], article)

    def save_cache(self) -> None:
        """Write the cache."""
        if self.uses_cache:
            self.article_cache.save()
