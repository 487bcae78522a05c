# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the search index: terms and results in small scripts, of which a query loads the few it needs."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from arabic import terms
from plugins.search import vocabulary
from plugins.search.index import Index
from plugins.search.layout import Layout

FIELDS = ("title", "body")


def opening(article: Any, words: int) -> str:
    """Return the first *words* words of *article*."""
    return " ".join(article.plain_text.split(None, words)[:words])


def result(article: Any, layout: Layout, settings: dict[str, Any]) -> list[str]:
    """Return what a result shows: title, address, day, date as written, source; and its text's name or its opening."""
    day = article.day.isoformat() if article.day else ""
    shown = [str(article.title), article.url, day, str(article.locale_date), article.source]
    if settings["SEARCH_PASSAGES"]:
        return [*shown, layout.text(article.plain_text)]
    return [*shown, opening(article, settings["SEARCH_SNIPPET_WORDS"])]


def suggestions(index: Index, articles: Sequence[Any], least: int) -> list[tuple[str, bytes, bytes]]:
    """Return the words and names that a reader may be offered while typing."""
    spellings = vocabulary.Spellings()
    for article in articles:
        spellings.add(article.title)
        spellings.add(article.plain_text)
    names = Counter(entity.label for article in articles for entity in article.entities)
    return vocabulary.suggestions(index.articles_by_term(), spellings.by_term(), names, least)


def write_index(folder: Path, articles: Sequence[Any], settings: dict[str, Any]) -> None:
    """Write the index of *articles*, newest first as Pelican holds them, below *folder*.

    The oldest is number 0, so that a new article changes no number.
    """
    oldest_first = articles[::-1]
    layout, index = Layout(folder), Index(FIELDS, terms.terms)
    for article in oldest_first:
        index.add(article.title, article.plain_text)
    results = (result(article, layout, settings) for article in oldest_first)
    parts = {
        **layout.terms(index, settings["SEARCH_SHARD_BYTES"]),
        **layout.records(results, settings["SEARCH_RECORDS_PER_FILE"]),
        "passages": settings["SEARCH_PASSAGES"],
        "snippetWords": settings["SEARCH_SNIPPET_WORDS"],
        "facets": layout.facets(oldest_first, settings["SEARCH_FACET_VALUES"]),
        "vocabulary": layout.vocabulary(index.sorted_terms()),
        "suggestions": layout.suggestions(suggestions(index, oldest_first, settings["SEARCH_SUGGESTION_ARTICLES"])),
    }
    layout.root(index, (settings["SEARCH_TITLE_BOOST"], 1), parts)


class SearchGenerator(Generator):
    """Writes ``output/search/``."""

    def generate_output(self, _writer: object) -> None:
        """Write the index of all articles."""
        write_index(Path(self.output_path, "search"), self.context["articles"], self.settings)


def search_generator(_pelican: object) -> type[SearchGenerator]:
    """Return the generator class for Pelican's ``get_generators``."""
    return SearchGenerator


def register() -> None:
    """Once a run, when the addresses of all articles are final."""
    signals.get_generators.connect(search_generator)
