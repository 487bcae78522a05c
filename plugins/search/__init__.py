# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the search index: terms and results in small scripts, of which a query loads the few it needs."""

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pelican import signals
from pelican.generators import Generator

from arabic import terms
from plugins.search import code, runs, vocabulary
from plugins.search.cache import alone, load, save
from plugins.search.index import Index
from plugins.search.layout import Layout
from plugins.search.results import Results
from plugins.search.scripts import Scripts
from plugins.search.table import Table

FIELDS = ("title", "body")
TABLED = (
    "body",
)  # fields whose lengths stand in a table; those of others stand in each posting


def texts(article: Any) -> tuple[str, str]:
    """Return the text of each field of *article*."""
    return article.title, article.plain_text


def write_index(
    folder: Path, oldest_first: Sequence[Any], settings: dict[str, Any]
) -> None:
    """Write the index of articles below *folder*; files that lie there already and are still right stay.

    The oldest is number 0, so that a new article changes no number.
    """
    with ExitStack() as opened:
        cache = Path(
            settings["SEARCH_CACHE"] or opened.enter_context(TemporaryDirectory())
        )
        opened.enter_context(alone(cache))
        write_with(cache, Scripts(folder), oldest_first, settings)


def write_with(
    cache: Path, scripts: Scripts, oldest_first: Sequence[Any], settings: dict[str, Any]
) -> None:
    """Write the index with what the build before has left in the folder *cache*; leave there what the next needs."""
    layout = Layout(scripts)
    index = Index(
        FIELDS,
        terms.terms_of_lines,
        oldest_first,
        texts,
        size=settings["SEARCH_PARTITION_ARTICLES"],
        folder=cache,
    )
    tabled = [FIELDS.index(field) for field in TABLED]
    results = Results(
        scripts, oldest_first, index.digests, index.lengths[:, tabled], settings
    )
    known = known_folders(cache)
    shown = runs.aside(
        lambda: (
            results.write(known),
            layout.facets(oldest_first, settings["SEARCH_FACET_VALUES"]),
        )
    )
    lengths = dict(zip(FIELDS, index.lengths.T, strict=True))
    listed = [None if field in TABLED else lengths[field] for field in FIELDS]
    table = Table(index, listed, cache / "terms")
    names = Counter(
        (entity.label, entity.url or "")
        for article in oldest_first
        for entity in article.entities
    )
    of_terms = layout.terms(table, settings["SEARCH_SHARD_BYTES"])
    words = table.words()
    others = {
        "vocabulary": layout.vocabulary(word.term for word in words),
        "suggestions": layout.suggestions(
            vocabulary.suggestions(words, names, settings["SEARCH_SUGGESTION_ARTICLES"])
        ),
    }
    folders, facets = shown.told()
    parts = {
        "terms": of_terms,
        "lengths": {field: layout.lengths(lengths[field]) for field in TABLED},
        "magnitudes": {field: layout.magnitudes(lengths[field]) for field in TABLED},
        **layout.results(folders, results.per_file()),
        "passages": settings["SEARCH_PASSAGES"],
        "snippetWords": settings["SEARCH_SNIPPET_WORDS"],
        "facets": layout.named("f", facets),
        **others,
    }
    layout.root(index, (settings["SEARCH_TITLE_BOOST"], 1), parts)
    table.save()
    save(cache / "results", folders)


def known_folders(cache: Path) -> dict[bytes, tuple[str, int]]:
    """Return the folders of results that the build before has written."""
    found = load(cache / "results")
    return {key: (name, count) for key, name, count in found[0]} if found else {}


class SearchGenerator(Generator):
    """Writes ``output/search/``, and the code that reads it."""

    def generate_output(self, _writer: object) -> None:
        """Write the index of all articles, and the scripts of the search page."""
        scripts = Path(self.output_path, self.settings["THEME_STATIC_DIR"], "js")
        code.write(Path(self.settings["THEME"], "static"), scripts)
        write_index(
            Path(self.output_path, "search"),
            self.context["articles"][::-1],
            self.settings,
        )


def search_generator(_pelican: object) -> type[SearchGenerator]:
    """Return the generator class for Pelican's ``get_generators``."""
    return SearchGenerator


def register() -> None:
    """Once a run, when the addresses of all articles are final."""
    signals.get_generators.connect(search_generator)
