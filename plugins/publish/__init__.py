# SPDX-License-Identifier: AGPL-3.0-or-later
"""Builds beside the published site, only what changed, and publishes that at the end.

``PELICAN_CLASS`` in pelicanconf.py gives ``ArchiveSite``, so plain ``pelican`` has the
guarantee too: a build that fails or is killed leaves the published site as it was.
With ``-e 'PELICAN_CLASS="pelican.Pelican"'`` Pelican's own class builds the same bytes
in place.
"""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from pelican import Pelican, signals
from pelican.generators import ArticlesGenerator, Generator
from pelican.log import console
from pelican.writers import Writer

from plugins.contract import Settings
from plugins.publish.build_stamp import BuildStamp
from plugins.publish.check_settings import check_settings
from plugins.publish.failures import one_screen, shorten_start_failures
from plugins.publish.foreign_receivers import foreign_receivers, has_own_plugins_only
from plugins.publish.pages.page_cache import load_pages, save_pages
from plugins.publish.pages.page_writer import PageRenderer, PageWriter
from plugins.publish.pages.site_inputs import reading_inputs, template_inputs
from plugins.publish.pages.template_code import TemplateCode
from plugins.publish.preview import ArticlePreview
from plugins.publish.reading.article_cache import ArticleCache
from plugins.publish.reading.articles import CachedArticlesGenerator
from plugins.publish.staging import Staging
from storage.build_lock import hold_build_lock
from storage.signatures import Signature

# Whoever listens to these may read and change any file of the site.
SIGNALS_OF_WRITING = (signals.content_written, signals.finalized)

# Pelican reads its settings, and may fail, before it makes an ``ArchiveSite``.
shorten_start_failures()


class ArchiveSite(Pelican):
    """Pelican's build in a staging folder, published when it is finished."""

    output_path: str
    needs_preview = False  # True: build although nothing changed

    def __init__(self, settings: dict[str, Any]) -> None:
        with one_screen():
            check_settings(settings)
            super().__init__(settings)
        self.staging = Staging(Path(self.output_path))
        self.inputs: Sequence[Signature] = ()  # of the files that the build reads
        self.articles: ArticleCache | None = None
        self.writer: PageWriter | None = None
        self.templates: TemplateCode | None = None
        self.preview: ArticlePreview | None = None  # of the articles that were built

    def init_plugins(self) -> None:
        """Load no plugin yet: where nothing changed, none is needed."""
        self.plugins: list[ModuleType] = []

    def run(self) -> None:
        """Build and publish if anything changed; a second build of the folder waits."""
        with one_screen(), hold_build_lock(self.staging.work):
            self.staging.finish_last_build()
            stamp = BuildStamp(self.staging.stamp, self.settings)
            if stamp.is_current() and not self.needs_preview:
                console.print("Nothing changed since the last build.")
                return
            stamp.invalidate()
            self.inputs = stamp.inputs
            self.load_plugins()
            self.build_and_publish()
            stamp.save(self.staging.published.scan)

    def load_plugins(self) -> None:
        """Load the plugins, once, and let them start as Pelican does."""
        if not self.plugins:
            super().init_plugins()
            signals.initialized.send(self)

    def build_and_publish(self) -> None:
        """Build beside the published site, then change or replace that."""
        staging = self.staging
        is_complete = needs_complete_folder(self.settings, staging.site)
        staging.prepare(self.output_retention, is_complete=is_complete)
        with self.output_to(staging.folder), without_collector():
            super().run()
        staging.publish()
        if self.writer and self.articles:
            save_pages(staging.pages, self.writer.cacheable_pages())
            console.print(self.articles.summary())
            console.print(self.writer.summary())

    def _get_generator_classes(self) -> list[type]:
        """Return Pelican's generators, that of articles with a cache, and the renderer.

        The last one renders the pages that all others queue.
        """
        classes = super()._get_generator_classes()
        place = classes.index(ArticlesGenerator)
        self.articles = ArticleCache(
            self.staging.articles, reading_inputs(self.settings), self.inputs
        )
        self.templates = TemplateCode(template_inputs(self.settings))
        signals.generator_init.connect(self.templates.attach)
        signals.all_generators_finalized.connect(self.keep_articles)
        classes[place] = partial(CachedArticlesGenerator, article_cache=self.articles)
        return [*classes, PageRenderer]

    def keep_articles(self, generators: Sequence[Generator]) -> None:
        """Keep the articles for previews."""
        for generator in generators:
            if isinstance(generator, ArticlesGenerator):
                self.preview = ArticlePreview(generator)

    def _get_writer(self) -> Writer:
        """Return the writer of a plugin if there is one, else one that queues pages."""
        self.staging.finish_preparing()
        if signals.get_writer.receivers:
            return super()._get_writer()
        self.writer = PageWriter(
            self.output_path,
            self.settings,
            self.staging,
            load_pages(self.staging.pages),
        )
        return self.writer

    @property
    def published_site(self) -> Path:
        """Return the folder of the site that this build will replace."""
        return self.staging.site

    @property
    def known_digests(self) -> Mapping[str, str]:
        """Return path → SHA-256 of files of the new site whose digest is known.

        None is, if a plugin from elsewhere may have changed them.
        """
        if any(foreign_receivers(SIGNALS_OF_WRITING)):
            return {}
        pages = self.writer.written if self.writer else []
        return {
            **self.staging.unchanged,
            **{page.name: page.sha256 for page in pages},
        }

    @property
    def unchanged_files(self) -> Mapping[str, str]:
        """Return path → SHA-256 of files of the new site that are in the last one only.

        They are not in the output folder while the site is built.
        """
        return {} if self.staging.is_complete else self.staging.unchanged

    @contextmanager
    def output_to(self, folder: Path) -> Iterator[None]:
        """Let Pelican and all plugins write to *folder*."""
        published = self.output_path
        self.output_path = self.settings["OUTPUT_PATH"] = str(folder)
        try:
            yield
        finally:
            self.output_path = self.settings["OUTPUT_PATH"] = published


def needs_complete_folder(settings: Settings, site: Path) -> bool:
    """Return whether a build needs all files of the site in its staging folder.

    The offline copy and the seal do. A plugin from elsewhere may read any of them.
    """
    is_packed = settings["OFFLINE_ZIP"] or settings["OFFLINE_SEAL"]
    return is_packed or not site.is_dir() or not has_own_plugins_only(settings)


@contextmanager
def without_collector() -> Iterator[None]:
    """Switch Python's collector of cycles off.

    It would visit the objects of all articles again and again, and find next to none.
    Those that exist at the end are left out of later collections too, also of the one
    in which Python ends.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
