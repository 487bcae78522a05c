# SPDX-License-Identifier: AGPL-3.0-or-later
"""What results can be narrowed by: the day of each article, its source and section, its writers and entities."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np

from plugins.search.columns import column, zigzag
from plugins.search.scripts import coded
from plugins.search.varint import varints

Value = tuple[
    str, ...
]  # what an address holds, what a reader sees, what older addresses held


def author_names(article: Any) -> list[str]:
    """Return the names of those who wrote *article*; Pelican gives one without any a writer of its own."""
    return (
        [author.name for author in article.authors]
        if "authors" in article.metadata
        else []
    )


# facet → the values of an article
FACETS: dict[str, Callable[[Any], list[Value]]] = {
    "source": lambda article: [(article.source, article.source)],
    "section": lambda article: [(article.category.name, article.category.name)],
    "author": lambda article: [(name, name) for name in author_names(article)],
    "entity": lambda article: [
        (entity.id, entity.label, *entity.former) for entity in article.entities
    ],
}


def days(articles: Iterable[Any]) -> dict[str, Any]:
    """Return the day of each article, oldest first, as steps from one to the next; undated ones come first.

    ``start`` is the first day's number (days since 1970-01-01), ``undated`` how many have none.
    """
    held = [article.day for article in articles]
    dated = [(day - date(1970, 1, 1)).days for day in held if day]
    steps = (zigzag(after - before) for before, after in pairwise(dated))
    return {
        "undated": len(held) - len(dated),
        "start": dated[0] if dated else 0,
        "steps": column(steps),
    }


def facet(
    values: Callable[[Any], list[Value]], articles: Sequence[Any], most: int
) -> list[list[Any]]:
    """Return the *most* frequent values: key, label, number of articles, these as base64 gaps, and former keys."""
    holders: dict[Value, list[int]] = {}
    for number, article in enumerate(articles):
        for value in dict.fromkeys(values(article)):
            holders.setdefault(value, []).append(number)
    frequent = Counter(
        {value: len(numbers) for value, numbers in holders.items()}
    ).most_common(most)
    return [
        [*value[:2], count, coded(gaps(holders[value])), *value[2:]]
        for value, count in frequent
    ]


def gaps(numbers: Sequence[int]) -> bytes:
    """Return ascending *numbers* as variable-byte gaps, the first one from 0."""
    return varints(np.diff(numbers, prepend=0))
