# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the search index: terms and results in small scripts, of which a query loads the few it needs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from arabic import terms
from plugins.search import layout
from plugins.search.index import Index
from plugins.search.scripts import write

FIELDS = ("title", "body")


def result(article: Any, words: int) -> list[str]:
    """Return what a result shows: title, address, day, date as written, source, the first *words* words."""
    day = "" if article.undated else article.date.date().isoformat()
    date = "" if article.undated else str(article.locale_date)
    snippet = " ".join(article.plain_text.split(None, words)[:words])
    return [str(article.title), article.url, day, date, article.source, snippet]


def write_index(folder: Path, articles: Sequence[Any], settings: dict[str, Any]) -> None:
    """Write the index of *articles*, newest first as Pelican holds them, below *folder*.

    The oldest is number 0, so that a new article changes no number.
    """
    index = Index(FIELDS, terms.terms)
    for article in reversed(articles):
        index.add(article.title, article.plain_text)
    shards = layout.write_shards(folder, index, settings["SEARCH_SHARD_BYTES"])
    results = (result(article, settings["SEARCH_SNIPPET_WORDS"]) for article in reversed(articles))
    per_file = settings["SEARCH_RECORDS_PER_FILE"]
    hashes = layout.write_records(folder, results, per_file)
    boosts = (settings["SEARCH_TITLE_BOOST"], 1)
    write(folder, "root", layout.root(index, boosts, shards, (per_file, hashes)))


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
