# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tags articles for tests by known entities only, without a recogniser."""

from plugins.entities.build.article_row import (
    Interned,
    add_mentions,
    inputs_of,
    row_of_names,
)
from plugins.entities.build.article_text import text_of
from plugins.entities.build.set_entities import count_spellings, set_entities
from plugins.entities.build.stored_finder import make_finder
from plugins.entities.discover.aggregate import recognise_texts
from plugins.entities.editors.file import read_editors_file
from plugins.entities.lists.gazetteer import load_gazetteer
from plugins.entities.models.recogniser import NoRecogniser, Span


def finder_with_editors_file(path):
    """Return the finder of the gazetteer with the editors' file at *path* applied."""
    return make_finder(load_gazetteer(), read_editors_file(path))


def mentions_in(finder, text):
    """Return the mentions of known entities in *text*, short forms included."""
    mentions, _ = recognise_texts([("", text)], finder, NoRecogniser())
    return mentions[""]


def rows_by_lists(articles, finder):
    """Return the rows of *articles*, by slug."""
    return {
        article.slug: add_mentions(
            row_of_names(inputs_of(article, ""), [], Interned()),
            mentions_in(finder, text_of(article)),
            Interned(),
        )
        for article in articles
    }


def tag_by_lists(articles, finder):
    """Tag *articles* and return the entities by id."""
    rows = rows_by_lists(articles, finder)
    ids = {identity for row in rows.values() for identity in row.entities}
    spellings = count_spellings(rows.values(), {}, ids)
    return set_entities(articles, rows, spellings, finder.entities.__getitem__)


def span_of(text, surface, entity_type="person", confidence=0.99):
    """Return the span of the first occurrence of *surface* in *text*."""
    start = text.index(surface)
    return Span(
        start=start, end=start + len(surface), type=entity_type, confidence=confidence
    )
