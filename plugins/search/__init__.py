# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the search index: terms and results in small scripts, of which a query loads the few it needs."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from arabic import terms
from plugins.search import code, runs, vocabulary
from plugins.search.index import Index
from plugins.search.layout import Layout
from plugins.search.postings import Postings, Row, postings
from plugins.search.vocabulary import Word

FIELDS = ("title", "body")
TABLED = ("body",)  # fields whose lengths stand in a table; those of others stand in each posting


def texts(article: Any) -> tuple[str, str]:
    """Return the text of each field of *article*."""
    return article.title, article.plain_text


def opening(article: Any, words: int) -> str:
    """Return the first *words* words of *article*."""
    return " ".join(article.plain_text.split(None, words)[:words])


def result(article: Any, settings: dict[str, Any]) -> list[str]:
    """Return what a result shows: title, address, day, date as written, source; and its text or its opening."""
    day = article.day.isoformat() if article.day else ""
    passages, words = settings["SEARCH_PASSAGES"], settings["SEARCH_SNIPPET_WORDS"]
    text = article.plain_text if passages else opening(article, words)
    return [str(article.title), article.url, day, str(article.locale_date), article.source, text]


def noted(found: Iterable[Postings], words: list[Word]) -> Iterator[Row]:
    """Yield the terms *found*, and add each to *words*."""
    for held in found:
        words += map(Word, held.terms, held.articles.tolist(), held.spellings)
        yield from held.rows()


def write_index(folder: Path, oldest_first: Sequence[Any], settings: dict[str, Any]) -> None:
    """Write the index of articles below *folder*.

    The oldest is number 0, so that a new article changes no number.
    """

    def results() -> dict[str, Any]:
        rows = (result(article, settings) for article in oldest_first)
        per_file = 1 if settings["SEARCH_PASSAGES"] else settings["SEARCH_RECORDS_PER_FILE"]
        return layout.results(rows, per_file)

    layout = Layout(folder)
    index = Index(FIELDS, terms.terms_of_each, oldest_first, texts, settings["SEARCH_PARTITION_ARTICLES"])
    shown = runs.aside(partial(runs.tell, results))
    lengths = dict(zip(FIELDS, index.lengths.T, strict=True))
    listed = [None if field in TABLED else lengths[field] for field in FIELDS]
    words: list[Word] = []
    names = Counter((entity.label, entity.url or "") for article in oldest_first for entity in article.entities)
    found = (postings(block, listed) for block in index.blocks())
    parts = {
        "terms": layout.terms(noted(found, words), settings["SEARCH_SHARD_BYTES"]),
        "lengths": {field: layout.lengths(lengths[field]) for field in TABLED},
        **runs.told(shown),
        "passages": settings["SEARCH_PASSAGES"],
        "snippetWords": settings["SEARCH_SNIPPET_WORDS"],
        "facets": layout.facets(oldest_first, settings["SEARCH_FACET_VALUES"]),
        "vocabulary": layout.vocabulary(word.term for word in words),
        "suggestions": layout.suggestions(vocabulary.suggestions(words, names, settings["SEARCH_SUGGESTION_ARTICLES"])),
    }
    layout.root(index, (settings["SEARCH_TITLE_BOOST"], 1), parts)


class SearchGenerator(Generator):
    """Writes ``output/search/``, and the code that reads it."""

    def generate_output(self, _writer: object) -> None:
        """Write the index of all articles, and the scripts of the search page."""
        script = Path(self.output_path, self.settings["THEME_STATIC_DIR"], "js", "search.js")
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(code.joined(Path(self.settings["THEME"], "static")), encoding="utf-8", newline="\n")
        write_index(Path(self.output_path, "search"), self.context["articles"][::-1], self.settings)


def search_generator(_pelican: object) -> type[SearchGenerator]:
    """Return the generator class for Pelican's ``get_generators``."""
    return SearchGenerator


def register() -> None:
    """Once a run, when the addresses of all articles are final."""
    signals.get_generators.connect(search_generator)
