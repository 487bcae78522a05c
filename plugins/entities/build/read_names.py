# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads the names of the articles that changed since the last build."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from operator import attrgetter

from plugins.contract import ArchiveArticle
from plugins.entities.build.archive_state import ArchiveState
from plugins.entities.build.article_row import (
    ArticleInputs,
    ArticleRow,
    Interned,
    Published,
    add_mentions,
    all_mentions,
    inputs_of,
    row_of_names,
)
from plugins.entities.build.article_text import text_of
from plugins.entities.build.cache import KeyedText, NameCache
from plugins.entities.build.prefill_cache import BATCH, prefill_cache
from plugins.entities.build.stored_finder import use_stored_finder
from plugins.entities.match.finder import Finder, Mention
from plugins.entities.resolve.reconcile import ArticleNames
from storage.progress import print_counts

SAMPLE = 100  # articles of a newspaper that decide of which country it is


class NamesReader:
    """Reads the names in *articles* with *finder* and *cache*, each once."""

    def __init__(
        self, articles: Sequence[ArchiveArticle], finder: Finder, cache: NameCache
    ) -> None:
        self.articles = {article.slug: article for article in articles}
        self.finder, self.cache = finder, cache
        homes = countries_of_sources(articles, finder, cache)
        self.inputs = {
            slug: inputs_of(article, homes[article.source])
            for slug, article in self.articles.items()
        }
        cache.used.update(inputs.text for inputs in self.inputs.values())
        self.names: dict[str, ArticleNames] = {}  # by article
        self.interned = Interned()

    def unchanged_rows(self, former: ArchiveState) -> dict[str, ArticleRow]:
        """Return the rows of *former* that are those of the articles as they are.

        If the known entities changed, these are the rows of texts that the change
        cannot affect. Only a state of the same known entities as the names in the
        cache can be compared with them: a build that was killed wrote names alone.
        """
        last_finder = self.cache.last_finder()
        self.cache.keep_unaffected(self.texts(self.articles), self.finder)
        if former.finder not in (last_finder, self.finder.fingerprint):
            return {}
        rows = {
            slug: row
            for slug, row in former.rows.items()
            if slug in self.inputs and has_same_text(row.inputs, self.inputs[slug])
        }
        if former.finder == self.finder.fingerprint:
            return rows
        texts = {row.inputs.text: row.inputs.home for row in rows.values()}
        unaffected = self.cache.texts_with_names(texts, self.finder)
        return {
            slug: row for slug, row in rows.items() if row.inputs.text in unaffected
        }

    def read(self, slugs: Set[str], processes: int) -> None:
        """Read the names of the articles with *slugs*.

        Many texts without cached names are read by *processes* worker processes first.
        """
        new = sorted(slugs - self.names.keys())
        if new:
            use_stored_finder(self.cache.recogniser)
        if len(new) >= BATCH:
            prefill_cache(self.cache, self.finder, self.texts(new), processes)
        counted = print_counts(new, len(new), "names")
        names = self.cache.names_of_texts(self.texts(counted), self.finder)
        self.names.update(zip(new, names, strict=True))

    def texts(self, slugs: Iterable[str]) -> Iterator[KeyedText]:
        """Yield the texts of the articles with *slugs*."""
        for slug in slugs:
            inputs = self.inputs[slug]
            yield KeyedText(inputs.text, text_of(self.articles[slug]), inputs.home)

    def rows(self, kept: Mapping[str, ArticleRow]) -> dict[str, ArticleRow]:
        """Return the row of each article: one of *kept*, or of the names just read.

        An article that has another day now has another row too.
        """
        rows: dict[str, ArticleRow] = {}
        for slug, inputs in self.inputs.items():
            row = kept.get(slug)
            if row is None:
                unlinked = self.names[slug].unlinked
                row = row_of_names(inputs, unlinked, self.interned)
            elif row.inputs != inputs:
                row = row._replace(inputs=inputs)
            rows[slug] = row
        return rows

    def mentions(self, slug: str, published: Published) -> list[Mention]:
        """Return the mentions in an article, those of *published* names too."""
        self.read({slug}, processes=1)
        return all_mentions(self.names[slug], published)

    def tag(
        self, rows: dict[str, ArticleRow], slugs: Set[str], published: Published
    ) -> None:
        """Set the entities in the *rows* of the articles with *slugs*."""
        self.read(slugs, processes=1)
        for slug in slugs:
            mentions = all_mentions(self.names[slug], published)
            rows[slug] = add_mentions(rows[slug], mentions, self.interned)


def has_same_text(former: ArticleInputs, inputs: ArticleInputs) -> bool:
    """Return whether an article has the text of the last build; not whether the day."""
    return former[:-1] == inputs[:-1]  # the day is last


def countries_of_sources(
    articles: Iterable[ArchiveArticle], finder: Finder, cache: NameCache
) -> Mapping[str, str]:
    """Return the country of each newspaper: that of most of its articles.

    "" without a clear winner, as for an agency that reports from everywhere. A sample
    decides, by slug, so that it is the same in the next build.
    """
    by_source: dict[str, list[ArchiveArticle]] = {}
    for article in sorted(articles, key=attrgetter("slug")):
        by_source.setdefault(article.source, []).append(article)
    return {
        source: cache.country_of(
            [article.text_sha256 for article in published[:SAMPLE]],
            map(text_of, published[:SAMPLE]),
            finder,
        )
        for source, published in by_source.items()
    }
